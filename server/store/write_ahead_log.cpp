#include "store/write_ahead_log.h"

#include <sqlite3.h>

#include "foundation/limits.h"

namespace shipvote::store {
namespace {

constexpr int threshold = static_cast<int>(limits::log_pages_before_checkpoint);

int remember_pages(void* pages, sqlite3* /*database*/, char const* /*name*/, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

WriteAheadLog::WriteAheadLog(Connection& connection) : connection_(connection), checkpoint_at_pages_(threshold) {
  sqlite3_wal_hook(connection_.raw(), remember_pages, &pages_);
}

WriteAheadLog::~WriteAheadLog() { sqlite3_wal_hook(connection_.raw(), nullptr, nullptr); }

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
