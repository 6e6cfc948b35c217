#include "store/arrivals.h"

#include <sched.h>

#include <utility>

#include "foundation/limits.h"
#include "store/store.h"

namespace shipvote::store {
namespace {

// Marks list entries that are writes; nothing is ever given back to it.
class WriteMark final : public voting::BallotReturn {
 public:
  void give_back(voting::PendingBallot* /*first*/) noexcept override {}
};
constinit WriteMark write_mark;

voting::PendingBallot* reversed(voting::PendingBallot* newest) noexcept {
  voting::PendingBallot* oldest = nullptr;
  while (newest != nullptr) {
    auto* const before = newest->next;
    newest->next = oldest;
    oldest = newest;
    newest = before;
  }
  return oldest;
}

}  // namespace

PendingWrite::PendingWrite(std::function<void(Writing&)> work) : work_(std::move(work)) { give_back_to = &write_mark; }

bool PendingWrite::is_write(voting::PendingBallot const& entry) noexcept { return entry.give_back_to == &write_mark; }

std::shared_ptr<PendingWrite> PendingWrite::of(voting::PendingBallot& entry) {
  return std::exchange(static_cast<PendingWrite&>(entry).itself_, nullptr);
}

bool PendingWrite::take_up() noexcept {
  std::lock_guard const guard{mutex_};
  if (state_ == State::given_up) return false;
  state_ = State::taken_up;
  moved_.notify_all();
  return true;
}

void PendingWrite::finish(WriteFailure failure) {
  std::lock_guard const guard{mutex_};
  if (state_ == State::given_up) return;
  state_ = State::finished;
  failure_ = std::move(failure);
  moved_.notify_all();
}

void PendingWrite::wait() {
  std::unique_lock guard{mutex_};
  if (!moved_.wait_for(guard, limits::write_timeout, [this] { return state_ != State::waiting; })) {
    state_ = State::given_up;
    throw StoreFailure("the database did not get to this write in time; nothing was changed");
  }
  // From here on it takes effect even if nobody waits, and who waits has to tell the rest of the server about it.
  if (!moved_.wait_for(guard, limits::write_stuck_timeout, [this] { return state_ == State::finished; })) {
    state_ = State::given_up;
    throw UnknownOutcome("the database did not finish this write in time; it may still take effect");
  }
  if (failure_.outcome_unknown) throw UnknownOutcome(failure_.reason);
  if (!failure_.reason.empty()) throw StoreFailure(failure_.reason);
}

bool Arrivals::push(voting::PendingBallot& ballot) noexcept {
  if (ballots_.fetch_add(1) >= limits::ballots_waiting) {
    ballots_.fetch_sub(1);
    return false;
  }
  link(ballot);
  return true;
}

bool Arrivals::push(std::shared_ptr<PendingWrite> const& write) noexcept {
  if (writes_.fetch_add(1) >= limits::writes_waiting) {
    writes_.fetch_sub(1);
    return false;
  }
  write->itself_ = write;
  link(*write);
  return true;
}

void Arrivals::link(voting::PendingBallot& entry) noexcept {
  auto* before = newest_.load(std::memory_order_relaxed);
  do {
    entry.next = before;
  } while (!newest_.compare_exchange_weak(before, &entry));
  // Whoever found the list empty wakes; those who came after rely on it.
  if (before == nullptr) wake();
}

void Arrivals::wake() noexcept {
  if (asleep_.load() == 1 && asleep_.exchange(0) == 1) asleep_.notify_one();
}

voting::PendingBallot* Arrivals::take_all() noexcept {
  while (true) {
    if (newest_.load(std::memory_order_relaxed) != nullptr) return reversed(newest_.exchange(nullptr));
    if (closed()) {
      if (drained()) return nullptr;
      ::sched_yield();  // someone is between counting and linking: a few instructions
      continue;
    }
    asleep_.store(1);
    if (newest_.load() == nullptr && !closed()) asleep_.wait(1);
    asleep_.store(0);
  }
}

void Arrivals::settle_ballots(std::size_t ballots) noexcept { ballots_.fetch_sub(ballots); }

void Arrivals::settle_write() noexcept { writes_.fetch_sub(1); }

void Arrivals::close() noexcept {
  if ((writes_.fetch_or(closed_mark) & closed_mark) == 0) ballots_.fetch_or(closed_mark);
  wake();
}

bool Arrivals::closed() const noexcept { return (ballots_.load() & closed_mark) != 0; }

bool Arrivals::drained() const noexcept { return ballots_.load() == closed_mark && writes_.load() == closed_mark; }

std::size_t Arrivals::ballots_waiting() const noexcept {
  return ballots_.load(std::memory_order_relaxed) & ~closed_mark;
}

}  // namespace shipvote::store
