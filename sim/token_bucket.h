// The rate limit that Twitch uses: a pot of tokens that refills steadily (docs/platforms/twitch.md,
// "Pub/Sub messages").
#pragma once

#include <chrono>
#include <cstdint>

#include "foundation/time.h"

namespace shipvote::sim {

// Time is handed in and must not run backwards by more than the caller can bear (earlier times count as "no time
// passed"). Not thread-safe.
class TokenBucket {
 public:
  TokenBucket(std::uint32_t capacity, std::chrono::milliseconds refill_one) noexcept
      : capacity_(capacity), refill_(refill_one), level_(capacity) {}

  [[nodiscard]] bool take(TimePoint now) noexcept {
    refill(now);
    if (level_ == 0) return false;
    --level_;
    return true;
  }
  [[nodiscard]] std::uint32_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::uint32_t remaining(TimePoint now) noexcept {
    refill(now);
    return level_;
  }
  // When the pot will be full again if nothing more is taken.
  [[nodiscard]] TimePoint full_at(TimePoint now) noexcept {
    refill(now);
    if (level_ == capacity_) return now;
    return counted_until_ + refill_ * (capacity_ - level_);
  }

 private:
  void refill(TimePoint now) noexcept {
    if (level_ == capacity_ || counted_until_ == TimePoint{}) {
      if (now > counted_until_) counted_until_ = now;
      return;
    }
    if (now <= counted_until_) return;
    auto const gained = (now - counted_until_) / refill_;
    if (gained >= static_cast<std::int64_t>(capacity_ - level_)) {
      level_ = capacity_;
      counted_until_ = now;
      return;
    }
    level_ += static_cast<std::uint32_t>(gained);
    counted_until_ += refill_ * gained;
  }

  std::uint32_t capacity_;
  std::chrono::milliseconds refill_;
  std::uint32_t level_;
  TimePoint counted_until_{};
};

}  // namespace shipvote::sim
