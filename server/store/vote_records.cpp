#include "store/vote_records.h"

#include <algorithm>

#include "store/number_row.h"

namespace shipvote::store {

using voting::Vote;

namespace {

constexpr std::string_view select_vote =
    "SELECT id, channel_id, ships, state, visibility, opened_at, ends_at, closed_at, close_reason, tie_seed, "
    "winner_ship, winner_ballots, tied, updated_at, counts, ballots_may_change FROM votes JOIN tallies ON "
    "tallies.vote_id = votes.id ";

[[noreturn]] void damaged(VoteId vote, std::string const& what) {
  throw StoreFailure("vote " + vote.text() + " is stored with a damaged " + what);
}

std::vector<std::byte> ships_as_bytes(std::vector<ShipId> const& ships) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(ships.size());
  for (ShipId const ship : ships) numbers.push_back(ship.value);
  std::vector<std::byte> bytes;
  write_number_row(numbers, bytes);
  return bytes;
}

std::vector<ShipId> ships_from_bytes(VoteId vote, std::span<std::byte const> bytes) {
  auto const numbers = read_number_row(bytes);
  if (!numbers) damaged(vote, "list of ships");
  std::vector<ShipId> ships;
  ships.reserve(numbers->size());
  for (std::uint32_t const number : *numbers) ships.push_back(ShipId{number});
  return ships;
}

template <class Value>
Value understood(std::optional<Value> value, VoteId vote, char const* what) {
  if (!value) damaged(vote, what);
  return *value;
}

voting::VoteState read_state(Query const& row, VoteId vote) {
  auto const text = row.text(3);
  if (text == voting::vote_state_text(voting::VoteState::open)) return voting::VoteState::open;
  if (text != voting::vote_state_text(voting::VoteState::closed)) damaged(vote, "state");
  return voting::VoteState::closed;
}

std::optional<voting::Winner> read_winner(Query const& row, VoteId vote) {
  if (!row.integer_or_none(10)) return std::nullopt;
  return voting::Winner{row.id<ShipId>(10), static_cast<std::uint32_t>(row.integer(11)),
                        ships_from_bytes(vote, row.bytes(12))};
}

Vote read_vote_row(Query const& row) {
  Vote vote;
  vote.id = row.id<VoteId>(0);
  vote.channel = row.id<ChannelId>(1);
  vote.ships = ships_from_bytes(vote.id, row.bytes(2));
  vote.state = read_state(row, vote.id);
  vote.visibility = understood(voting::parse_result_visibility(row.text(4)), vote.id, "visibility");
  vote.opened_at = row.time(5);
  vote.ends_at = row.time_or_none(6);
  vote.closed_at = row.time_or_none(7);
  if (auto const reason = row.text(8); !reason.empty()) {
    vote.close_reason = understood(voting::parse_close_reason(reason), vote.id, "reason of closing");
  }
  vote.tie_seed = static_cast<std::uint64_t>(row.integer(9));
  vote.winner = read_winner(row, vote.id);
  vote.updated_at = row.time(13);
  vote.counts = understood(read_number_row(row.bytes(14)), vote.id, "tally");
  if (vote.counts.size() != vote.ships.size()) damaged(vote.id, "tally");
  vote.ballots_may_change = row.integer(15) != 0;
  return vote;
}

std::vector<Vote> read_vote_rows(Query query) {
  std::vector<Vote> votes;
  while (query.next()) votes.push_back(read_vote_row(query));
  return votes;
}

void store_counts(Connection& connection, Vote const& vote) {
  std::vector<std::byte> bytes;
  write_number_row(vote.counts, bytes);
  connection.query("INSERT INTO tallies (vote_id, counts) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET counts = ?2")
      .bind(vote.id, std::span<std::byte const>{bytes})
      .run();
}

}  // namespace

std::optional<Vote> read_vote(Connection& connection, VoteId id) {
  static std::string const sql = std::string{select_vote} + "WHERE votes.id = ?1";
  auto query = connection.query(sql);
  if (!query.bind(id).next()) return std::nullopt;
  return read_vote_row(query);
}

std::vector<Vote> read_open_votes(Connection& connection) {
  static std::string const sql = std::string{select_vote} + "WHERE state = 'open' ORDER BY votes.id";
  return read_vote_rows(connection.query(sql));
}

std::vector<Vote> read_votes(Connection& connection, ChannelId channel, VoteFilter filter, std::size_t most) {
  static std::string const sql =
      std::string{select_vote} + "WHERE channel_id = ?1 AND (?2 IS NULL OR state = ?2) ORDER BY votes.id DESC LIMIT ?3";
  // The state that is asked for; none for all.
  std::optional<std::string> state;
  if (filter == VoteFilter::open) state = "open";
  if (filter == VoteFilter::closed) state = "closed";
  auto query = connection.query(sql);
  query.bind(channel, state, static_cast<std::uint64_t>(most));
  return read_vote_rows(std::move(query));
}

std::vector<Vote> read_closed_votes_before(Connection& connection, ChannelId channel, VoteId before, std::size_t most) {
  static std::string const sql =
      std::string{select_vote} +
      "WHERE channel_id = ?1 AND votes.id < ?2 AND state = 'closed' ORDER BY votes.id DESC LIMIT ?3";
  auto query = connection.query(sql);
  query.bind(channel, before, static_cast<std::uint64_t>(most));
  return read_vote_rows(std::move(query));
}

std::vector<VoteId> read_vote_ids(Connection& connection) {
  std::vector<VoteId> ids;
  auto query = connection.query("SELECT id FROM votes ORDER BY id");
  while (query.next()) ids.push_back(query.id<VoteId>(0));
  return ids;
}

VoteId read_largest_vote_id(Connection& connection) {
  auto query = connection.query("SELECT max(id) FROM votes");
  return query.next() ? query.id<VoteId>(0) : VoteId{};
}

void insert_vote(Connection& connection, Vote const& vote) {
  auto const ships = ships_as_bytes(vote.ships);
  connection
      .query(
          "INSERT INTO votes (id, channel_id, ships, state, visibility, opened_at, ends_at, tie_seed, updated_at, "
          "ballots_may_change) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
      .bind(vote.id, vote.channel, std::span<std::byte const>{ships}, voting::vote_state_text(vote.state),
            voting::result_visibility_text(vote.visibility), vote.opened_at, vote.ends_at, vote.tie_seed,
            vote.updated_at, vote.ballots_may_change)
      .run();
  store_counts(connection, vote);
}

void store_vote_end(Connection& connection, Vote const& vote) {
  connection.query("UPDATE votes SET ends_at = ?2, updated_at = ?3 WHERE id = ?1 AND state = 'open'")
      .bind(vote.id, vote.ends_at, vote.updated_at)
      .run();
  if (connection.rows_changed() != 1) damaged(vote.id, "state");
}

void store_closed_vote(Connection& connection, Vote const& vote) {
  store_counts(connection, vote);
  std::optional<ShipId> ship;
  std::optional<std::uint32_t> ballots;
  std::vector<std::byte> tied;
  if (vote.winner) {
    ship = vote.winner->ship;
    ballots = vote.winner->ballots;
    tied = ships_as_bytes(vote.winner->tied);
  }
  std::optional<std::string_view> reason;
  if (vote.close_reason) reason = voting::close_reason_text(*vote.close_reason);
  connection
      .query(
          "UPDATE votes SET state = ?2, closed_at = ?3, close_reason = ?4, winner_ship = ?5, winner_ballots = ?6, "
          "tied = ?7, updated_at = ?8 WHERE id = ?1 AND state = 'open'")
      .bind(vote.id, voting::vote_state_text(vote.state), vote.closed_at, reason, ship, ballots,
            std::span<std::byte const>{tied}, vote.updated_at)
      .run();
  if (connection.rows_changed() != 1) damaged(vote.id, "state");
}

}  // namespace shipvote::store
