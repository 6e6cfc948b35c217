// Helix, the token mint, and the stream of live messages.
#include <boost/json.hpp>

#include "sim/helix_reading.h"
#include "sim/routes.h"
#include "sim/simulator.h"
#include "sim/suffering.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;
using boost::asio::awaitable;

http::Response fault_answer(Fault fault, TimePoint now) {
  int status = 500;
  std::string_view message;
  if (fault == Fault::rate_limited) {
    status = 429;
    message = "Too many requests";
  } else if (fault == Fault::unauthorized) {
    status = 401;
    message = "Error (401): JWT could not be verified";
  } else if (fault == Fault::unavailable) {
    status = 503;
  }
  auto response = helix_error(status, message);
  add_rate_headers(response, 100, fault == Fault::rate_limited ? 0 : 100, now + std::chrono::seconds{1});
  return response;
}

awaitable<http::Response> helix(Simulator& simulator, http::Request const& request) {
  constexpr std::string_view prefix = "/helix";
  HelixCall const call{request.method,        request.path.substr(prefix.size()),
                       request.query,         request.client_id,
                       request.authorization, request.body};
  if (auto const delay = simulator.slow_channels().delay_of(request.body); delay.count() > 0) {
    co_await dawdle(simulator, delay);
  }
  auto const now = simulator.now();
  auto const fault = simulator.helix_faults().draw();
  bool const done = fault == Fault::none || fault == Fault::server_error_done || fault == Fault::time_out_done;
  http::Response response = done ? simulator.helix().answer(call, now) : http::Response{};
  if (fault == Fault::none) co_return response;
  if (fault == Fault::time_out || fault == Fault::time_out_done) co_return co_await fall_silent(simulator);
  co_return fault_answer(fault, now);
}

std::optional<json::object> body_of(http::Request const& request) { return json_object(request.body); }

bool known_role(std::string_view role) {
  return role == "viewer" || role == "moderator" || role == "broadcaster" || role == "external";
}

http::Response mint_one(Simulator const& simulator, http::Request const& request) {
  auto const body = body_of(request);
  if (!body) return bad_request("the body must be a JSON object");
  TokenWish wish("", "viewer", "");
  if (!text_field(*body, "channel_id", wish.channel_id) || !text_field(*body, "role", wish.role) ||
      !text_field(*body, "opaque_user_id", wish.opaque_user_id) || !text_field(*body, "user_id", wish.user_id)) {
    return bad_request("channel_id, role, opaque_user_id and user_id must be strings");
  }
  if (!digits(wish.channel_id) && !(wish.role == "external" && wish.channel_id == "all")) {
    return bad_request("channel_id must be digits");
  }
  if (!known_role(wish.role)) return bad_request("role must be viewer, moderator, broadcaster or external");
  auto const seconds = number_in(*body, "expires_in", 3'600, -86'400, 86'400);
  if (!seconds) return bad_request("expires_in must be a number of seconds from -86400 to 86400");
  wish.expires_in = std::chrono::seconds{static_cast<std::int64_t>(*seconds)};
  if (wish.role == "external") {
    wish.opaque_user_id.clear();
    if (wish.user_id.empty()) wish.user_id = simulator.settings().owner_user_id;
  } else if (wish.opaque_user_id.empty()) {
    wish.opaque_user_id = wish.role == "broadcaster" ? "U" + wish.channel_id : viewer_name(1);
  }
  return json_response(200, json::object{{"token", simulator.mint(wish)}, {"opaque_user_id", wish.opaque_user_id}});
}

http::Response mint_viewers(Simulator const& simulator, http::Request const& request) {
  constexpr double most = 50'000;
  auto const body = body_of(request);
  std::string channel;
  if (!body || !text_field(*body, "channel_id", channel) || !digits(channel))
    return bad_request("channel_id must be digits");
  auto const count = number_in(*body, "count", 1, 1, most);
  auto const first = number_in(*body, "first", 1, 1, 4e9);
  if (!count || !first) return bad_request("count must be from 1 to 50000 and first from 1");
  auto const now = simulator.now();
  auto const secret = simulator.secrets().signing(now);
  json::array tokens;
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(*count); ++number) {
    TokenWish const wish(channel, "viewer", viewer_name(static_cast<std::uint64_t>(*first) + number));
    tokens.emplace_back(mint_token(wish, secret, now));
  }
  return json_response(200, json::object{{"tokens", std::move(tokens)}});
}

http::Response live(Simulator& simulator, http::Request const& request) {
  std::string const channel(request.parameters[0]);
  if (!digits(channel)) return bad_request("the channel must be digits");
  std::string const viewer = query_value(request.query, "viewer").value_or("");
  http::Response response(200, std::string{}, "text/event-stream");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.stream = [&simulator, channel, viewer](std::shared_ptr<http::Stream> stream) {
    simulator.delivery().listen(channel, viewer, std::move(stream));
  };
  return response;
}

}  // namespace

void add_twitch_routes(http::Router& router, Simulator& simulator) {
  using http::Method;
  for (auto const method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_}) {
    router.add_prefix(method, "/helix/",
                      [&simulator](http::Request const& request) { return helix(simulator, request); });
  }
  add_plain(router, Method::post, "/mint", [&](http::Request const& request) { return mint_one(simulator, request); });
  add_plain(router, Method::post, "/mint/viewers",
            [&](http::Request const& request) { return mint_viewers(simulator, request); });
  add_plain(router, Method::get, "/live/:channel",
            [&](http::Request const& request) { return live(simulator, request); });
}

}  // namespace shipvote::sim
