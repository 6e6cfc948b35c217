// GET /api/channels/:id: what anyone may know of a channel.
#include <boost/json/serialize.hpp>

#include "web/answers.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

asio::awaitable<http::Response> show_channel(RouteParts const& parts, http::Request const& request) {
  auto const id = channel_in_path(request);
  if (!id) co_return refused(id.refusal());
  auto const view = parts.channel_board.find(id.value());
  if (!view) co_return refused({RefusalCode::not_found, "Not found"});
  auto const fleet = parts.fleet.get();
  auto body = parts.channel_board.body(view, fleet, [&] {
    return boost::json::serialize(boost::json::object{{"data", public_channel_json(*view, *fleet)}});
  });
  http::Response response{200, std::move(body.bytes)};
  response.etag = std::move(body.etag);
  co_return response;
}

}  // namespace

void add_channel_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/channels/:id", show_channel);
}

}  // namespace shipvote::web
