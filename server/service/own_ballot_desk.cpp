#include "service/own_ballot_desk.h"

#include "twitch/viewer_key.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::BallotVerdict;
using OwnBallot = Outcome<std::optional<ShipId>>;

namespace {

OwnBallot ship_or_none(ShipId ship) {
  if (ship == ShipId{}) return std::optional<ShipId>{};
  return std::optional{ship};
}

}  // namespace

OwnBallotDesk::OwnBallotDesk(Parts parts) : parts_(parts), questions_(parts_.store), waiting_(parts_.loops) {}

asio::awaitable<OwnBallot> OwnBallotDesk::find(twitch::Claims const& claims, VoteId vote) {
  auto const view = parts_.board.find(vote);
  bool open = view != nullptr && view->open();
  if (view == nullptr) {
    auto const stored = co_await parts_.votes.show(claims.channel, vote);
    if (!stored) co_return stored.refusal();
    open = stored.value().state == voting::VoteState::open;
  } else if (view->channel() != claims.channel) {
    co_return voting::verdict_refusal(BallotVerdict::vote_not_found);
  }
  if (voting::viewer_kind(claims.opaque_user_id) == voting::ViewerKind::unknown) co_return ship_or_none({});
  auto const viewer = twitch::viewer_key(claims.opaque_user_id);
  if (!open) co_return co_await find_closed(vote, viewer);
  voting::Ballot const question{vote, {}, viewer, {}, claims.channel};
  auto const returned = co_await waiting_.hand_over(questions_, question);
  if (returned.verdict == BallotVerdict::accepted) co_return ship_or_none(returned.ship);
  if (returned.verdict == BallotVerdict::vote_closed) co_return co_await find_closed(vote, viewer);
  if (returned.verdict == BallotVerdict::storage_failed) {
    co_return Refusal{RefusalCode::storage_failed, "Your ballot cannot be looked up now, try again in a moment"};
  }
  co_return voting::verdict_refusal(returned.verdict);
}

asio::awaitable<OwnBallot> OwnBallotDesk::find_closed(VoteId vote, voting::ViewerKey viewer) {
  auto ship = parts_.store.remembered_ballot(vote, viewer);
  if (!ship) {
    ship = co_await parts_.pool.run([this, vote, viewer] { return parts_.store.stored_ballot(vote, viewer); });
  }
  if (!ship) co_return Refusal{RefusalCode::overloaded, "Old ballots are being read for others, try again in a moment"};
  co_return ship_or_none(*ship);
}

}  // namespace shipvote::service
