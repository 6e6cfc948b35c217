// Keeps SQLite's write-ahead log short.
#pragma once

#include "store/sqlite_connection.h"

namespace shipvote::store {

// SQLite's own automatic checkpoint ignores what the disk answers; a failed fsync of the database file would then be
// forgotten and the log, the only good copy, overwritten. So checkpoints are run here, and their failures are failures.
// Used by the writer's thread, after commits, while nobody waits for a ballot of the group before.
class WriteAheadLog {
 public:
  // Takes over from the automatic checkpoint of that connection, which outlives this, and gives the log's file its
  // usual size: a commit that overwrites is on the disk faster than one that makes the file grow. Throws SqliteFailure.
  explicit WriteAheadLog(Connection& connection);
  ~WriteAheadLog();
  WriteAheadLog(WriteAheadLog const&) = delete;
  WriteAheadLog& operator=(WriteAheadLog const&) = delete;
  WriteAheadLog(WriteAheadLog&&) = delete;
  WriteAheadLog& operator=(WriteAheadLog&&) = delete;

  // Brings the log into the database file when it has grown enough. Waits for nobody: what a reader still needs stays
  // for the next time. Throws SqliteFailure when the disk failed.
  void after_commit();

 private:
  void grow_file();
  void checkpoint();

  Connection& connection_;
  int pages_ = 0;  // in the log after the latest commit
  int checkpoint_at_pages_;
};

}  // namespace shipvote::store
