// Votes as they are stored: rows of `votes` and `tallies`.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/sqlite_connection.h"
#include "store/store.h"
#include "voting/vote.h"

namespace shipvote::store {

[[nodiscard]] std::optional<voting::Vote> read_vote(Connection& connection, VoteId id);
[[nodiscard]] std::vector<voting::Vote> read_open_votes(Connection& connection);  // ascending ids
[[nodiscard]] std::vector<voting::Vote> read_votes(Connection& connection, ChannelId channel, VoteFilter filter,
                                                   std::size_t most);  // newest first
[[nodiscard]] std::vector<voting::Vote> read_closed_votes_before(Connection& connection, ChannelId channel,
                                                                 VoteId before, std::size_t most);  // newest first
[[nodiscard]] std::vector<VoteId> read_vote_ids(Connection& connection);
[[nodiscard]] VoteId read_largest_vote_id(Connection& connection);  // 0: none was given yet

// Inserts the vote with a tally of zeros.
void insert_vote(Connection& connection, voting::Vote const& vote);
// Stores the end of an open vote.
void store_vote_end(Connection& connection, voting::Vote const& vote);
// Stores counts, state, closing and winner of a vote that was open.
void store_closed_vote(Connection& connection, voting::Vote const& vote);

}  // namespace shipvote::store
