// How regularly viewers were told something, seen from where messages arrive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::bench {

// Milliseconds between a message and the next one to the same channel, over all channels that were looked at.
struct MessageGaps {
  std::size_t count = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double longest_ms = 0;
};

// Of the times at which each channel's messages arrived, in order.
[[nodiscard]] MessageGaps gaps_of(std::vector<std::vector<TimePoint>> const& arrivals);

// Asks the simulator for what it still has of these channels' messages, as far as it came after `since`.
[[nodiscard]] MessageGaps gaps_at(std::uint16_t simulator_port, std::vector<ChannelId> const& channels,
                                  TimePoint since);

}  // namespace shipvote::bench
