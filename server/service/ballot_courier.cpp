#include "service/ballot_courier.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "service/batch_wire.h"
#include "store/ballot_returns.h"

namespace shipvote::service {

using voting::BallotVerdict;
using voting::PendingBallot;

namespace {

constexpr int accepted_status = 200;
constexpr int overloaded_status = 503;
constexpr int first_refusing_status = 400;
constexpr int first_failing_status = 500;

// Why there are no verdicts, for the log.
std::string reason_of(OutgoingResult const& result) {
  if (auto const* const failure = std::get_if<OutgoingFailure>(&result)) return failure->detail;
  auto const status = std::get<OutgoingResponse>(result).status;
  if (status == accepted_status) return "an answer that has no verdicts";
  return "status " + std::to_string(status);
}

// What the ballots of a batch without verdicts are told.
BallotVerdict verdict_without(OutgoingResult const& result) {
  if (auto const* const failure = std::get_if<OutgoingFailure>(&result)) {
    return failure->was_sent ? BallotVerdict::outcome_unknown : BallotVerdict::overloaded;
  }
  auto const status = std::get<OutgoingResponse>(result).status;
  if (status == overloaded_status) return BallotVerdict::overloaded;
  bool const refused = status >= first_refusing_status && status < first_failing_status;
  return refused ? BallotVerdict::storage_failed : BallotVerdict::outcome_unknown;
}

bool timed_out(OutgoingResult const& result) {
  auto const* const failure = std::get_if<OutgoingFailure>(&result);
  return failure != nullptr && failure->timed_out;
}

// To every accepted ballot the counts of its vote, where there are any.
void hand_out_counts(PendingBallot* first, std::vector<ToldTally> tallies) {
  std::unordered_map<VoteId, voting::SharedCounts> counts;
  for (auto& tally : tallies) {
    counts[tally.vote] = std::make_shared<std::vector<std::uint32_t> const>(std::move(tally.counts));
  }
  for (auto* ballot = first; ballot != nullptr; ballot = ballot->next) {
    auto const found = counts.find(ballot->ballot.vote);
    if (found != counts.end() && ballot->verdict == BallotVerdict::accepted) ballot->counts = found->second;
  }
}

}  // namespace

struct BallotCourier::Batch {
  PendingBallot* first = nullptr;
  std::size_t ballots = 0;
  std::uint64_t taken_before = 0;  // ballots, by the courier, until this one left
};

BallotCourier::BallotCourier(Parts parts) : parts_(std::move(parts)), seen_(limits::voters_remembered) {
  sending_ = std::make_unique<WakingThread>("send_batches", parts_.time, [this] { return send_due(); });
}

BallotCourier::~BallotCourier() { stop(); }

void BallotCourier::stop() {
  {
    std::unique_lock lock{mutex_};
    stopping_ = true;
    sending_->wake();  // what has gathered need not wait any more
    returned_.wait(lock, [this] { return taken_ == 0; });
  }
  sending_->stop();
}

bool BallotCourier::cast(PendingBallot& ballot) noexcept {
  // Only who voted in a vote that allows no change is remembered, so nothing else is ever refused here.
  if (seen_.seen(ballot.ballot.vote, ballot.ballot.viewer)) {
    answered_here_.fetch_add(1, std::memory_order_relaxed);
    ballot.verdict = BallotVerdict::already_voted;
    ballot.next = nullptr;
    ballot.give_back_to->give_back(&ballot);
    return true;
  }
  std::unique_ptr<Batch> batch;
  {
    std::lock_guard const lock{mutex_};
    if (stopping_ || taken_ >= limits::ballots_waiting) return false;
    ballot.next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = &ballot;
    last_ = &ballot;
    ++gathered_;
    ++taken_;
    ++taken_ever_;
    batch = next_batch();
  }
  if (batch) send(std::move(batch));
  return true;
}

void BallotCourier::remember(PendingBallot const& ballot) {
  bool const voted = ballot.verdict == BallotVerdict::accepted || ballot.verdict == BallotVerdict::already_voted;
  if (!voted) return;
  auto const view = parts_.votes.find(ballot.ballot.vote);
  if (!view || !view->open() || view->ballots_may_change()) return;
  seen_.add(ballot.ballot.vote, ballot.ballot.viewer);
}

void BallotCourier::votes_ended() {
  seen_.forget_if([this](VoteId vote) {
    auto const view = parts_.votes.find(vote);
    return !view || !view->open();
  });
}

void BallotCourier::forget_voters() {
  seen_.forget_if([](VoteId) { return true; });
}

std::unique_ptr<BallotCourier::Batch> BallotCourier::next_batch() {
  // With all batches on their way, the next answer asks again.
  if (gathered_ == 0 || in_flight_ >= limits::batches_in_flight) return nullptr;
  auto const now = parts_.time.now();
  if (now < next_departure_ && gathered_ < limits::ballots_worth_a_batch && !stopping_) {
    sending_->wake_at(next_departure_);  // cheap when that is known
    return nullptr;
  }
  next_departure_ = now + limits::batch_spacing;
  auto batch = std::make_unique<Batch>();
  batch->ballots = std::min(gathered_, limits::ballots_per_batch);
  batch->first = take_oldest(batch->ballots);
  batch->taken_before = taken_ever_;
  ++in_flight_;
  return batch;
}

PendingBallot* BallotCourier::take_oldest(std::size_t ballots) {
  auto* const oldest = first_;
  auto* last = first_;
  for (std::size_t count = 1; count < ballots; ++count) last = last->next;
  first_ = std::exchange(last->next, nullptr);
  gathered_ -= ballots;
  return oldest;
}

TimePoint BallotCourier::send_due() {
  std::unique_ptr<Batch> batch;
  {
    std::lock_guard const lock{mutex_};
    batch = next_batch();
  }
  if (batch) send(std::move(batch));
  return TimePoint::max();  // whoever gathers more says when
}

void BallotCourier::send(std::unique_ptr<Batch> batch) {
  batches_.fetch_add(1, std::memory_order_relaxed);
  ballots_.fetch_add(batch->ballots, std::memory_order_relaxed);
  BatchWriter writer{batch->ballots, parts_.clock.now()};
  for (auto const* ballot = batch->first; ballot != nullptr; ballot = ballot->next) writer.add(ballot->ballot);
  OutgoingRequest request;
  request.method = "POST";
  request.url = parts_.web_url + "/internal/ballots";
  request.headers = {{"Authorization", "Bearer " + parts_.secret}, {"Content-Type", "application/octet-stream"}};
  request.body = std::move(writer).take();
  request.timeout = limits::batch_timeout;
  // Shared, because a std::function must be copyable; it is called once.
  auto const on_its_way = std::make_shared<std::unique_ptr<Batch>>(std::move(batch));
  parts_.caller.call(std::move(request),
                     [this, on_its_way](OutgoingResult result) { take_answer(std::move(*on_its_way), result); });
}

void BallotCourier::take_answer(std::unique_ptr<Batch> batch, OutgoingResult const& result) {
  bool const good = take_verdicts(*batch, result);
  if (!good) note_failure(result);
  if (good && failing_.exchange(false)) log::info("ballots_reach_web_again");

  auto const overdue = timed_out(result) ? take_overdue(*batch) : Batch{};

  store::BallotReturns returns;
  for (auto* const first : {batch->first, overdue.first}) {
    for (auto* ballot = first; ballot != nullptr;) {
      auto* const next = ballot->next;
      remember(*ballot);
      returns.add(*ballot);
      ballot = next;
    }
  }
  returns.give_back_all();

  std::unique_ptr<Batch> following;
  {
    std::lock_guard const lock{mutex_};
    --in_flight_;
    taken_ -= batch->ballots + overdue.ballots;
    following = next_batch();
    if (taken_ == 0) returned_.notify_all();  // under the lock: whoever waits may destroy this
  }
  if (following) send(std::move(following));
}

// What waited already when this batch left, and still does: longer than anybody should wait who was not even sent.
BallotCourier::Batch BallotCourier::take_overdue(Batch const& late) {
  Batch overdue;
  {
    std::lock_guard const lock{mutex_};
    auto const left = taken_ever_ - gathered_;
    if (late.taken_before <= left) return overdue;
    overdue.ballots = late.taken_before - left;
    overdue.first = take_oldest(overdue.ballots);
  }
  for (auto* ballot = overdue.first; ballot != nullptr; ballot = ballot->next) {
    ballot->verdict = BallotVerdict::overloaded;
  }
  given_up_.fetch_add(overdue.ballots, std::memory_order_relaxed);
  return overdue;
}

bool BallotCourier::take_verdicts(Batch& batch, OutgoingResult const& result) {
  auto const* const response = std::get_if<OutgoingResponse>(&result);
  auto answer = response != nullptr && response->status == accepted_status
                    ? decode_answer(response->body, batch.ballots)
                    : std::nullopt;
  std::size_t index = 0;
  for (auto* ballot = batch.first; ballot != nullptr; ballot = ballot->next) {
    ballot->verdict = answer ? answer->verdicts[index++] : verdict_without(result);
  }
  if (answer && !answer->tallies.empty()) hand_out_counts(batch.first, std::move(answer->tallies));
  return answer.has_value();
}

void BallotCourier::note_failure(OutgoingResult const& result) {
  failed_.fetch_add(1, std::memory_order_relaxed);
  if (failing_.exchange(true)) return;  // told once per spell
  log::error("ballots_do_not_reach_web", {{"reason", reason_of(result)}});
}

CourierFigures BallotCourier::figures() const {
  CourierFigures figures;
  figures.batches = batches_.load(std::memory_order_relaxed);
  figures.ballots = ballots_.load(std::memory_order_relaxed);
  figures.failed_batches = failed_.load(std::memory_order_relaxed);
  figures.given_up = given_up_.load(std::memory_order_relaxed);
  figures.answered_here = answered_here_.load(std::memory_order_relaxed);
  figures.voters_remembered = seen_.size();
  std::lock_guard const lock{mutex_};
  figures.waiting = taken_;
  return figures;
}

}  // namespace shipvote::service
