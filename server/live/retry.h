// When a channel may be written to again after Twitch did not take something: growing pauses with jitter.
#pragma once

#include "foundation/time.h"
#include "live/sending.h"

namespace shipvote::live {

class Retry {
 public:
  // `chance` is from 0 to below 1.
  void heard(SendResult const& result, TimePoint now, double chance);
  // What was rejected may pass now (new secrets): no longer than a second to wait.
  void mended(TimePoint now, double chance);

  // Nothing goes out before this.
  [[nodiscard]] TimePoint blocked_until() const noexcept { return blocked_until_; }
  void shift(std::chrono::milliseconds by) { blocked_until_ += by; }

 private:
  TimePoint blocked_until_{};
  unsigned failures_ = 0;  // in a row
  bool rejected_ = false;
};

}  // namespace shipvote::live
