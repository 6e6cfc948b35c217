// The stored ballots of a vote, one after the other.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <cstring>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "store/open_votes.h"
#include "store/sqlite_connection.h"
#include "voting/viewer.h"

namespace shipvote::store {

struct StoredBallot {
  std::int64_t row = 0;
  voting::ViewerKey viewer;
  std::int64_t ship = 0;
  TimePoint cast_at;
};

// Calls `each(StoredBallot const&)` for every stored ballot of the vote, in order of arrival. A million must take well
// under a second, hence the bare statement. Throws StoreFailure.
template <class Each>
void for_each_ballot(Connection& connection, VoteId vote, Each each) {
  auto const kept =
      connection.prepare("SELECT id, viewer, ship_id, cast_at FROM ballots WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
  auto* const statement = kept.get();
  sqlite3_bind_int64(statement, 1, first_row(vote));
  sqlite3_bind_int64(statement, 2, last_row(vote));
  StoredBallot ballot;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    if (sqlite3_column_bytes(statement, 1) != static_cast<int>(ballot.viewer.bytes.size())) {
      throw StoreFailure("a ballot of vote " + vote.text() + " is stored with a damaged viewer");
    }
    ballot.row = sqlite3_column_int64(statement, 0);
    std::memcpy(ballot.viewer.bytes.data(), sqlite3_column_blob(statement, 1), ballot.viewer.bytes.size());
    ballot.ship = sqlite3_column_int64(statement, 2);
    ballot.cast_at = TimePoint{std::chrono::milliseconds{sqlite3_column_int64(statement, 3)}};
    each(ballot);
  }
  if (code != SQLITE_DONE) throw failure_of(connection.raw(), code, "reading ballots");
}

}  // namespace shipvote::store
