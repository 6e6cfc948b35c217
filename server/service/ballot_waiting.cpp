#include "service/ballot_waiting.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <utility>

namespace shipvote::service {

namespace asio = boost::asio;

namespace {

// A ballot together with the coroutine that waits for its verdict.
struct WaitingBallot : voting::PendingBallot {
  void (*resume)(WaitingBallot* self) = nullptr;  // hands over the verdict, destroys the ballot, goes on
};

// With the handler's own type, so that a ballot costs one allocation.
template <class Handler>
struct ResumableBallot final : WaitingBallot {
  ResumableBallot(Handler waiting_handler, voting::Ballot cast_ballot, voting::BallotReturn* give_back,
                  BallotWaiting::Returned* to)
      : handler(std::move(waiting_handler)), told(to) {
    ballot = cast_ballot;
    give_back_to = give_back;
    resume = [](WaitingBallot* self) {
      std::unique_ptr<ResumableBallot> const own{static_cast<ResumableBallot*>(self)};
      own->told->verdict = own->verdict;
      own->told->ship = own->ballot.ship;
      own->told->counts = std::move(own->counts);
      std::move(own->handler)();
    };
  }
  Handler handler;
  BallotWaiting::Returned* told;
};

}  // namespace

// Takes verdicts from the ledger's thread to the loop that waits for them: one post for all ballots of a commit.
class BallotWaiting::LoopReturn final : public voting::BallotReturn {
 public:
  explicit LoopReturn(asio::io_context& loop) : loop_(loop) {}

  void give_back(voting::PendingBallot* first) noexcept override {
    asio::post(loop_, [first] {
      auto* ballot = first;
      while (ballot != nullptr) {
        auto* const next = ballot->next;  // the ballot is gone once its coroutine goes on
        auto* const waiting = static_cast<WaitingBallot*>(ballot);
        waiting->resume(waiting);
        ballot = next;
      }
    });
  }

 private:
  asio::io_context& loop_;
};

BallotWaiting::BallotWaiting(http::EventLoops& loops) : loops_(loops) {
  for (std::size_t index = 0; index < loops_.count(); ++index) {
    returns_.push_back(std::make_unique<LoopReturn>(loops_.loop(index)));
  }
}

BallotWaiting::~BallotWaiting() = default;

asio::awaitable<BallotWaiting::Returned> BallotWaiting::hand_over(voting::BallotBox& box, voting::Ballot ballot) {
  auto const loop = http::EventLoops::current();
  if (!loop) std::abort();  // ballots are cast on event loops only
  Returned returned;
  auto const cast_it = [&](auto handler) {
    using Waiting = ResumableBallot<decltype(handler)>;
    auto waiting = std::make_unique<Waiting>(std::move(handler), ballot, returns_[*loop].get(), &returned);
    if (box.cast(*waiting)) {
      (void)waiting.release();  // the box's now, until it comes back
    } else {
      // Posted, because a coroutine must not go on inside its own suspension.
      asio::post(loops_.loop(*loop), std::move(waiting->handler));
    }
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(cast_it, asio::use_awaitable);
  co_return returned;
}

}  // namespace shipvote::service
