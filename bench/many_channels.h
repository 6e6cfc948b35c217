// Many channels with an open vote each, put into a data folder without the server: it would take the pace at which
// Wargaming may be called.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/requests.h"
#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::bench {

struct OpenChannel {
  ChannelId channel;
  VoteId vote;
};

inline constexpr std::uint64_t first_of_many_channels = 5'000'001;

// Makes the database in `folder` with `count` channels, each with an open vote without an end on `ships`. Throws
// std::runtime_error or store::StoreFailure.
[[nodiscard]] std::vector<OpenChannel> store_open_channels(std::filesystem::path const& folder, std::size_t count,
                                                           std::vector<ShipId> const& ships);

// `rounds` ballots on each channel's vote: in each round one of another viewer on every channel in turn.
[[nodiscard]] PreparedRequests ballots_in_turn(std::vector<OpenChannel> const& channels,
                                               std::vector<ShipId> const& ships, std::string const& secret,
                                               TimePoint expires_at, std::size_t rounds);

}  // namespace shipvote::bench
