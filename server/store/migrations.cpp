#include "store/migrations.h"

#include <array>
#include <cstdint>

#include "foundation/log.h"

namespace shipvote::store {
namespace {

constexpr std::int64_t application = 0x53485056;  // "SHPV", marks the file as ours (PRAGMA application_id)

// All times are milliseconds since 1970, UTC. `ships`, `tied` and `counts` are little-endian 32-bit numbers in a row: a
// vote's ships are always read together and in the streamer's order, parallel to the counts, and never searched.
// A ballot's id is (vote << 32 | sequence within the vote, from 1): the ballots of a vote lie together, are appended in
// order of arrival, and need no index. Who has voted is known to the ledger; a recount proves it.
constexpr std::string_view first_schema = R"sql(
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE warships (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  nation TEXT NOT NULL,
  type TEXT NOT NULL,
  tier INTEGER NOT NULL,
  premium INTEGER NOT NULL,
  image TEXT NOT NULL,
  votable INTEGER NOT NULL,
  vanished INTEGER NOT NULL
) STRICT;

CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  wows_username TEXT NOT NULL,
  wows_account INTEGER NOT NULL,
  wows_realm TEXT NOT NULL,
  overlay_position TEXT NOT NULL,
  anonymous_may_vote INTEGER NOT NULL,
  garage_refreshed_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE garage_ships (
  channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  ship_id INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  vanished INTEGER NOT NULL,
  PRIMARY KEY (channel_id, ship_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE votes (
  id INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL,
  ships BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  visibility TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  ends_at INTEGER,
  closed_at INTEGER,
  close_reason TEXT,
  tie_seed INTEGER NOT NULL,
  winner_ship INTEGER,
  winner_ballots INTEGER,
  tied BLOB,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_open_vote ON votes (channel_id) WHERE state = 'open';
CREATE INDEX votes_of_channel ON votes (channel_id, id);

CREATE TABLE tallies (
  vote_id INTEGER PRIMARY KEY REFERENCES votes (id),
  counts BLOB NOT NULL
) STRICT;

CREATE TABLE ballots (
  id INTEGER PRIMARY KEY,
  viewer BLOB NOT NULL,
  ship_id INTEGER NOT NULL,
  cast_at INTEGER NOT NULL
) STRICT;

CREATE TABLE feedback (
  id INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  message TEXT NOT NULL,
  sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_of_channel ON feedback (channel_id);

PRAGMA application_id = 1397248086;
)sql";
static_assert(application == 1'397'248'086);

// What a streamer may set beyond the first version, and the key of the channel's event stream: made by the program when
// it is first asked for, because SQLite's chance is not made for secrets.
constexpr std::string_view channel_settings = R"sql(
ALTER TABLE channels ADD COLUMN only_in_game INTEGER NOT NULL DEFAULT 1;
ALTER TABLE channels ADD COLUMN language TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE channels ADD COLUMN show_result_seconds INTEGER NOT NULL DEFAULT 15;
ALTER TABLE channels ADD COLUMN latency_hold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN chat_result INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN moderators_may_control INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN live_key TEXT NOT NULL DEFAULT '';
)sql";

// Where ballots may change, a viewer's later row counts in the place of the earlier one.
// A preset's `ships` are a row of numbers as those of a vote, or NULL: then the rest says how they are found (`nations`
// and `types` with commas between; empty: any).
constexpr std::string_view changes_and_presets = R"sql(
ALTER TABLE votes ADD COLUMN ballots_may_change INTEGER NOT NULL DEFAULT 0;

CREATE TABLE presets (
  id INTEGER PRIMARY KEY,
  channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
  name TEXT NOT NULL COLLATE NOCASE,
  ships BLOB,
  nations TEXT NOT NULL,
  types TEXT NOT NULL,
  tier_from INTEGER NOT NULL,
  tier_to INTEGER NOT NULL,
  premium TEXT NOT NULL,
  not_won_in_last INTEGER NOT NULL,
  draw INTEGER,
  duration_seconds INTEGER,
  visibility TEXT NOT NULL,
  ballots_may_change INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (channel_id, name)
) STRICT;
)sql";

constexpr std::array<Migration, 3> all_migrations{{{1, "first schema", first_schema},
                                                   {2, "more settings of a channel", channel_settings},
                                                   {3, "ballots that change, presets", changes_and_presets}}};

Refusal newer_schema(std::int64_t found, std::string const& file) {
  return Refusal{RefusalCode::storage_failed,
                 "The database " + file + " has schema " + std::to_string(found) +
                     ", this program knows schemas up to " + std::to_string(newest_schema()) +
                     ". Run the newer program that wrote it, or restore a backup made before the upgrade."};
}

Refusal foreign_database(std::string const& file) {
  return Refusal{RefusalCode::storage_failed,
                 "The file " + file + " is a database of another program. Give Shipvote a folder of its own."};
}

Outcome<std::int64_t> schema_of(Connection& connection, std::string const& file) {
  bool const empty = connection.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (!empty && connection.number("PRAGMA application_id") != application) return foreign_database(file);
  std::int64_t const found = connection.number("PRAGMA user_version");
  if (found > newest_schema()) return newer_schema(found, file);
  return found;
}

void run_migration(Connection& connection, Migration const& step) {
  connection.execute("BEGIN IMMEDIATE");
  try {
    connection.execute(std::string{step.sql});
    connection.execute("PRAGMA user_version = " + std::to_string(step.number));
    connection.execute("COMMIT");
  } catch (StoreFailure const&) {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
    throw;
  }
  log::info("schema_migrated", {{"number", step.number}, {"name", step.name}});
}

}  // namespace

std::span<Migration const> migrations() noexcept { return all_migrations; }

int newest_schema() noexcept { return all_migrations.back().number; }

Outcome<void> check_origin(Connection& connection, std::string const& file) {
  auto const found = schema_of(connection, file);
  if (!found) return found.refusal();
  return {};
}

void migrate(Connection& connection) {
  std::int64_t const found = connection.number("PRAGMA user_version");
  for (Migration const& step : migrations()) {
    if (step.number > found) run_migration(connection, step);
  }
}

Outcome<void> check_schema(Connection& connection, std::string const& file) {
  auto const found = schema_of(connection, file);
  if (!found) return found.refusal();
  if (found.value() < newest_schema()) {
    return Refusal{RefusalCode::storage_failed, "The database " + file + " has schema " +
                                                    std::to_string(found.value()) + ", this program needs schema " +
                                                    std::to_string(newest_schema()) +
                                                    ". Start the server once with it: that brings the schema up."};
  }
  return {};
}

}  // namespace shipvote::store
