#include "live/retry.h"

#include <algorithm>

#include "foundation/limits.h"

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

// Doubles from `least` to `longest`, then half to one and a half of that, so that channels that failed together do not
// come back together.
milliseconds pause(unsigned failures, milliseconds least, milliseconds longest, double chance) {
  milliseconds const grown = least * (1LL << std::min(failures - 1, 16U));
  auto const mean = static_cast<double>(std::min(grown, longest).count());
  return milliseconds{static_cast<std::int64_t>(mean * (0.5 + chance))};
}

}  // namespace

void Retry::heard(SendResult const& result, TimePoint now, double chance) {
  rejected_ = result.verdict == SendVerdict::rejected;
  if (result.verdict == SendVerdict::accepted) {
    failures_ = 0;
    return;
  }
  ++failures_;
  if (rejected_) {
    blocked_until_ = now + pause(failures_, limits::rejected_retry_least, limits::rejected_retry_longest, chance);
    return;
  }
  blocked_until_ = now + pause(failures_, limits::send_retry_least, limits::send_retry_longest, chance);
  if (result.verdict != SendVerdict::rate_limited) return;
  // The bucket gives back one token a second, so the time at which it is full again may lie far beyond the one at which
  // a message passes; waiting for it is honoured up to a bound.
  blocked_until_ = std::max(blocked_until_, now + limits::message_refill);
  if (result.bucket_full_at) {
    auto const jitter = milliseconds{static_cast<std::int64_t>(chance * 500)};
    TimePoint const told = std::min(*result.bucket_full_at, now + limits::rate_limit_wait_longest);
    blocked_until_ = std::max(blocked_until_, told + jitter);
  }
}

void Retry::mended(TimePoint now, double chance) {
  if (!rejected_) return;
  rejected_ = false;
  failures_ = 0;
  blocked_until_ = std::min(blocked_until_, now + milliseconds{static_cast<std::int64_t>(chance * 1000)});
}

}  // namespace shipvote::live
