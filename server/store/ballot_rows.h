// Appends ballots to the table, the one statement that has to be fast.
#pragma once

#include <cstdint>

#include "store/sqlite_connection.h"
#include "voting/ballot.h"

namespace shipvote::store {

class BallotRows {
 public:
  explicit BallotRows(Connection& connection);

  // `row` is greater than every row of that vote so far. Throws SqliteFailure.
  void append(std::int64_t row, voting::Ballot const& ballot);

 private:
  Connection& connection_;
  Statement insert_;
};

}  // namespace shipvote::store
