#include "store/stored_ballots.h"

#include <sqlite3.h>

#include <cstring>
#include <utility>

#include "store/vote_records.h"

namespace shipvote::store {

using voting::Vote;

namespace {

constexpr std::uint16_t stray_ship = UINT16_MAX;

// Calls `each(row id, viewer, ship)` for every stored ballot of the vote, in order. A million must take well under a
// second, hence the bare statement.
template <class Each>
void for_each_ballot(Connection& connection, VoteId vote, Each each) {
  auto const kept =
      connection.prepare("SELECT id, viewer, ship_id FROM ballots WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  auto* const statement = kept.get();
  sqlite3_bind_int64(statement, 1, first_row(vote));
  sqlite3_bind_int64(statement, 2, last_row(vote));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    voting::ViewerKey viewer;
    if (sqlite3_column_bytes(statement, 1) != static_cast<int>(viewer.bytes.size())) {
      throw StoreFailure("a ballot of vote " + vote.text() + " is stored with a damaged viewer");
    }
    std::memcpy(viewer.bytes.data(), sqlite3_column_blob(statement, 1), viewer.bytes.size());
    each(sqlite3_column_int64(statement, 0), viewer, sqlite3_column_int64(statement, 2));
  }
  if (code != SQLITE_DONE) throw failure_of(connection.raw(), code, "reading ballots");
}

std::size_t about_how_many(Connection& connection, VoteId vote) {
  auto query = connection.query("SELECT max(id) FROM ballots WHERE id BETWEEN ?1 AND ?2");
  query.bind(first_row(vote), last_row(vote));
  if (!query.next() || !query.integer_or_none(0)) return 0;
  return static_cast<std::size_t>(query.integer(0) - first_row(vote) + 1);
}

std::uint16_t index_of(OpenVote const& vote, std::int64_t ship) {
  if (ship < 0 || ship > std::int64_t{UINT32_MAX}) return stray_ship;
  auto const found = vote.ship_index.find(static_cast<std::uint32_t>(ship));
  return found == vote.ship_index.end() ? stray_ship : found->second;
}

struct Counted {
  std::unique_ptr<OpenVote> vote;  // with voters and counts as the rows tell
  std::uint64_t rows = 0;
  std::uint64_t strays = 0;
};

Counted count_rows(Connection& connection, Vote const& stored) {
  Counted counted;
  counted.vote = std::make_unique<OpenVote>(stored.id, stored.channel, stored.ships, stored.ends_at);
  auto& vote = *counted.vote;
  vote.voters.reserve(about_how_many(connection, stored.id));
  VoterLoading voters{vote.voters};
  for_each_ballot(connection, stored.id, [&](std::int64_t row, voting::ViewerKey const& viewer, std::int64_t ship) {
    auto const index = index_of(vote, ship);
    ++counted.rows;
    voters.add(viewer, index);
    vote.last_sequence = static_cast<std::uint32_t>(row & 0xFFFF'FFFF);
    if (index == stray_ship) {
      ++counted.strays;
    } else {
      ++vote.counts[index];
    }
  });
  return counted;
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
  auto counted = count_rows(connection, *stored);
  Recount result;
  result.vote = id;
  result.rows = counted.rows;
  result.viewers = counted.vote->voters.size();
  result.strays = counted.strays;
  result.recounted = std::move(counted.vote->counts);
  result.tally = stored->counts;
  return result;
}

Outcome<OpenVotes> restore_open_votes(Connection& connection) {
  ReadingMoment const moment{connection};
  OpenVotes open_votes;
  open_votes.restore_largest(read_largest_vote_id(connection));
  for (Vote const& stored : read_open_votes(connection)) {
    auto counted = count_rows(connection, stored);
    bool const sound = counted.rows == counted.vote->voters.size() && counted.strays == 0;
    if (!sound || counted.vote->counts != stored.counts) return tally_differs(stored, counted);
    open_votes.restore(std::move(counted.vote));
  }
  return open_votes;
}

}  // namespace shipvote::store
