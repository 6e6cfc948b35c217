#include "store/stored_ballots.h"

#include <algorithm>
#include <utility>

#include "store/ballot_reading.h"
#include "store/vote_records.h"

namespace shipvote::store {

using voting::Vote;

namespace {

std::size_t about_how_many(Connection& connection, VoteId vote) {
  auto query = connection.query("SELECT max(id) FROM ballots WHERE id BETWEEN ?1 AND ?2");
  query.bind(first_row(vote), last_row(vote));
  if (!query.next() || !query.integer_or_none(0)) return 0;
  return static_cast<std::size_t>(query.integer(0) - first_row(vote) + 1);
}

struct Counted {
  std::unique_ptr<OpenVote> vote;  // with voters and counts as the rows tell
  std::uint64_t rows = 0;
  std::uint64_t changes = 0;
  std::uint64_t repeats = 0;
  std::uint64_t strays = 0;
};

// A later ballot of the same viewer takes the place of the earlier one.
void note_replaced(Counted& counted, std::uint16_t before, std::uint16_t ship) {
  ++counted.changes;
  if (before == ship) ++counted.repeats;
  if (before != stray_ship) --counted.vote->counts[before];
}

Counted count_rows(Connection& connection, Vote const& stored) {
  Counted counted;
  counted.vote = std::make_unique<OpenVote>(stored);
  auto& vote = *counted.vote;
  // A viewer has one ballot in the tally, and may have several rows.
  vote.voters.reserve(std::min(about_how_many(connection, stored.id), std::size_t{stored.ballots()}));
  VoterLoading voters{vote.voters, [&](auto before, auto ship) { note_replaced(counted, before, ship); }};
  for_each_ballot(connection, stored.id, [&](StoredBallot const& ballot) {
    auto const index = vote.index_of(ballot.ship);
    ++counted.rows;
    voters.add(ballot.viewer, index);
    vote.last_sequence = static_cast<std::uint32_t>(ballot.row & 0xFFFF'FFFF);
    if (index == stray_ship) {
      ++counted.strays;
    } else {
      ++vote.counts[index];
    }
  });
  voters.finish();
  return counted;
}

Recount compared(Vote const& stored, Counted counted) {
  Recount result;
  result.vote = stored.id;
  result.rows = counted.rows;
  result.viewers = counted.vote->voters.size();
  result.changes = counted.changes;
  result.repeats = counted.repeats;
  result.strays = counted.strays;
  result.ballots_may_change = stored.ballots_may_change;
  result.recounted = std::move(counted.vote->counts);
  result.tally = stored.counts;
  return result;
}

Refusal tally_differs(Vote const& stored, Counted const& counted) {
  return Refusal{RefusalCode::storage_failed,
                 "The stored tally of open vote " + stored.id.text() + " says " + std::to_string(stored.ballots()) +
                     " ballots, its stored ballots are " + std::to_string(counted.rows) + " by " +
                     std::to_string(counted.vote->voters.size()) + " viewers, " + std::to_string(counted.strays) +
                     " of them for ships that are not on the vote. The database is damaged or was changed by hand; "
                     "nothing was started. `shipvote-web check` tells more."};
}

}  // namespace

Recount recount(Connection& connection, VoteId id) {
  ReadingMoment const moment{connection};
  auto const stored = read_vote(connection, id);
  if (!stored) throw StoreFailure("there is no vote " + id.text());
  return compared(*stored, count_rows(connection, *stored));
}

std::unique_ptr<OpenVote> read_closed_vote(Connection& connection, VoteId id) {
  ReadingMoment const moment{connection};
  auto const stored = read_vote(connection, id);
  if (!stored || stored->state != voting::VoteState::closed) throw StoreFailure("there is no closed vote " + id.text());
  return count_rows(connection, *stored).vote;
}

Outcome<OpenVotes> restore_open_votes(Connection& connection) {
  ReadingMoment const moment{connection};
  OpenVotes open_votes;
  open_votes.restore_largest(read_largest_vote_id(connection));
  for (Vote const& stored : read_open_votes(connection)) {
    auto counted = count_rows(connection, stored);
    bool const sound = (stored.ballots_may_change || counted.changes == 0) && counted.repeats + counted.strays == 0;
    if (!sound || counted.vote->counts != stored.counts) return tally_differs(stored, counted);
    open_votes.restore(std::move(counted.vote));
  }
  return open_votes;
}

}  // namespace shipvote::store
