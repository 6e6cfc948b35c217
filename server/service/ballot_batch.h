// Ballots that an edge brings many at a time: each is checked and handed to the ledger like any other, but all of them
// share one request, one allocation and one waiting coroutine.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "foundation/limits.h"
#include "foundation/outcome.h"
#include "service/ballot_desk.h"
#include "service/batch_wire.h"
#include "service/vote_board.h"
#include "voting/ballot.h"

namespace shipvote::service {

struct BatchFigures {
  std::uint64_t batches = 0;
  std::uint64_t refused = 0;  // batches that were none
  std::uint64_t late = 0;     // batches that were sent too long ago, or by a clock that is not ours
  BallotFigures ballots;      // by verdict; login_required stays 0, because the edge refuses those
};

class BallotBatches {
 public:
  struct Parts {
    voting::BallotBox& box;
    VoteBoard const& votes;
    TimeSource const& time;
    UnknownVote unknown_vote;  // for votes that are not on the board; asked once for each of them
    std::chrono::milliseconds patience = limits::votes_looked_up_within;  // with all of those together
  };
  explicit BallotBatches(Parts parts) : parts_(std::move(parts)) {}

  // On an event loop. Comes back with a verdict for each ballot, in order, once all are on disk or refused. They count
  // as cast now: one clock, this program's, decides what came before the end of a vote. Refused whole (overloaded) when
  // the batch is limits::batch_late old: its edge may have given it up, and later ballots of the same viewers be
  // stored.
  [[nodiscard]] boost::asio::awaitable<Outcome<BatchAnswer>> cast(BatchReader batch);

  void note_refused() noexcept { refused_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] BatchFigures figures() const noexcept;

 private:
  class Batch;
  struct UnknownBallot;
  struct Looking;

  void note_late(BatchReader const& batch, TimePoint now);
  // Fills in what is said of votes that are not on the board.
  [[nodiscard]] boost::asio::awaitable<void> look_up(std::vector<UnknownBallot> unknown,
                                                     std::vector<voting::BallotVerdict>& verdicts);
  [[nodiscard]] std::vector<ToldTally> tallies_for(BatchReader const& batch,
                                                   std::vector<voting::BallotVerdict> const& verdicts) const;
  void count(std::vector<voting::BallotVerdict> const& verdicts) noexcept;

  static constexpr std::size_t verdict_kinds = 8;

  Parts parts_;
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> late_{0};
  std::atomic<TimePoint> late_told_{TimePoint::min()};  // in the log, the last time
  std::array<std::atomic<std::uint64_t>, verdict_kinds> verdicts_{};
};

}  // namespace shipvote::service
