// Opening and closing votes, in the writer's turn.
#pragma once

#include <cstdint>
#include <optional>

#include "foundation/outcome.h"
#include "store/ledger.h"
#include "voting/vote.h"

namespace shipvote::store {

// As Store::open_vote, Store::close_vote and Store::set_vote_end.
[[nodiscard]] Outcome<voting::Vote> open_vote(Writing& writing, voting::NewVote const& asked, std::uint64_t tie_seed,
                                              TimePoint now);
[[nodiscard]] Outcome<voting::Vote> close_vote(Writing& writing, VoteId id, voting::CloseReason reason, TimePoint now);
[[nodiscard]] Outcome<voting::Vote> set_vote_end(Writing& writing, VoteId id, std::optional<TimePoint> ends_at,
                                                 TimePoint now);

// As Store::delete_channel.
[[nodiscard]] bool delete_channel(Writing& writing, ChannelId id, TimePoint now);

}  // namespace shipvote::store
