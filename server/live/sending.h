// How messages and segments leave: the room hands them to a sender and hears how it went. No Twitch in here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::live {

enum class SendVerdict : std::uint8_t {
  accepted,      // Twitch took it; whether a view hears it nobody knows
  rate_limited,  // 429
  rejected,      // 401, 403: nothing gets through until an operator or a new secret mends it
  too_large,     // 422
  invalid,       // any other 4xx: what was sent, or where to, will not do
  failed,        // anything else: may pass the next time, may even have been delivered
};
inline constexpr std::size_t send_verdicts = 6;

[[nodiscard]] constexpr std::string_view send_verdict_text(SendVerdict verdict) noexcept {
  switch (verdict) {
    case SendVerdict::accepted: return "accepted";
    case SendVerdict::rate_limited: return "rate_limited";
    case SendVerdict::rejected: return "rejected";
    case SendVerdict::too_large: return "too_large";
    case SendVerdict::invalid: return "invalid";
    case SendVerdict::failed: return "failed";
  }
  return "";
}

struct SendResult {
  SendVerdict verdict = SendVerdict::failed;
  std::optional<TimePoint> bucket_full_at;  // Ratelimit-Reset
  std::optional<int> remaining;             // Ratelimit-Remaining
};

using SendDone = std::function<void(SendResult)>;

// Whether what is sent may wait behind what others send.
enum class Urgency : std::uint8_t { urgent, usual };

// Delivers to one channel. Called without any lock held, from the thread that runs what is due.
class Sender {
 public:
  virtual ~Sender() = default;
  // Returns at once. `done` must be called exactly once, on any thread, also within send(); it must come within a few
  // seconds (the sender's own time-out), because a channel has one message on its way at a time.
  // After the announcer is gone `done` may still be called and does nothing. Where send() throws, nothing was sent.
  virtual void send(ChannelId channel, std::string content, Urgency urgency, SendDone done) = 0;
};

// When to be called again. The owner of the timer hands one in; it is called from any thread, without a lock held, when
// something became due earlier than next_due() last said. It must only rearm the timer, and not call back at once.
using Wake = std::function<void()>;

// A number from 0 up to, but not including, 1. Called under a lock: must not call back.
using Chance = std::function<double()>;

}  // namespace shipvote::live
