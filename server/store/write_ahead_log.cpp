#include "store/write_ahead_log.h"

#include <sqlite3.h>

#include <array>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::store {
namespace {

constexpr int threshold = static_cast<int>(limits::log_pages_before_checkpoint);

// What a commit may add on top of the pages that are waited for.
constexpr sqlite3_int64 usual_bytes = sqlite3_int64{threshold + 250} * (4096 + 24);

int remember_pages(void* pages, sqlite3* /*database*/, char const* /*name*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

WriteAheadLog::WriteAheadLog(Connection& connection) : connection_(connection), checkpoint_at_pages_(threshold) {
  grow_file();
  sqlite3_wal_hook(connection_.raw(), remember_pages, &pages_);
}

WriteAheadLog::~WriteAheadLog() { sqlite3_wal_hook(connection_.raw(), nullptr, nullptr); }

void WriteAheadLog::grow_file() {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection_.raw(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  if (file == nullptr || file->pMethods == nullptr) return;
  // Zeros behind the last frame are no frame: whoever recovers the log stops there, as behind a torn write.
  static constexpr std::array<char, 64 * 1024> zeros{};
  sqlite3_int64 size = 0;
  int code = file->pMethods->xFileSize(file, &size);
  for (; code == SQLITE_OK && size < usual_bytes; size += static_cast<sqlite3_int64>(zeros.size())) {
    code = file->pMethods->xWrite(file, zeros.data(), static_cast<int>(zeros.size()), size);
  }
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  if (code == SQLITE_OK) return;
  auto const failure = failure_of(nullptr, code, "making room for the write-ahead log");
  if (!failure.survivable()) throw SqliteFailure{failure};
  log::warning("little_disk_space", {{"reason", failure.what()}});
}

void WriteAheadLog::after_commit() {
  // A log that was started anew is short again, whatever the last checkpoint left.
  if (pages_ < threshold) checkpoint_at_pages_ = threshold;
  if (pages_ >= checkpoint_at_pages_) checkpoint();
}

void WriteAheadLog::checkpoint() {
  int in_log = 0;
  int brought_over = 0;
  int const code =
      sqlite3_wal_checkpoint_v2(connection_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &brought_over);
  // All of it: the next commit starts the log anew. Else a reader holds an older moment: try again after as many pages
  // more, not after every commit.
  checkpoint_at_pages_ = pages_ + threshold;
  if (code == SQLITE_OK || code == SQLITE_BUSY) return;
  throw failure_of(connection_.raw(), code, "bringing the write-ahead log into the database");
}

}  // namespace shipvote::store
