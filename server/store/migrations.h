// The schema, as numbered steps that bring any older database to the present one.
#pragma once

#include <span>
#include <string_view>

#include "foundation/outcome.h"
#include "store/sqlite_connection.h"

namespace shipvote::store {

struct Migration {
  int number;  // from 1, without gaps; the schema's number (PRAGMA user_version) once it is done
  std::string_view name;
  std::string_view sql;
};

[[nodiscard]] std::span<Migration const> migrations() noexcept;
[[nodiscard]] int newest_schema() noexcept;

// Refuses a schema newer than this program, and databases of other programs, in words. An empty file is fine.
[[nodiscard]] Outcome<void> check_origin(Connection& connection, std::string const& file);

// Runs the steps that are missing, each in a transaction of its own. Throws SqliteFailure.
void migrate(Connection& connection);

// For those who only read: refuses any schema but the newest.
[[nodiscard]] Outcome<void> check_schema(Connection& connection, std::string const& file);

}  // namespace shipvote::store
