// Opening a data folder: ownership, schema, and the memory of open votes, in that order.
#include <filesystem>
#include <system_error>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "store/migrations.h"
#include "store/sqlite_store.h"
#include "store/stored_ballots.h"

namespace shipvote::store {
namespace {

Refusal cannot_open(std::string const& file, std::string const& reason) {
  return Refusal{RefusalCode::storage_failed, "The database " + file + " cannot be used: " + reason};
}

void set_up_for_writing(Connection& connection) {
  auto mode = connection.prepare("PRAGMA journal_mode = WAL");
  Query query{mode.get()};
  if (!query.next() || query.text(0) != "wal") throw StoreFailure("the file system cannot do write-ahead logging");
  query.run();
  // FULL: a commit returns when the log is on the disk. Deleted rows hold no secrets, so they need not be wiped.
  connection.execute(
      "PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF; PRAGMA cache_size = -16384; "
      "PRAGMA journal_size_limit = " +
      std::to_string(limits::log_bytes_kept));
}

Outcome<std::unique_ptr<Store>> open_for_reading(std::string const& file, SqliteSettings const& settings) {
  if (!std::filesystem::exists(file)) return cannot_open(file, "there is no such file");
  Connection connection{file, Access::read_only, settings.vfs};
  if (auto checked = check_schema(connection, file); !checked) return checked.refusal();
  return std::unique_ptr<Store>{
      std::make_unique<SqliteStore>(file, settings.vfs, std::nullopt, nullptr, std::make_shared<ClosedVoters>())};
}

Outcome<std::unique_ptr<Store>> open_for_writing(std::string const& file, SqliteSettings const& settings) {
  std::error_code error;
  std::filesystem::create_directories(settings.folder, error);
  if (error) {
    return Refusal{RefusalCode::storage_failed,
                   "The data folder " + settings.folder + " cannot be made: " + error.message()};
  }
  auto lock = FolderLock::take(settings.folder);
  if (!lock) return lock.refusal();
  auto connection = std::make_unique<Connection>(file, Access::read_write_create, settings.vfs);
  // Before anything is changed: is it ours, and not newer than this program?
  if (auto const known = check_origin(*connection, file); !known) return known.refusal();
  set_up_for_writing(*connection);
  migrate(*connection);
  auto open_votes = restore_open_votes(*connection);
  if (!open_votes) return open_votes.refusal();
  auto closed_voters = std::make_shared<ClosedVoters>();
  auto ledger = std::make_unique<Ledger>(std::move(connection), std::move(open_votes).value(), closed_voters);
  return std::unique_ptr<Store>{std::make_unique<SqliteStore>(file, settings.vfs, std::move(lock).value(),
                                                              std::move(ledger), std::move(closed_voters))};
}

}  // namespace

Outcome<std::unique_ptr<Store>> open_sqlite_store(SqliteSettings const& settings) {
  std::string const file = settings.folder + "/shipvote.db";
  try {
    return settings.read_only ? open_for_reading(file, settings) : open_for_writing(file, settings);
  } catch (StoreFailure const& failure) {
    return cannot_open(file, failure.what());
  }
}

}  // namespace shipvote::store
