// A viewer asks for the own ballot: after a reload, on another device, after the close.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "foundation/outcome.h"
#include "service/ballot_waiting.h"
#include "service/blocking_pool.h"
#include "service/vote_board.h"
#include "service/vote_desk.h"
#include "store/store.h"
#include "twitch/token.h"

namespace shipvote::service {

// While a vote is open its voters are the ledger's: the question takes the ballots' own way and costs less than a
// ballot. The voters of votes that closed lately are in memory. Those of older votes are read, one vote at a time.
class OwnBallotDesk {
 public:
  struct Parts {
    http::EventLoops& loops;
    store::Store& store;
    VoteBoard const& board;
    VoteDesk& votes;
    BlockingPool& pool;
  };
  explicit OwnBallotDesk(Parts parts);

  // Call on an event loop. The ship; none for who has not voted, and for tokens that name no viewer. Every ballot that
  // was answered before is in it. Refused with vote_not_found (also for votes of other channels), overloaded,
  // storage_failed.
  [[nodiscard]] boost::asio::awaitable<Outcome<std::optional<ShipId>>> find(twitch::Claims const& claims, VoteId vote);

 private:
  class Questions final : public voting::BallotBox {
   public:
    explicit Questions(store::Store& store) : store_(store) {}
    bool cast(voting::PendingBallot& question) noexcept override { return store_.ask(question); }

   private:
    store::Store& store_;
  };

  [[nodiscard]] boost::asio::awaitable<Outcome<std::optional<ShipId>>> find_closed(VoteId vote,
                                                                                   voting::ViewerKey viewer);

  Parts parts_;
  Questions questions_;
  BallotWaiting waiting_;
};

}  // namespace shipvote::service
