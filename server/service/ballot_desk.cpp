#include "service/ballot_desk.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <utility>

#include "twitch/viewer_key.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::BallotVerdict;

namespace {

// A ballot together with the coroutine that waits for its verdict.
struct WaitingBallot : voting::PendingBallot {
  void (*resume)(WaitingBallot* self) = nullptr;  // hands over the verdict, destroys the ballot, goes on
};

// With the handler's own type, so that a ballot costs one allocation.
template <class Handler>
struct ResumableBallot final : WaitingBallot {
  ResumableBallot(Handler waiting_handler, voting::Ballot cast_ballot, voting::BallotReturn* give_back,
                  BallotVerdict* to)
      : handler(std::move(waiting_handler)), told(to) {
    ballot = cast_ballot;
    give_back_to = give_back;
    resume = [](WaitingBallot* self) {
      std::unique_ptr<ResumableBallot> const own{static_cast<ResumableBallot*>(self)};
      *own->told = own->verdict;
      std::move(own->handler)();
    };
  }
  Handler handler;
  BallotVerdict* told;
};

}  // namespace

// Takes verdicts from the ledger's thread to the loop that waits for them: one post for all ballots of a commit.
class BallotDesk::LoopReturn final : public voting::BallotReturn {
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

struct BallotDesk::Refused {
  std::atomic<std::uint64_t> already_voted{0};
  std::atomic<std::uint64_t> vote_closed{0};
  std::atomic<std::uint64_t> vote_not_found{0};
  std::atomic<std::uint64_t> ship_not_on_vote{0};
  std::atomic<std::uint64_t> login_required{0};
  std::atomic<std::uint64_t> overloaded{0};
  std::atomic<std::uint64_t> storage_failed{0};
};

BallotDesk::BallotDesk(Parts parts) : parts_(parts), refused_(std::make_unique<Refused>()) {
  for (std::size_t index = 0; index < parts_.loops.count(); ++index) {
    returns_.push_back(std::make_unique<LoopReturn>(parts_.loops.loop(index)));
  }
}

BallotDesk::~BallotDesk() = default;

asio::awaitable<Outcome<void>> BallotDesk::cast(twitch::Claims const& claims, VoteId vote, ShipId ship) {
  auto const now = parts_.time.now();
  auto const view = parts_.votes.find(vote);
  bool const known = view != nullptr && view->channel() == claims.channel;
  auto refusal = known ? refuse_early(claims, *view, ship, now) : refuse_viewer(claims);
  if (!refusal && !known && parts_.unknown_vote) refusal = co_await parts_.unknown_vote(claims.channel, vote);
  if (refusal) {
    count(refusal->code);
    co_return std::move(*refusal);
  }
  voting::Ballot const ballot{vote, ship, twitch::viewer_key(claims.opaque_user_id), now, claims.channel};
  auto const verdict = co_await ask_ledger(ballot);
  if (verdict == BallotVerdict::accepted) {
    accepted_.fetch_add(1, std::memory_order_relaxed);
    co_return Outcome<void>{};
  }
  auto refused = voting::verdict_refusal(verdict);
  count(refused.code);
  co_return refused;
}

std::optional<Refusal> BallotDesk::refuse_viewer(twitch::Claims const& claims) const {
  auto const kind = voting::viewer_kind(claims.opaque_user_id);
  if (kind == voting::ViewerKind::logged_in) return std::nullopt;
  if (kind == voting::ViewerKind::anonymous && parts_.channels.anonymous_may_vote(claims.channel)) return std::nullopt;
  return Refusal{RefusalCode::anonymous_not_allowed, "Log in to Twitch to vote on this channel"};
}

std::optional<Refusal> BallotDesk::refuse_early(twitch::Claims const& claims, VoteView const& view, ShipId ship,
                                                TimePoint now) const {
  if (auto refusal = refuse_viewer(claims)) return refusal;
  if (!view.open() || (view.ends_at() && now >= *view.ends_at())) {
    return voting::verdict_refusal(BallotVerdict::vote_closed);
  }
  if (!view.has_ship(ship)) return voting::verdict_refusal(BallotVerdict::ship_not_on_vote);
  return std::nullopt;
}

asio::awaitable<BallotVerdict> BallotDesk::ask_ledger(voting::Ballot ballot) {
  auto const loop = http::EventLoops::current();
  if (!loop) std::abort();  // ballots are cast on event loops only
  auto verdict = BallotVerdict::overloaded;
  auto const cast_it = [&](auto handler) {
    using Waiting = ResumableBallot<decltype(handler)>;
    auto waiting = std::make_unique<Waiting>(std::move(handler), ballot, returns_[*loop].get(), &verdict);
    if (parts_.box.cast(*waiting)) {
      (void)waiting.release();  // the box's now, until it comes back
    } else {
      // Posted, because a coroutine must not go on inside its own suspension.
      asio::post(parts_.loops.loop(*loop), std::move(waiting->handler));
    }
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(cast_it, asio::use_awaitable);
  co_return verdict;
}

void BallotDesk::count(RefusalCode code) noexcept {
  auto& counter = [&]() -> std::atomic<std::uint64_t>& {
    switch (code) {
      case RefusalCode::already_voted: return refused_->already_voted;
      case RefusalCode::vote_closed: return refused_->vote_closed;
      case RefusalCode::vote_not_found: return refused_->vote_not_found;
      case RefusalCode::ship_not_on_vote: return refused_->ship_not_on_vote;
      case RefusalCode::anonymous_not_allowed: return refused_->login_required;
      case RefusalCode::overloaded: return refused_->overloaded;
      default: return refused_->storage_failed;
    }
  }();
  counter.fetch_add(1, std::memory_order_relaxed);
}

BallotFigures BallotDesk::figures() const noexcept {
  BallotFigures figures;
  figures.accepted = accepted_.load(std::memory_order_relaxed);
  figures.already_voted = refused_->already_voted.load(std::memory_order_relaxed);
  figures.vote_closed = refused_->vote_closed.load(std::memory_order_relaxed);
  figures.vote_not_found = refused_->vote_not_found.load(std::memory_order_relaxed);
  figures.ship_not_on_vote = refused_->ship_not_on_vote.load(std::memory_order_relaxed);
  figures.login_required = refused_->login_required.load(std::memory_order_relaxed);
  figures.overloaded = refused_->overloaded.load(std::memory_order_relaxed);
  figures.storage_failed = refused_->storage_failed.load(std::memory_order_relaxed);
  return figures;
}

}  // namespace shipvote::service
