// Ballots that an edge brings many at a time: each is checked and handed to the ledger like any other, but all of them
// share one request, one allocation and one waiting coroutine.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <vector>

#include "service/ballot_desk.h"
#include "service/batch_wire.h"
#include "service/vote_board.h"
#include "voting/ballot.h"

namespace shipvote::service {

struct BatchFigures {
  std::uint64_t batches = 0;
  std::uint64_t refused = 0;  // batches that were none
  BallotFigures ballots;      // by verdict; login_required stays 0, because the edge refuses those
};

class BallotBatches {
 public:
  struct Parts {
    voting::BallotBox& box;
    VoteBoard const& votes;
    TimeSource const& time;
    UnknownVote unknown_vote;  // for votes that are not on the board; asked once for each of them
  };
  explicit BallotBatches(Parts parts) : parts_(std::move(parts)) {}

  // On an event loop. Comes back with a verdict for each ballot, in order, once all are on disk or refused. They count
  // as cast now: one clock, this program's, decides what came before the end of a vote.
  [[nodiscard]] boost::asio::awaitable<std::vector<voting::BallotVerdict>> cast(BatchReader batch);

  void note_refused() noexcept { refused_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] BatchFigures figures() const noexcept;

 private:
  class Batch;
  struct UnknownBallot;

  [[nodiscard]] boost::asio::awaitable<void> look_up(std::vector<UnknownBallot> const& unknown,
                                                     std::vector<voting::BallotVerdict>& verdicts);
  void count(std::vector<voting::BallotVerdict> const& verdicts) noexcept;

  static constexpr std::size_t verdict_kinds = 8;

  Parts parts_;
  std::atomic<std::uint64_t> batches_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::array<std::atomic<std::uint64_t>, verdict_kinds> verdicts_{};
};

}  // namespace shipvote::service
