// What waits for the ledger's writer, in the order in which it arrived: ballots, and writes between them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "voting/ballot.h"

namespace shipvote::store {

class Writing;

struct WriteFailure {
  std::string reason;            // empty: committed
  bool outcome_unknown = false;  // nobody knows whether it is on disk
};

// A write that waits for its turn and then for its commit. It travels in the same list as the ballots (hence the base),
// so that one order holds for both: what was cast before a vote's closing is counted, what came after is not.
class PendingWrite final : public voting::PendingBallot {
 public:
  explicit PendingWrite(std::function<void(Writing&)> work);

  [[nodiscard]] static bool is_write(voting::PendingBallot const& entry) noexcept;
  // The write behind that entry, kept alive by the result.
  [[nodiscard]] static std::shared_ptr<PendingWrite> of(voting::PendingBallot& entry);

  // The writer's side.
  [[nodiscard]] bool take_up() noexcept;  // false: the caller gave up before its turn
  void run(Writing& writing) { work_(writing); }
  void finish(WriteFailure failure);

  // The caller's side: waits at most limits::write_timeout for its turn, and limits::write_stuck_timeout for the
  // commit. Throws StoreFailure when it failed or took longer, UnknownOutcome when it may have happened all the same.
  void wait();

 private:
  friend class Arrivals;
  enum class State { waiting, taken_up, finished, given_up };

  std::function<void(Writing&)> work_;
  std::mutex mutex_;
  std::condition_variable moved_;
  State state_ = State::waiting;
  WriteFailure failure_;
  std::shared_ptr<PendingWrite> itself_;  // while in the list
};

// Many threads push, one takes. Pushing takes no lock, allocates nothing, and wakes the taker only when it sleeps.
class Arrivals {
 public:
  // False: too many wait, or closed. Counted as waiting until settled.
  [[nodiscard]] bool push(voting::PendingBallot& ballot) noexcept;
  [[nodiscard]] bool push(std::shared_ptr<PendingWrite> const& write) noexcept;

  // The taker's: sleeps until something is there and takes all of it, oldest first. Null: closed, and everything that
  // was taken is settled.
  [[nodiscard]] voting::PendingBallot* take_all() noexcept;
  void settle_ballots(std::size_t ballots) noexcept;
  void settle_write() noexcept;

  // Pushes are refused from now on.
  void close() noexcept;
  [[nodiscard]] bool closed() const noexcept;
  [[nodiscard]] std::size_t ballots_waiting() const noexcept;

 private:
  void link(voting::PendingBallot& entry) noexcept;
  void wake() noexcept;
  [[nodiscard]] bool drained() const noexcept;

  // Above every count: set when closed, so that one number answers "too many?" and "closed?" at once.
  static constexpr std::uint64_t closed_mark = std::uint64_t{1} << 40;

  alignas(64) std::atomic<voting::PendingBallot*> newest_{nullptr};  // newest first, until taken
  alignas(64) std::atomic<std::uint64_t> ballots_{0};
  std::atomic<std::uint64_t> writes_{0};
  alignas(64) std::atomic<int> asleep_{0};
};

}  // namespace shipvote::store
