// A vote's counts over time, from its stored ballots.
#pragma once

#include "store/sqlite_connection.h"
#include "store/store.h"

namespace shipvote::store {

// As Store::ballot_curve.
[[nodiscard]] BallotCurve read_ballot_curve(Connection& connection, VoteId id, TimePoint until,
                                            std::size_t most_buckets);

}  // namespace shipvote::store
