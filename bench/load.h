// The load: one thread, many keep-alive connections, each sending its next request when the last one is answered, or at
// a given pace.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/latency_histogram.h"
#include "bench/requests.h"

namespace shipvote::bench {

// What every answer must be: status 200, and a body of `body_bytes` bytes. Bodies of up to 2 KB are compared with
// `body` byte by byte; of longer ones only the length is looked at, so that reading them costs the load next to
// nothing.
struct Expectation {
  std::string body;
};

struct LoadPlan {
  std::uint16_t port = 0;
  std::vector<std::uint16_t> ports;  // where several servers share the load: connections are spread over them
  std::size_t connections = 64;
  // Ends after so many requests, or after so long, whichever comes first; zero means no such end. Requests are taken in
  // order, from the start again after the last.
  std::size_t request_count = 0;
  std::size_t first_request = 0;  // of the prepared ones
  std::chrono::milliseconds duration{0};
  // So many requests a second, spread evenly; zero: as fast as the connections are answered. With a pace, latency
  // counts from the moment at which a request should have been sent.
  double per_second = 0;
  // The run fails when no answer at all comes for this long.
  std::chrono::milliseconds patience{10'000};
  Expectation expected;
  // Ask for events over and over in place of sleeping until there are some. For a load with a core to itself: the
  // server then pays for answering and not for waking the load up, and the figures scatter less.
  bool never_sleeps = false;
};

// More than this share of unexpected answers makes a measurement worthless.
inline constexpr double tolerated_share_unexpected = 0.001;

struct LoadResult {
  std::uint64_t answered = 0;    // as expected
  std::uint64_t unexpected = 0;  // anything else, connections lost with a request included
  std::uint64_t reconnects = 0;
  std::string first_unexpected;  // the start of that answer
  std::chrono::nanoseconds elapsed{0};
  LatencyHistogram latencies;  // of expected answers, from sending the request to having its last byte

  [[nodiscard]] double per_second() const;
  [[nodiscard]] double share_unexpected() const;
};

// Connects everything, then starts the clock, then works until the end of the plan. Throws std::system_error when a
// connection cannot be made, std::runtime_error when the server falls silent.
[[nodiscard]] LoadResult run_load(LoadPlan const& plan, PreparedRequests const& requests);

}  // namespace shipvote::bench
