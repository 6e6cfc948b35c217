// A clock for tests, moved by hand, in the place of either kind. Any thread may read and move it.
#pragma once

#include <atomic>

#include "foundation/time.h"

namespace shipvote {

class HandTime final : public SteadySource {
 public:
  // The middle of a day on which nothing happens.
  explicit HandTime(TimePoint time = TimePoint{std::chrono::milliseconds{1'795'435'200'000}})
      : since_epoch_(time.time_since_epoch()) {}

  [[nodiscard]] TimePoint now() const override { return TimePoint{since_epoch_.load()}; }
  void set(TimePoint time) { since_epoch_ = time.time_since_epoch(); }
  // Back, too.
  void advance(std::chrono::milliseconds by) { set(now() + by); }

 private:
  std::atomic<std::chrono::milliseconds> since_epoch_;
};

}  // namespace shipvote
