#include "store/ledger.h"

#include <chrono>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "store/number_row.h"

namespace shipvote::store {

using voting::BallotVerdict;
using voting::PendingBallot;

namespace {

constexpr char const* poisoned_text = "the disk failed earlier; nothing can be written until the server is restarted";

std::int64_t steady_nanoseconds() {
  return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

// The writer alone changes these numbers, so a plain store is enough.
void add(std::atomic<std::uint64_t>& figure, std::uint64_t more) noexcept {
  figure.store(figure.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}

}  // namespace

Ledger::Ledger(std::unique_ptr<Connection> connection, OpenVotes open_votes,
               std::shared_ptr<ClosedVoters> closed_voters)
    : connection_(std::move(connection)),
      open_votes_(std::move(open_votes)),
      closed_voters_(std::move(closed_voters)),
      rows_(*connection_),
      update_tally_(connection_->prepare("UPDATE tallies SET counts = ?2 WHERE vote_id = ?1")) {
  group_.reserve(limits::ballots_per_commit);
  log_.emplace(*connection_);
  voters_.store(open_votes_.voters());
  thread_ = std::thread{[this] { work(); }};
}

Ledger::~Ledger() { stop(); }

bool Ledger::cast(PendingBallot& ballot) noexcept { return arrivals_.push(ballot); }

bool Ledger::ask(PendingBallot& question) noexcept {
  question.only_asks = true;
  return arrivals_.push(question);
}

void Ledger::write_and_wait(std::function<void(Writing&)> work) {
  auto const write = std::make_shared<PendingWrite>(std::move(work));
  if (!arrivals_.push(write)) {
    throw StoreFailure(arrivals_.closed() ? "the store is stopped" : "too many writes wait for the database");
  }
  write->wait();
}

void Ledger::check_working() const {
  if (poisoned_.load()) throw StoreFailure(poisoned_text);
  if (arrivals_.closed()) throw StoreFailure("the store is stopped");
  auto const since = busy_since_.load();
  if (since != 0 && std::chrono::nanoseconds{steady_nanoseconds() - since} > limits::write_timeout) {
    throw StoreFailure("a commit does not come to an end: the disk does not answer");
  }
}

void Ledger::add_figures(StoreFigures& figures) const noexcept {
  figures.ballots_accepted = accepted_.load(std::memory_order_relaxed);
  figures.ballots_refused = refused_.load(std::memory_order_relaxed);
  figures.questions = answered_.load(std::memory_order_relaxed);
  figures.commits = commits_.load(std::memory_order_relaxed);
  figures.failed_commits = failed_commits_.load(std::memory_order_relaxed);
  figures.ballots_waiting = arrivals_.ballots_waiting();
  figures.voters_in_memory = voters_.load(std::memory_order_relaxed);
  figures.commit_seconds = static_cast<double>(commit_nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
}

void Ledger::stop() {
  std::lock_guard const guard{stopping_};
  arrivals_.close();
  if (thread_.joinable()) thread_.join();
}

void Ledger::work() {
  while (auto* arrived = arrivals_.take_all()) {
    while (arrived != nullptr) arrived = handle_group(arrived);
  }
  // After a failed disk the log is the better copy: leave it as it is for the next start.
  if (poisoned_.load()) connection_->leave_log_when_closing();
}

PendingBallot* Ledger::handle_group(PendingBallot* first) {
  auto* const rest = take_group(first);
  busy_since_.store(steady_nanoseconds(), std::memory_order_relaxed);
  group_failed_ = false;
  committing_ = false;
  if (poisoned_.load(std::memory_order_relaxed)) {
    fail_group({poisoned_text});
  } else {
    try_group();
  }
  publish();
  keep_log_short();
  busy_since_.store(0, std::memory_order_relaxed);
  return rest;
}

PendingBallot* Ledger::take_group(PendingBallot* first) {
  group_.clear();
  while (first != nullptr && group_.size() < limits::ballots_per_commit) {
    group_.push_back(first);
    first->verdict = BallotVerdict::storage_failed;
    first = first->next;
  }
  return first;
}

void Ledger::try_group() {
  try {
    for (auto* const entry : group_) apply(*entry);
    if (connection_->in_transaction()) {
      store_tallies();
      commit();
    }
  } catch (SqliteFailure const& failure) {
    // What a disk that failed within the commit holds is told by the next start.
    fail_group({failure.what(), committing_ && !failure.survivable()});
    roll_back();
    note_failure(failure);
  }
}

void Ledger::apply(PendingBallot& entry) {
  if (PendingWrite::is_write(entry)) {
    apply_write(entry);
    return;
  }
  if (entry.only_asks) {
    answer(entry);
    return;
  }
  auto const judgement = open_votes_.judge(entry.ballot);
  entry.verdict = judgement.verdict;
  if (judgement.row == 0) return;
  begin_once();
  rows_.append(judgement.row, entry.ballot);
}

// In its turn: a ballot that was cast before is in the answer, which is given back once that ballot is on disk.
void Ledger::answer(PendingBallot& question) noexcept {
  auto const choosing = open_votes_.choice_of(question.ballot.vote, question.ballot.viewer);
  question.verdict = choosing.verdict;
  question.ballot.ship = choosing.ship;
}

void Ledger::apply_write(PendingBallot& entry) {
  auto& in_group = writes_.emplace_back(WriteInGroup{PendingWrite::of(entry), {}});
  if (!in_group.write->take_up()) return;
  begin_once();
  connection_->query("SAVEPOINT one_write").run();
  Writing writing{*connection_, open_votes_};
  try {
    in_group.write->run(writing);
  } catch (SqliteFailure const& failure) {
    // Anything but the statement's own fault has ended the transaction, or may have: the whole group fails.
    if (!failure.concerns_statement_only() || !connection_->in_transaction()) throw;
    in_group.failure.reason = failure.what();
  } catch (std::exception const& failure) {
    in_group.failure.reason = failure.what();
  }
  if (!in_group.failure.reason.empty()) {
    log::error("write_failed", {{"reason", in_group.failure.reason}});
    connection_->query("ROLLBACK TO one_write").run();
  }
  connection_->query("RELEASE one_write").run();
}

void Ledger::begin_once() {
  if (!connection_->in_transaction()) connection_->query("BEGIN IMMEDIATE").run();
}

void Ledger::store_tallies() {
  for (auto const* const vote : open_votes_.changed()) {
    write_number_row(vote->counts, tally_bytes_);
    Query query{update_tally_.get()};
    query.bind(vote->id, std::span<std::byte const>{tally_bytes_}).run();
  }
}

void Ledger::commit() {
  auto const before = steady_nanoseconds();
  committing_ = true;
  connection_->query("COMMIT").run();
  add(commit_nanoseconds_, static_cast<std::uint64_t>(steady_nanoseconds() - before));
  add(commits_, 1);
  if (failed_in_a_row_ > 0) log::info("ledger_recovered", {{"failed_commits", failed_in_a_row_}});
  failed_in_a_row_ = 0;
}

void Ledger::fail_group(WriteFailure const& failure) {
  group_failed_ = true;
  for (auto* const entry : group_) {
    if (!PendingWrite::is_write(*entry)) continue;
    if (auto write = PendingWrite::of(*entry)) writes_.push_back({std::move(write), {}});
  }
  // A changed ballot has to be taken back before the one that it changed.
  for (auto place = group_.rbegin(); place != group_.rend(); ++place) {
    auto& entry = **place;
    if (PendingWrite::is_write(entry)) continue;
    bool const was_written = entry.verdict == BallotVerdict::accepted && !entry.only_asks;
    if (was_written) open_votes_.take_back(entry.ballot);
    bool const unknown = was_written && failure.outcome_unknown;
    entry.verdict = unknown ? BallotVerdict::outcome_unknown : BallotVerdict::storage_failed;
  }
  for (auto& in_group : writes_) in_group.failure = failure;
  open_votes_.undo();
  add(failed_commits_, 1);
}

void Ledger::roll_back() {
  if (!connection_->in_transaction()) return;
  try {
    connection_->query("ROLLBACK").run();
  } catch (SqliteFailure const& failure) {
    poison(failure.what());
  }
}

void Ledger::note_failure(SqliteFailure const& failure) {
  ++failed_in_a_row_;
  if (!failure.survivable()) {
    poison(failure.what());
  } else if (failed_in_a_row_ == 1) {  // once per spell: under load every group fails
    log::error("commit_failed", {{"reason", failure.what()}, {"ballots_and_writes", group_.size()}});
  }
}

void Ledger::poison(std::string const& why) {
  log::error("ledger_poisoned", {{"reason", why}, {"help", "check the disk, then restart"}});
  poisoned_.store(true);
}

void Ledger::publish() {
  auto* const listener = listener_.load(std::memory_order_relaxed);
  if (!group_failed_) {
    if (listener != nullptr) {
      for (auto const* const vote : open_votes_.changed()) listener->tally_changed(vote->id, vote->counts);
    }
    open_votes_.keep([this](std::unique_ptr<OpenVote> closed) { closed_voters_->keep(std::move(closed)); });
  }
  std::size_t accepted = 0;
  std::size_t questions = 0;
  for (auto* const entry : group_) {
    if (PendingWrite::is_write(*entry)) continue;
    questions += entry->only_asks ? 1U : 0U;
    accepted += entry->verdict == BallotVerdict::accepted && !entry->only_asks ? 1U : 0U;
    returns_.add(*entry);
  }
  std::size_t const ballots = group_.size() - writes_.size();
  add(accepted_, accepted);
  add(refused_, ballots - questions - accepted);
  add(answered_, questions);
  voters_.store(open_votes_.voters(), std::memory_order_relaxed);
  arrivals_.settle_ballots(ballots);
  returns_.give_back_all();
  for (auto& in_group : writes_) {
    in_group.write->finish(std::move(in_group.failure));
    arrivals_.settle_write();
  }
  writes_.clear();
}

void Ledger::keep_log_short() {
  if (poisoned_.load(std::memory_order_relaxed)) return;
  try {
    log_->after_commit();
  } catch (SqliteFailure const& failure) {
    log::error("checkpoint_failed", {{"reason", failure.what()}});
    if (!failure.survivable()) poison(failure.what());
  }
}

}  // namespace shipvote::store
