// Numbers that order what a channel's viewers hear: they grow over restarts and over nodes, as long as the nodes'
// clocks agree to within the time it takes to hand a channel over.
#pragma once

#include <algorithm>
#include <cstdint>

#include "foundation/time.h"

namespace shipvote::live {

inline constexpr std::uint64_t largest_sequence = (std::uint64_t{1} << 53) - 1;  // JavaScript's largest exact number

// The number that a moment stands for: its milliseconds since 1970.
[[nodiscard]] inline std::uint64_t sequence_at(TimePoint time) noexcept {
  auto const clock = static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count()));
  return std::min(clock, largest_sequence);
}

// One channel's. A channel has one message a second on average, so the numbers never run away from the clock.
class Sequence {
 public:
  // The next number: that of the clock, or one more than the last if the clock has not moved on. Always above `floor`,
  // which stands for what was given out before anybody remembers.
  [[nodiscard]] std::uint64_t next(TimePoint now, std::uint64_t floor = 0) noexcept {
    last_ = std::min(std::max({last_ + 1, floor + 1, sequence_at(now)}), largest_sequence);
    return last_;
  }
  // A number that was given out elsewhere: the next ones are above it.
  void seen(std::uint64_t number) noexcept { last_ = std::max(last_, std::min(number, largest_sequence)); }
  [[nodiscard]] std::uint64_t last() const noexcept { return last_; }

 private:
  std::uint64_t last_ = 0;
};

}  // namespace shipvote::live
