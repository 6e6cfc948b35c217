#include "store/ballot_rows.h"

#include <sqlite3.h>

namespace shipvote::store {

BallotRows::BallotRows(Connection& connection)
    : connection_(connection),
      insert_(connection.prepare("INSERT INTO ballots (id, viewer, ship_id, cast_at) VALUES (?1, ?2, ?3, ?4)")) {}

void BallotRows::append(std::int64_t row, voting::Ballot const& ballot) {
  auto* const insert = insert_.get();
  // The bytes stay in place until the step below is over, so SQLite need not copy them. Binding cannot fail here: the
  // positions exist, the statement was reset, and nothing is copied.
  sqlite3_bind_int64(insert, 1, row);
  sqlite3_bind_blob(insert, 2, ballot.viewer.bytes.data(), static_cast<int>(ballot.viewer.bytes.size()), SQLITE_STATIC);
  sqlite3_bind_int64(insert, 3, ballot.ship.value);
  sqlite3_bind_int64(insert, 4, ballot.cast_at.time_since_epoch().count());
  int const code = sqlite3_step(insert);
  if (code != SQLITE_DONE) {
    auto const failure = failure_of(connection_.raw(), code, "appending a ballot");
    sqlite3_reset(insert);
    throw SqliteFailure{failure};
  }
  sqlite3_reset(insert);
}

}  // namespace shipvote::store
