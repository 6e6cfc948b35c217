// Takes ballots to shipvote-web, many at a time: the ballot box of an edge.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "foundation/outgoing_call.h"
#include "service/seen_voters.h"
#include "service/vote_board.h"
#include "service/waking_thread.h"
#include "voting/ballot.h"

namespace shipvote::service {

struct CourierFigures {
  std::uint64_t batches = 0;
  std::uint64_t ballots = 0;            // in them
  std::uint64_t failed_batches = 0;     // without verdicts
  std::uint64_t given_up = 0;           // ballots that waited too long behind such a batch, and never left
  std::uint64_t answered_here = 0;      // a second ballot, refused without asking
  std::uint64_t waiting = 0;            // ballots, now; those on their way included
  std::uint64_t voters_remembered = 0;  // now
};

// A batch costs shipvote-web a request and a commit, however few ballots are in it. So batches leave
// limits::batch_spacing apart, or as soon as limits::ballots_worth_a_batch have gathered, and never more than
// limits::batches_in_flight at a time. A lone ballot leaves at once, and in a rush batches grow by themselves.
//
// What shipvote-web did not answer in limits::batch_timeout is told outcome_unknown: it may have been counted or not,
// and casting it again tells. What waited behind it all the while is told overloaded, which it is: nobody waits longer
// than twice that time for a batch to leave in. A batch reaches shipvote-web once at most and in time or not at all,
// because where ballots may change an older one that came again or late would count in place of a newer one.
class BallotCourier final : public voting::BallotBox {
 public:
  struct Parts {
    OutgoingCaller& caller;
    std::string web_url;
    std::string secret;
    VoteBoard const& votes;
    SteadySource const& time;
    TimeSource const& clock;  // what time it is, for shipvote-web to tell a batch that comes late
  };
  explicit BallotCourier(Parts parts);
  ~BallotCourier() override;

  // As voting::BallotBox says; a ballot that needs no asking is given back within the call.
  [[nodiscard]] bool cast(voting::PendingBallot& ballot) noexcept override;

  // Votes have ended: their voters need not be remembered any more.
  void votes_ended();
  // What was stored may be no more: nobody is known to have voted.
  void forget_voters();
  [[nodiscard]] CourierFigures figures() const;
  // Takes no more, and waits until all that was taken is given back, which batch_timeout bounds. Idempotent.
  void stop();

 private:
  struct Batch;

  // Under the lock. A batch of what waits, if it may leave now; none otherwise, and then the thread is told when.
  [[nodiscard]] std::unique_ptr<Batch> next_batch();
  // Under the lock. The head of a list of that many of those that wait, and there are as many.
  [[nodiscard]] voting::PendingBallot* take_oldest(std::size_t ballots);
  // What has waited since before this batch left, which timed out; with its verdicts.
  [[nodiscard]] Batch take_overdue(Batch const& late);
  [[nodiscard]] TimePoint send_due();
  void send(std::unique_ptr<Batch> batch);
  void take_answer(std::unique_ptr<Batch> batch, OutgoingResult const& result);
  // The verdicts, into the ballots; false when there are none.
  [[nodiscard]] bool take_verdicts(Batch& batch, OutgoingResult const& result);
  void note_failure(OutgoingResult const& result);
  void remember(voting::PendingBallot const& ballot);

  Parts parts_;
  SeenVoters seen_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  voting::PendingBallot* first_ = nullptr;  // waiting, oldest first
  voting::PendingBallot* last_ = nullptr;
  std::size_t gathered_ = 0;  // in that list
  std::size_t taken_ = 0;     // the same and those on their way
  std::uint64_t taken_ever_ = 0;
  std::size_t in_flight_ = 0;
  TimePoint next_departure_ = TimePoint::min();
  bool stopping_ = false;
  std::atomic<bool> failing_{false};
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> ballots_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<std::uint64_t> given_up_{0};
  std::atomic<std::uint64_t> answered_here_{0};
  std::unique_ptr<WakingThread> sending_;
};

}  // namespace shipvote::service
