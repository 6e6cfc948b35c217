// GET /api/channels/:id/votes/:vote_id/ballot: what a viewer voted for, and the counts that this viewer may see.
#include "web/answers.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

// `"votes":{…},"ballots":n`, rendered once for each state of a vote that is in memory.
asio::awaitable<Outcome<service::RenderedBody>> visible_counts(RouteParts const& parts, ChannelId channel, VoteId id,
                                                               bool has_voted) {
  auto const view = parts.vote_board.find(id);
  if (view) {
    using Body = service::VoteView::Body;
    auto const slot = has_voted ? Body::counts_of_voter : Body::counts;
    co_return view->slot(slot).at(view->version(), [&] { return counts_text(view->vote(), has_voted); });
  }
  auto const vote = co_await parts.votes.show(channel, id);
  if (!vote) co_return vote.refusal();
  co_return service::rendered_body(counts_text(vote.value(), has_voted));
}

asio::awaitable<http::Response> show_own_ballot(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check(request, channel.value(), Needs::viewer);
  if (!claims) co_return refused(claims.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const found = co_await parts.own_ballots.find(claims.value(), vote.value());
  if (!found) co_return refused(found.refusal());
  auto const ship = found.value();
  auto const counts = co_await visible_counts(parts, channel.value(), vote.value(), ship.has_value());
  if (!counts) co_return refused(counts.refusal());
  http::Response response{
      200, R"({"ok":true,"data":{"ship_id":)" + (ship ? ship->text() : "null") + "," + *counts.value().bytes + "}}"};
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void add_own_ballot_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/channels/:id/votes/:vote_id/ballot", show_own_ballot);
}

}  // namespace shipvote::web
