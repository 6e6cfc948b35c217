#include "service/ballot_desk.h"

#include <utility>

#include "twitch/viewer_key.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::BallotVerdict;

struct BallotDesk::Refused {
  std::atomic<std::uint64_t> already_voted{0};
  std::atomic<std::uint64_t> vote_closed{0};
  std::atomic<std::uint64_t> vote_not_found{0};
  std::atomic<std::uint64_t> ship_not_on_vote{0};
  std::atomic<std::uint64_t> login_required{0};
  std::atomic<std::uint64_t> overloaded{0};
  std::atomic<std::uint64_t> storage_failed{0};
  std::atomic<std::uint64_t> outcome_unknown{0};
};

namespace {

// The vote as a viewer sees it whose ballot is in these counts. Where the box says none, the board has them already.
std::shared_ptr<VoteView> with_counts(std::shared_ptr<VoteView> const& view, voting::SharedCounts const& counts) {
  if (!counts || counts->size() != view->ship_count() || !view->open()) return view;
  auto vote = view->vote();
  vote.counts = *counts;
  return std::make_shared<VoteView>(std::move(vote));
}

}  // namespace

BallotDesk::BallotDesk(Parts parts) : parts_(parts), waiting_(parts_.loops), refused_(std::make_unique<Refused>()) {}

BallotDesk::~BallotDesk() = default;

asio::awaitable<Outcome<std::shared_ptr<VoteView>>> BallotDesk::cast(twitch::Claims const& claims, VoteId vote,
                                                                     ShipId ship) {
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
  auto const returned = co_await waiting_.hand_over(parts_.box, ballot);
  if (returned.verdict == BallotVerdict::accepted) {
    accepted_.fetch_add(1, std::memory_order_relaxed);
    bool const entitled = known && view->visibility() == voting::ResultVisibility::after_ballot;
    co_return entitled ? with_counts(view, returned.counts) : nullptr;
  }
  auto refused = voting::verdict_refusal(returned.verdict);
  count(refused.code);
  co_return refused;
}

std::optional<Refusal> BallotDesk::refuse_viewer(twitch::Claims const& claims) const {
  auto const kind = voting::viewer_kind(claims.opaque_user_id);
  if (kind == voting::ViewerKind::logged_in) return std::nullopt;
  if (kind == voting::ViewerKind::anonymous) {
    auto const allowed = parts_.channels.anonymous_may_vote(claims.channel);
    if (!allowed) return allowed.refusal();
    if (allowed.value()) return std::nullopt;
  }
  return Refusal{RefusalCode::anonymous_not_allowed, "Log in to Twitch to vote on this channel"};
}

std::optional<Refusal> BallotDesk::refuse_early(twitch::Claims const& claims, VoteView const& view, ShipId ship,
                                                TimePoint now) const {
  if (auto refusal = refuse_viewer(claims)) return refusal;
  if (!view.open() || view.ended(now)) {
    return voting::verdict_refusal(BallotVerdict::vote_closed);
  }
  if (!view.has_ship(ship)) return voting::verdict_refusal(BallotVerdict::ship_not_on_vote);
  return std::nullopt;
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
      case RefusalCode::outcome_unknown: return refused_->outcome_unknown;
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
  figures.outcome_unknown = refused_->outcome_unknown.load(std::memory_order_relaxed);
  return figures;
}

}  // namespace shipvote::service
