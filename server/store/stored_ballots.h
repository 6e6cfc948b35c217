// Stored ballots, read back: to count them again, and to rebuild what the ledger knows of open votes.
#pragma once

#include "foundation/outcome.h"
#include "store/open_votes.h"
#include "store/sqlite_connection.h"
#include "store/store.h"

namespace shipvote::store {

// As Store::recount. Throws StoreFailure, also when there is no such vote.
[[nodiscard]] Recount recount(Connection& connection, VoteId id);

// A closed vote with its voters, from its ballots. Throws StoreFailure when there is no such vote, or it is open.
[[nodiscard]] std::unique_ptr<OpenVote> read_closed_vote(Connection& connection, VoteId id);

// All open votes with their voters. Refused in words when the stored tally of one differs from its ballots.
[[nodiscard]] Outcome<OpenVotes> restore_open_votes(Connection& connection);

}  // namespace shipvote::store
