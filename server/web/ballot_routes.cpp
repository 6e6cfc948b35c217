// POST /api/channels/:id/votes/:vote_id/submit: the one request that every viewer makes.
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "web/answers.h"
#include "web/form.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

// The usual small body, read without allocating; anything unusual is left to the form, which says what is wrong.
std::optional<ShipId> quick_ship_id(std::string_view body) {
  std::array<unsigned char, 1024> memory;  // NOLINT(cppcoreguidelines-pro-type-member-init): scratch space
  boost::json::monotonic_resource scratch{memory.data(), memory.size()};
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 4;
  auto const value = boost::json::parse(body, error, &scratch, options);
  if (error || !value.is_object()) return std::nullopt;
  auto const* const ship = value.get_object().if_contains("ship_id");
  if (ship == nullptr || !ship->is_int64()) return std::nullopt;
  auto const number = ship->get_int64();
  if (number < 1 || number > static_cast<std::int64_t>(ShipId::max)) return std::nullopt;
  return ShipId{static_cast<std::uint32_t>(number)};
}

Outcome<ShipId> ship_in_body(http::Request const& request) {
  constexpr std::size_t usual_bytes = 128;
  if (request.content_type == "application/json" && request.body.size() <= usual_bytes) {
    if (auto const ship = quick_ship_id(request.body)) return *ship;
  }
  auto const body = read_object(request);
  if (!body) return body.refusal();
  Form form{body.value()};
  form.note_if_missing("ship_id");
  auto const ship = form.number("ship_id", 1, ShipId::max);
  if (!form.ok()) return form.refusal(RefusalCode::invalid_request);
  return ShipId{static_cast<std::uint32_t>(*ship)};
}

// With the counts that the ballot has bought, rendered once for each state of the vote.
http::SharedBytes accepted_body(service::VoteView& vote) {
  auto body = vote.slot(service::VoteView::Body::accepted).at(vote.version(), [&vote] {
    return R"({"ok":true,"data":{)" + counts_text(vote.vote(), true) + "}}";
  });
  return std::move(body.bytes);
}

asio::awaitable<http::Response> submit(BallotRouteParts parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check(request, channel.value(), Needs::viewer);
  if (!claims) co_return refused(claims.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const ship = ship_in_body(request);
  if (!ship) co_return refused(ship.refusal());
  auto const cast = co_await parts.ballots.cast(claims.value(), vote.value(), ship.value());
  if (!cast) co_return refused(cast.refusal());
  auto const& counts = cast.value();
  if (!counts) co_return ok();
  co_return http::Response{200, accepted_body(*counts)};
}

}  // namespace

void add_ballot_routes(http::Router& router, BallotRouteParts parts) {
  router.add(http::Method::post, "/api/channels/:id/votes/:vote_id/submit",
             answering([parts](http::Request const& request) { return submit(parts, request); }));
}

}  // namespace shipvote::web
