// Twitch's allowance of one channel: a pot of 100 messages that gets one back every second (contract/twitch.md 2.3).
#pragma once

#include <algorithm>

#include "foundation/limits.h"
#include "foundation/time.h"
#include "live/sending.h"

namespace shipvote::live {

// The whole state is the time at which the pot is full again, which is what Twitch tells as Ratelimit-Reset.
class MessagePot {
 public:
  // When `messages` may be sent at once.
  [[nodiscard]] TimePoint ready_for(std::size_t messages) const noexcept {
    return full_at_ - limits::message_refill * static_cast<int>(limits::message_pot - messages);
  }
  void take(TimePoint now) noexcept { full_at_ = std::max(full_at_, now) + limits::message_refill; }

  // What Twitch tells may only lower the allowance, because others may use it too; at worst the pot is empty.
  void heard(SendResult const& result, TimePoint now) noexcept {
    constexpr auto pot = static_cast<int>(limits::message_pot);
    TimePoint const empty = now + limits::message_refill * pot;
    if (result.verdict == SendVerdict::rate_limited) full_at_ = empty;
    if (result.remaining) {
      full_at_ = std::max(full_at_, now + limits::message_refill * (pot - std::clamp(*result.remaining, 0, pot)));
    }
    full_at_ = std::min(full_at_, empty);
  }
  [[nodiscard]] TimePoint full_at() const noexcept { return full_at_; }
  void shift(std::chrono::milliseconds by) { full_at_ += by; }

 private:
  TimePoint full_at_{};
};

}  // namespace shipvote::live
