// One measured round, and what several rounds of the same measurement amount to.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/load.h"

namespace shipvote::bench {

// What one server did in one round.
struct Round {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double cpu_us_per_request = 0;  // of the whole server process
  double core_share = 0;          // of the time, that the server process was using its core
  std::size_t peak_resident_bytes = 0;
};

// Takes the round's figures from a finished load. Throws std::runtime_error with the first bad answer when too many of
// the answers were not as expected.
[[nodiscard]] Round round_of(LoadResult const& result, std::chrono::microseconds cpu_time,
                             std::size_t peak_resident_bytes);

// Rounds of Shipvote and nginx on the same requests; round n of one belongs to round n of the other.
struct Comparison {
  std::vector<Round> ours;
  std::vector<Round> nginx;

  // Medians over the rounds; peak memory is the largest of all.
  [[nodiscard]] Round ours_in_the_middle() const;
  [[nodiscard]] Round nginx_in_the_middle() const;
  // The median of the ratios within each pair of rounds, so that a machine that gets slower or faster between the pairs
  // does not move it.
  [[nodiscard]] double ratio() const;
};

// The middle value; the mean of the two middle ones when their number is even. `values` must not be empty.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace shipvote::bench
