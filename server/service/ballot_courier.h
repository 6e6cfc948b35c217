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
  std::uint64_t failed_batches = 0;     // without verdicts: their ballots are answered storage_failed or overloaded
  std::uint64_t answered_here = 0;      // a second ballot, refused without asking
  std::uint64_t waiting = 0;            // ballots, now; those on their way included
  std::uint64_t voters_remembered = 0;  // now
};

// A batch costs shipvote-web a request and a commit, however few ballots are in it. So batches leave
// limits::batch_spacing apart, or as soon as limits::ballots_worth_a_batch have gathered, and never more than
// limits::batches_in_flight at a time. A lone ballot leaves at once, and in a rush batches grow by themselves.
//
// What shipvote-web did not answer in limits::batch_timeout is told storage_failed: it may have been counted or not,
// and casting it again tells. A batch may reach shipvote-web twice (the HTTP client repeats a call for which a kept
// connection broke), which is harmless: a viewer's ballot counts once.
class BallotCourier final : public voting::BallotBox {
 public:
  struct Parts {
    OutgoingCaller& caller;
    std::string web_url;
    std::string secret;
    VoteBoard const& votes;
    TimeSource const& time;  // a steady one
  };
  explicit BallotCourier(Parts parts);
  ~BallotCourier() override;

  // As voting::BallotBox says; a ballot that needs no asking is given back within the call.
  [[nodiscard]] bool cast(voting::PendingBallot& ballot) noexcept override;

  // Votes have ended: their voters need not be remembered any more.
  void votes_ended();
  [[nodiscard]] CourierFigures figures() const;
  // Takes no more, and waits until all that was taken is given back, which batch_timeout bounds. Idempotent.
  void stop();

 private:
  struct Batch;

  [[nodiscard]] bool refused_before(voting::Ballot const& ballot) const;
  // Under the lock. A batch of what waits, if it may leave now; none otherwise, and then the thread is told when.
  [[nodiscard]] std::unique_ptr<Batch> next_batch();
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
  std::size_t in_flight_ = 0;
  TimePoint next_departure_ = TimePoint::min();
  bool stopping_ = false;
  std::atomic<bool> failing_{false};
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> ballots_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<std::uint64_t> answered_here_{0};
  std::unique_ptr<WakingThread> sending_;
};

}  // namespace shipvote::service
