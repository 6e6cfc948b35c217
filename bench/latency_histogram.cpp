#include "bench/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace shipvote::bench {

std::size_t LatencyHistogram::bucket_of(std::chrono::nanoseconds latency) noexcept {
  auto const value = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
  int const excess = std::max(0, static_cast<int>(std::bit_width(value)) - (precision_bits + 1));
  // Values below 256 have a bucket each; above, the leading eight bits choose the bucket within the doubling.
  std::size_t const bucket = (static_cast<std::size_t>(excess) << precision_bits) + (value >> excess);
  return std::min(bucket, buckets - 1);
}

std::uint64_t LatencyHistogram::highest_in(std::size_t bucket) noexcept {
  std::size_t const doubling = bucket >> precision_bits;
  std::size_t const excess = doubling == 0 ? 0 : doubling - 1;
  std::uint64_t const leading = bucket - (excess << precision_bits);
  return ((leading + 1) << excess) - 1;
}

std::chrono::nanoseconds LatencyHistogram::percentile(double share) const noexcept {
  if (total_ == 0) return {};
  auto const wanted = static_cast<std::uint64_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(total_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    seen += counts_[bucket];
    if (seen >= wanted && seen > 0) return std::chrono::nanoseconds{highest_in(bucket)};
  }
  return std::chrono::nanoseconds{highest_in(buckets - 1)};
}

}  // namespace shipvote::bench
