// An allowance of Twitch: a pot of so many calls that gets one back every so often (docs/platforms/twitch.md,
// "Pub/Sub messages").
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "foundation/limits.h"
#include "foundation/time.h"
#include "live/sending.h"

namespace shipvote::live {

// The whole state is the time at which the pot is full again, which is what Twitch tells as Ratelimit-Reset.
template <std::size_t size, std::chrono::milliseconds::rep refill_ms>
class Pot {
 public:
  // When `calls` may be made at once.
  [[nodiscard]] TimePoint ready_for(std::size_t calls) const noexcept {
    return full_at_ - refill * static_cast<int>(size - calls);
  }
  void take(TimePoint now) noexcept { full_at_ = std::max(full_at_, now) + refill; }

  // What Twitch tells may only lower the allowance, because others may use it too; at worst the pot is empty.
  void heard(SendResult const& result, TimePoint now) noexcept {
    constexpr auto whole = static_cast<int>(size);
    TimePoint const empty = now + refill * whole;
    if (result.verdict == SendVerdict::rate_limited) full_at_ = empty;
    if (result.remaining) {
      full_at_ = std::max(full_at_, now + refill * (whole - std::clamp(*result.remaining, 0, whole)));
    }
    full_at_ = std::min(full_at_, empty);
  }
  [[nodiscard]] TimePoint full_at() const noexcept { return full_at_; }
  void shift(std::chrono::milliseconds by) { full_at_ += by; }

 private:
  static constexpr std::chrono::milliseconds refill{refill_ms};

  TimePoint full_at_{};
};

// One channel's messages.
using MessagePot = Pot<limits::message_pot, limits::message_refill.count()>;
// The segments of all channels: one extension's calls of Helix.
using SegmentPot = Pot<limits::segment_writes_at_once, 60'000 / limits::segment_writes_per_minute>;

}  // namespace shipvote::live
