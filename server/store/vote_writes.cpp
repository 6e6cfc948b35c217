#include "store/vote_writes.h"

#include <stdexcept>
#include <unordered_set>

#include "foundation/limits.h"
#include "store/channel_records.h"
#include "store/vote_records.h"

namespace shipvote::store {

using voting::Vote;

namespace {

// Checked by the service long before; a vote that breaks it would break the tally.
void expect_sound(voting::NewVote const& asked) {
  std::unordered_set<ShipId> const distinct(asked.ships.begin(), asked.ships.end());
  if (asked.ships.empty() || asked.ships.size() > limits::ships_per_vote || distinct.size() != asked.ships.size()) {
    throw std::invalid_argument("a vote needs 1 to " + std::to_string(limits::ships_per_vote) + " different ships");
  }
}

// The vote as it is now; the row's tally is that of the last commit.
Vote as_of_now(Writing& writing, OpenVote const& open, TimePoint now) {
  auto stored = read_vote(writing.database, open.id);
  if (!stored) throw StoreFailure("vote " + open.id.text() + " is open but not stored");
  stored->counts = open.counts;
  stored->updated_at = now;
  return std::move(*stored);
}

Refusal not_open(OpenVotes const& votes, VoteId id) {
  if (votes.was_given(id)) return {RefusalCode::vote_closed, "This vote is closed already.", "vote " + id.text()};
  return {RefusalCode::vote_not_found, "There is no such vote.", "vote " + id.text()};
}

// Decides and stores the result. The vote stays in memory as it is.
Vote store_result(Writing& writing, OpenVote const& open, voting::CloseReason reason, TimePoint now) {
  Vote vote = as_of_now(writing, open, now);
  vote.state = voting::VoteState::closed;
  vote.closed_at = now;
  vote.close_reason = reason;
  vote.winner = voting::decide_winner(vote.ships, vote.counts, vote.tie_seed);
  store_closed_vote(writing.database, vote);
  return vote;
}

}  // namespace

Outcome<Vote> open_vote(Writing& writing, voting::NewVote const& asked, std::uint64_t tie_seed, TimePoint now) {
  expect_sound(asked);
  if (auto const* const other = writing.open_votes.open_in(asked.channel)) {
    return Refusal{RefusalCode::vote_already_open, "There is an open vote on this channel already. Close it first.",
                   "vote " + other->id.text()};
  }
  Vote vote;
  vote.id = writing.open_votes.next_id();
  vote.channel = asked.channel;
  vote.ships = asked.ships;
  vote.visibility = asked.visibility;
  vote.opened_at = now;
  vote.ends_at = asked.ends_at;
  vote.ballots_may_change = asked.ballots_may_change;
  vote.counts.resize(asked.ships.size());
  vote.tie_seed = tie_seed;
  vote.updated_at = now;
  auto open = std::make_unique<OpenVote>(vote);
  insert_vote(writing.database, vote);
  writing.open_votes.open(std::move(open));
  return vote;
}

Outcome<Vote> close_vote(Writing& writing, VoteId id, voting::CloseReason reason, TimePoint now) {
  auto* const open = writing.open_votes.find(id);
  if (open == nullptr) return not_open(writing.open_votes, id);
  if (reason == voting::CloseReason::scheduled && (!open->ends_at || *open->ends_at > now)) {
    return Refusal{RefusalCode::conflict, "The end of this vote has been moved.", "vote " + id.text()};
  }
  auto closed = store_result(writing, *open, reason, now);
  writing.open_votes.close(*open);
  return closed;
}

Outcome<Vote> set_vote_end(Writing& writing, VoteId id, std::optional<TimePoint> ends_at, TimePoint now) {
  auto* const open = writing.open_votes.find(id);
  if (open == nullptr) return not_open(writing.open_votes, id);
  Vote vote = as_of_now(writing, *open, now);
  vote.ends_at = ends_at;
  store_vote_end(writing.database, vote);
  writing.open_votes.move_end(*open, ends_at);
  return vote;
}

bool delete_channel(Writing& writing, ChannelId id, TimePoint now) {
  auto* const open = writing.open_votes.open_in(id);
  if (!erase_channel(writing.database, id)) return false;
  if (open != nullptr) {
    (void)store_result(writing, *open, voting::CloseReason::channel_deleted, now);
    writing.open_votes.close(*open);
  }
  return true;
}

}  // namespace shipvote::store
