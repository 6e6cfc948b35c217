// Counts latencies in buckets whose width grows with the value, so that recording is a few instructions, memory is
// fixed, and any percentile is known to better than one percent (the idea of HdrHistogram).
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shipvote::bench {

// From 1 ns to about 68 s; longer latencies count as the longest. Not thread-safe.
class LatencyHistogram {
 public:
  void record(std::chrono::nanoseconds latency) noexcept {
    ++counts_[bucket_of(latency)];
    ++total_;
  }

  // The latency that `share` (0 to 1) of all recorded ones do not exceed; zero when nothing was recorded.
  [[nodiscard]] std::chrono::nanoseconds percentile(double share) const noexcept;
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  static constexpr int precision_bits = 7;  // 128 buckets for each doubling
  static constexpr int doublings = 30;
  static constexpr std::size_t buckets = std::size_t{doublings} << precision_bits;

  static std::size_t bucket_of(std::chrono::nanoseconds latency) noexcept;
  static std::uint64_t highest_in(std::size_t bucket) noexcept;

  std::array<std::uint64_t, buckets> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace shipvote::bench
