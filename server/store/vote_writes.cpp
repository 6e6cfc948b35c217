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

// Decides and stores the result. The vote stays in memory as it is.
Vote store_result(Writing& writing, OpenVote const& open, voting::CloseReason reason, TimePoint now) {
  auto stored = read_vote(writing.database, open.id);
  if (!stored) throw StoreFailure("vote " + open.id.text() + " is open but not stored");
  stored->counts = open.counts;
  stored->state = voting::VoteState::closed;
  stored->closed_at = now;
  stored->close_reason = reason;
  stored->updated_at = now;
  stored->winner = voting::decide_winner(stored->ships, stored->counts, stored->tie_seed);
  store_closed_vote(writing.database, *stored);
  return std::move(*stored);
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
  vote.counts.resize(asked.ships.size());
  vote.tie_seed = tie_seed;
  vote.updated_at = now;
  auto open = std::make_unique<OpenVote>(vote.id, vote.channel, vote.ships, vote.ends_at);
  insert_vote(writing.database, vote);
  writing.open_votes.open(std::move(open));
  return vote;
}

Outcome<Vote> close_vote(Writing& writing, VoteId id, voting::CloseReason reason, TimePoint now) {
  auto* const open = writing.open_votes.find(id);
  if (open == nullptr) {
    if (!writing.open_votes.was_given(id)) {
      return Refusal{RefusalCode::vote_not_found, "There is no such vote.", "vote " + id.text()};
    }
    return Refusal{RefusalCode::vote_closed, "This vote is closed already.", "vote " + id.text()};
  }
  auto closed = store_result(writing, *open, reason, now);
  writing.open_votes.close(*open);
  return closed;
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
