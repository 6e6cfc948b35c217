// When the disk fails: nothing that was acknowledged is lost, and nothing is acknowledged that is not there.
#include "store/faulty_disk.h"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <mutex>

#include "store/store_test_tools.h"

namespace shipvote::store::testing {
namespace {

struct Plan {
  std::mutex mutex;
  bool armed = false;
  DiskCall call = DiskCall::write;
  int code = SQLITE_OK;
  int calls_left = 0;
  std::string file_end;
  int failures = 0;
};
Plan plan;

struct File {
  sqlite3_file base;
  sqlite3_file* real;
  char const* name;
};
File& as_file(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

// The code to fail this call with, or SQLITE_OK.
int fault_for(sqlite3_file* file, DiskCall call) {
  std::lock_guard const guard{plan.mutex};
  std::string_view const name = as_file(file).name == nullptr ? "" : as_file(file).name;
  if (!plan.armed || plan.call != call || !name.ends_with(plan.file_end)) return SQLITE_OK;
  if (--plan.calls_left > 0) return SQLITE_OK;
  ++plan.failures;
  return plan.code;
}

sqlite3_file* real(sqlite3_file* file) { return as_file(file).real; }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read_file(sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), to, n, at);
}
int write_file(sqlite3_file* f, void const* from, int n, sqlite3_int64 at) {
  int const fault = fault_for(f, DiskCall::write);
  return fault != SQLITE_OK ? fault : real(f)->pMethods->xWrite(real(f), from, n, at);
}
int truncate_file(sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
int sync_file(sqlite3_file* f, int flags) {
  int const fault = fault_for(f, DiskCall::sync);
  return fault != SQLITE_OK ? fault : real(f)->pMethods->xSync(real(f), flags);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
int lock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
int control(sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
int sector(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int traits(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int at, int n, int flags) { return real(f)->pMethods->xShmLock(real(f), at, n, flags); }
void barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int unmap(sqlite3_file* f, int erase) { return real(f)->pMethods->xShmUnmap(real(f), erase); }

sqlite3_io_methods const methods{2,         close_file,  read_file, write_file, truncate_file, sync_file, file_size,
                                 lock_file, unlock_file, reserved,  control,    sector,        traits,    map,
                                 shm_lock,  barrier,     unmap,     nullptr,    nullptr};

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* const below = static_cast<sqlite3_vfs*>(vfs->pAppData);
  as_file(file).real = reinterpret_cast<sqlite3_file*>(&as_file(file) + 1);
  as_file(file).name = name;
  file->pMethods = nullptr;
  int const code = below->xOpen(below, name, real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &methods;
  return code;
}

sqlite3_vfs faulty_vfs;

}  // namespace

FaultyDisk::FaultyDisk() {
  auto* const below = sqlite3_vfs_find(nullptr);
  faulty_vfs = *below;  // whatever is not about an open file works as it does there
  faulty_vfs.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
  faulty_vfs.zName = "faulty";
  faulty_vfs.pNext = nullptr;
  faulty_vfs.pAppData = below;
  faulty_vfs.xOpen = open_file;
  sqlite3_vfs_register(&faulty_vfs, 0);
  heal();
  plan.failures = 0;
}

FaultyDisk::~FaultyDisk() { sqlite3_vfs_unregister(&faulty_vfs); }

std::string FaultyDisk::name() { return "faulty"; }

void FaultyDisk::fail(DiskCall call, DiskFault fault, int nth, std::string file_end) {
  std::lock_guard const guard{plan.mutex};
  int const input_output = call == DiskCall::write ? SQLITE_IOERR_WRITE : SQLITE_IOERR_FSYNC;
  plan.armed = true;
  plan.call = call;
  plan.code = fault == DiskFault::full ? SQLITE_FULL : input_output;
  plan.calls_left = nth;
  plan.file_end = std::move(file_end);
}

void FaultyDisk::heal() {
  std::lock_guard const guard{plan.mutex};
  plan.armed = false;
}

int FaultyDisk::failures() const {
  std::lock_guard const guard{plan.mutex};
  return plan.failures;
}

namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using voting::BallotVerdict;
using voting::CloseReason;

class WhenTheDiskFails : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_store(folder_.path(), FaultyDisk::name());
    vote_ = store_->open_vote(new_vote(1), 1, at(0)).value().id;
    cast_some(10, BallotVerdict::accepted);
  }

  // The next ballots, each by another viewer, one group or several.
  void cast_some(std::size_t how_many, BallotVerdict expected) {
    std::vector<voting::Ballot> ballots;
    for (std::size_t number = 0; number < how_many; ++number) ballots.push_back(ballot(vote_, next_viewer_++, 1));
    EXPECT_THAT(cast_all(*store_, ballots), Each(expected));
    if (expected == BallotVerdict::accepted) acknowledged_ += how_many;
  }

  void restart() {
    store_.reset();
    disk_.heal();
    store_ = open_store(folder_.path(), FaultyDisk::name());
  }

  void expect_exactly_what_was_acknowledged() {
    auto const recount = store_->recount(vote_);
    EXPECT_TRUE(recount.exact());
    EXPECT_EQ(recount.rows, acknowledged_);
  }

  TemporaryFolder folder_;
  FaultyDisk disk_;
  std::unique_ptr<Store> store_;
  VoteId vote_;
  std::uint64_t next_viewer_ = 1;
  std::size_t acknowledged_ = 0;
};

TEST_F(WhenTheDiskFails, AFullDiskFailsItsGroupsAndIsSurvived) {
  for (int nth = 1; nth <= 5; ++nth) {
    disk_.fail(DiskCall::write, DiskFault::full, nth, "-wal");
    auto const failed_before = store_->figures().failed_commits;
    // One at a time: with a late nth some are committed before the disk is full, and then none.
    bool full = false;
    for (int number = 0; number < 6; ++number) {
      auto const verdict = cast_one(*store_, ballot(vote_, next_viewer_, 1));
      if (verdict == BallotVerdict::accepted) {
        EXPECT_FALSE(full);
        ++acknowledged_;
        ++next_viewer_;
      } else {
        EXPECT_EQ(verdict, BallotVerdict::storage_failed);
        full = true;
      }
    }
    EXPECT_TRUE(full);
    EXPECT_GT(store_->figures().failed_commits, failed_before);
    EXPECT_EQ(store_->figures().voters_in_memory, acknowledged_);
    disk_.heal();
    cast_some(3, BallotVerdict::accepted);  // the viewer who failed among them: nothing of the failure is left
    store_->ping();
    expect_exactly_what_was_acknowledged();
  }
  restart();
  expect_exactly_what_was_acknowledged();
}

TEST_F(WhenTheDiskFails, WritesFailWithTheirGroupAndLeaveNoTrace) {
  disk_.fail(DiskCall::write, DiskFault::full);
  EXPECT_THROW((void)store_->open_vote(new_vote(2), 1, at(1)), StoreFailure);
  EXPECT_THROW((void)store_->close_vote(vote_, CloseReason::broadcaster, at(1)), StoreFailure);
  disk_.heal();
  EXPECT_EQ(cast_one(*store_, ballot(VoteId{vote_.value + 1}, 1, 1)), BallotVerdict::vote_not_found);
  cast_some(1, BallotVerdict::accepted);  // still open
  EXPECT_EQ(store_->open_vote(new_vote(2), 1, at(1)).value().id, VoteId{vote_.value + 1});
  EXPECT_EQ(store_->open_vote(new_vote(1), 1, at(1)).refusal().code, RefusalCode::vote_already_open);
  EXPECT_EQ(store_->close_vote(vote_, CloseReason::broadcaster, at(1)).value().ballots(), acknowledged_);
}

TEST_F(WhenTheDiskFails, AFailedSyncEndsTheLedgerUntilARestart) {
  disk_.fail(DiskCall::sync, DiskFault::input_output);
  cast_some(1, BallotVerdict::outcome_unknown);
  EXPECT_EQ(disk_.failures(), 1);
  disk_.heal();  // the disk says that it is well again: what it lost meanwhile, nobody knows
  cast_some(5, BallotVerdict::storage_failed);
  EXPECT_THROW((void)store_->open_vote(new_vote(2), 1, at(1)), StoreFailure);
  EXPECT_THROW(store_->ping(), StoreFailure);
  EXPECT_EQ(store_->vote_ids().size(), 1U);  // reading goes on
  restart();
  store_->ping();
  // The ballot whose sync failed may have reached the disk, or not: both are honest. All others must be as told.
  auto const recount = store_->recount(vote_);
  EXPECT_TRUE(recount.exact());
  EXPECT_GE(recount.rows, acknowledged_);
  EXPECT_LE(recount.rows, acknowledged_ + 1);
  for (std::uint64_t number = 1; number <= acknowledged_; ++number) {
    EXPECT_EQ(cast_one(*store_, ballot(vote_, number, 0)), BallotVerdict::already_voted);
  }
}

TEST_F(WhenTheDiskFails, AWriteWhoseSyncFailedIsToldAsUnknown) {
  disk_.fail(DiskCall::sync, DiskFault::input_output);
  EXPECT_THROW((void)store_->close_vote(vote_, CloseReason::broadcaster, at(1)), UnknownOutcome);
  restart();
  // Closed or not, as the disk has it; never in between.
  auto const vote = store_->vote(vote_);
  EXPECT_EQ(vote->ballots(), acknowledged_);
  EXPECT_EQ(store_->open_votes().size(), vote->state == voting::VoteState::open ? 1U : 0U);
}

TEST_F(WhenTheDiskFails, AFailedWriteEndsTheLedgerUntilARestart) {
  disk_.fail(DiskCall::write, DiskFault::input_output);
  cast_some(1, BallotVerdict::outcome_unknown);
  cast_some(3, BallotVerdict::storage_failed);
  EXPECT_THROW(store_->ping(), StoreFailure);
  restart();
  expect_exactly_what_was_acknowledged();
  cast_some(4, BallotVerdict::accepted);
  expect_exactly_what_was_acknowledged();
}

TEST_F(WhenTheDiskFails, AFailedCheckpointEndsTheLedgerAndLosesNothing) {
  disk_.fail(DiskCall::sync, DiskFault::input_output, 1, "shipvote.db");
  bool failed = false;
  for (int round = 0; round < 200 && !failed; ++round) {
    std::vector<voting::Ballot> ballots;
    for (int number = 0; number < 1'000; ++number) ballots.push_back(ballot(vote_, next_viewer_++, 1));
    for (auto const verdict : cast_all(*store_, ballots)) {
      failed = verdict != BallotVerdict::accepted;
      acknowledged_ += failed ? 0U : 1U;
    }
  }
  EXPECT_TRUE(failed);
  EXPECT_EQ(disk_.failures(), 1);  // and the log was not brought over once more when closing
  EXPECT_THROW(store_->ping(), StoreFailure);
  store_.reset();
  EXPECT_EQ(disk_.failures(), 1);
  restart();
  expect_exactly_what_was_acknowledged();
}

TEST(StartOnAFailingDisk, IsRefusedInWords) {
  TemporaryFolder const folder;
  FaultyDisk disk;
  disk.fail(DiskCall::sync, DiskFault::input_output);
  auto const opened = open_sqlite_store({folder.path(), false, FaultyDisk::name()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.refusal().code, RefusalCode::storage_failed);
  EXPECT_THAT(opened.refusal().message, HasSubstr("shipvote.db cannot be used"));
}

}  // namespace
}  // namespace shipvote::store::testing
