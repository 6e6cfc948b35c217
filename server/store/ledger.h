// The ledger: one thread that owns the one writing connection, and turns what arrives into durable commits.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/arrivals.h"
#include "store/ballot_returns.h"
#include "store/ballot_rows.h"
#include "store/closed_voters.h"
#include "store/open_votes.h"
#include "store/sqlite_connection.h"
#include "store/store.h"
#include "store/write_ahead_log.h"

namespace shipvote::store {

// What a write may touch. A write changes `open_votes` only after its last statement: when it throws, nothing has moved
// in memory and its savepoint takes back the rest.
class Writing {
 public:
  Writing(Connection& connection, OpenVotes& votes) : database(connection), open_votes(votes) {}
  Connection& database;
  OpenVotes& open_votes;
};

// While one group is being committed, the next gathers. A group is one transaction: up to limits::ballots_per_commit
// ballots and writes, in order of arrival. When its commit fails, all of it fails, in memory as on disk. A full disk or
// a locked database is survived; any other failure of the disk ends the ledger's work for good (what the disk holds is
// not known any more): that commit's ballots and writes are told outcome_unknown, every later one fails until a restart
// has read the database again.
class Ledger {
 public:
  // `closed_voters` takes over the voters of votes that close.
  Ledger(std::unique_ptr<Connection> connection, OpenVotes open_votes, std::shared_ptr<ClosedVoters> closed_voters);
  ~Ledger();
  Ledger(Ledger const&) = delete;
  Ledger& operator=(Ledger const&) = delete;
  Ledger(Ledger&&) = delete;
  Ledger& operator=(Ledger&&) = delete;

  // As voting::BallotBox::cast.
  [[nodiscard]] bool cast(voting::PendingBallot& ballot) noexcept;

  // As Store::ask.
  [[nodiscard]] bool ask(voting::PendingBallot& question) noexcept;

  // Runs `work(Writing&)` in its turn and returns its result once that is durable. The work must own all that it uses:
  // after a time-out it may outlive the caller. Throws StoreFailure. Not from the writer's own callbacks.
  template <class Work>
  auto write(Work work) {
    using Result = std::invoke_result_t<Work&, Writing&>;
    if constexpr (std::is_void_v<Result>) {
      write_and_wait(std::move(work));
    } else {
      auto result = std::make_shared<std::optional<Result>>();
      write_and_wait([result, work = std::move(work)](Writing& writing) mutable { *result = work(writing); });
      return std::move(**result);
    }
  }

  void listen(TallyListener* listener) noexcept { listener_.store(listener); }
  void check_working() const;  // throws StoreFailure when no ballot can be written any more
  void add_figures(StoreFigures& figures) const noexcept;
  void stop();  // takes no more, commits what waits, ends the thread. Idempotent.

 private:
  struct WriteInGroup {
    std::shared_ptr<PendingWrite> write;
    WriteFailure failure;
  };

  void write_and_wait(std::function<void(Writing&)> work);

  // The writer's thread from here on.
  void work();
  voting::PendingBallot* handle_group(voting::PendingBallot* first);
  voting::PendingBallot* take_group(voting::PendingBallot* first);
  void try_group();
  void apply(voting::PendingBallot& entry);
  void answer(voting::PendingBallot& question) noexcept;
  void apply_write(voting::PendingBallot& entry);
  void begin_once();
  void store_tallies();
  void commit();
  void fail_group(WriteFailure const& failure);
  void roll_back();
  void note_failure(SqliteFailure const& failure);
  void poison(std::string const& why);
  void publish();
  void keep_log_short();

  std::unique_ptr<Connection> connection_;
  OpenVotes open_votes_;
  std::shared_ptr<ClosedVoters> closed_voters_;
  BallotRows rows_;
  Statement update_tally_;
  Arrivals arrivals_;

  std::vector<voting::PendingBallot*> group_;  // in order of arrival, writes included
  std::vector<WriteInGroup> writes_;
  std::vector<std::byte> tally_bytes_;
  BallotReturns returns_;
  std::optional<WriteAheadLog> log_;
  bool group_failed_ = false;
  bool committing_ = false;  // the group has got as far as its commit

  std::atomic<TallyListener*> listener_{nullptr};
  std::atomic<bool> poisoned_{false};
  std::atomic<std::int64_t> busy_since_{0};  // steady clock, nanoseconds; 0: not in a commit
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> answered_{0};
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> failed_commits_{0};
  std::atomic<std::uint64_t> commit_nanoseconds_{0};
  std::atomic<std::uint64_t> voters_{0};

  std::uint64_t failed_in_a_row_ = 0;
  std::mutex stopping_;
  std::thread thread_;  // last: starts when all else is there
};

}  // namespace shipvote::store
