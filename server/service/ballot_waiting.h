// Coroutines that wait for a ballot box: hands ballots to it, and goes on with each on the loop that it came from.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "http/event_loops.h"
#include "voting/ballot.h"

namespace shipvote::service {

class BallotWaiting {
 public:
  explicit BallotWaiting(http::EventLoops& loops);
  ~BallotWaiting();

  struct Returned {
    voting::BallotVerdict verdict = voting::BallotVerdict::overloaded;  // so it stays when the box does not take it
    ShipId ship;                                                        // of the ballot as it came back
    voting::SharedCounts counts;                                        // the same
  };
  // Call on an event loop. Costs one allocation beside the coroutine's own frame.
  [[nodiscard]] boost::asio::awaitable<Returned> hand_over(voting::BallotBox& box, voting::Ballot ballot);

 private:
  class LoopReturn;

  http::EventLoops& loops_;
  std::vector<std::unique_ptr<LoopReturn>> returns_;  // one per loop
};

}  // namespace shipvote::service
