// The broadcaster's settings: /api/settings/channels and what lies below.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/form.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

http::Response channel_answer(int status, RouteParts const& parts, service::ChannelView const& view,
                              std::vector<ShipId> const& recent_ships) {
  auto body = channel_json(view, *parts.fleet.get());
  json::array recent;
  for (ShipId const ship : recent_ships) recent.emplace_back(ship.value);
  body["recent_ships"] = std::move(recent);
  return {status, json::serialize(json::object{{"data", std::move(body)}})};
}

// The channel of the path, once the token is its broadcaster's.
Outcome<ChannelId> own_channel(RouteParts const& parts, http::Request const& request) {
  auto channel = channel_in_path(request);
  if (!channel) return channel;
  auto const claims = parts.authorization.check(request, channel.value(), Needs::broadcaster);
  if (!claims) return claims.refusal();
  return channel;
}

Outcome<service::ChannelChange> read_change(json::object const& settings) {
  Form form{settings};
  service::ChannelChange change;
  change.wows_username = form.text("wows_username", limits::account_name_characters);
  if (auto const realm = form.text("wows_realm", 16)) {
    change.wows_realm = voting::parse_realm(*realm);
    if (!change.wows_realm) form.note("wows_realm", "must be one of eu, na, asia");
  }
  if (auto const position = form.text("overlay_position", 32)) {
    change.overlay_position = voting::parse_overlay_position(*position);
    if (!change.overlay_position) form.note("overlay_position", "must be one of top_left, top_right");
  }
  change.anonymous_may_vote = form.flag("anonymous_may_vote");
  (void)form.list("ships");  // version 3 sends one; the ships come from Wargaming
  if (!form.ok()) return form.refusal(RefusalCode::invalid_settings);
  return change;
}

// The id in the body says which channel; the token has to be of that channel.
Outcome<ChannelId> channel_in_body(json::object const& body) {
  auto const* const id = body.if_contains("id");
  std::optional<ChannelId> channel;
  if (id != nullptr && id->is_string()) {
    channel = parse_id<ChannelId>(id->get_string());
  } else if (id != nullptr && id->is_number()) {
    boost::system::error_code error;
    auto const number = id->to_number<std::uint64_t>(error);
    if (!error) channel = parse_id<ChannelId>(std::to_string(number));
  }
  if (channel) return *channel;
  return Refusal{RefusalCode::invalid_request, "id must be a channel id in digits"}.with_field(
      "id", "must be a channel id in digits");
}

asio::awaitable<http::Response> set_up(RouteParts const& parts, http::Request const& request) {
  // Who asks is settled before what is asked: the body only says for which channel.
  auto const body = read_object(request);
  auto const channel = body ? channel_in_body(body.value()) : Outcome<ChannelId>{body.refusal()};
  auto const claims = parts.authorization.check_any(request, Needs::broadcaster);
  if (!claims) co_return refused(claims.refusal());
  if (!channel) co_return refused(channel.refusal());
  if (claims.value().channel != channel.value()) co_return refused({RefusalCode::unauthorized, "unauthorized"});
  auto change = read_change(body.value());
  if (!change) co_return refused(change.refusal());
  auto const saved = co_await parts.channels.set_up(channel.value(), std::move(change).value());
  if (!saved) co_return refused(saved.refusal());
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  auto response = channel_answer(saved.value().created ? 201 : 200, parts, *saved.value().view, recent);
  response.headers.emplace_back("Location", "/api/settings/channels/" + channel.value().text());
  co_return response;
}

asio::awaitable<http::Response> show(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const view = parts.channel_board.find(channel.value());
  if (!view) co_return refused({RefusalCode::channel_not_found, "This channel has not been set up yet"});
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  co_return channel_answer(200, parts, *view, recent);
}

asio::awaitable<http::Response> change(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto const* const inner = body.value().if_contains("channel");
  if (inner == nullptr || !inner->is_object()) {
    co_return refused(
        Refusal{RefusalCode::invalid_request, "channel must be an object"}.with_field("channel", "must be an object"));
  }
  auto settings = read_change(inner->get_object());
  if (!settings) co_return refused(settings.refusal());
  auto const saved = co_await parts.channels.change(channel.value(), std::move(settings).value());
  if (!saved) co_return refused(saved.refusal());
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  co_return channel_answer(200, parts, *saved.value().view, recent);
}

asio::awaitable<http::Response> remove(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  (void)co_await parts.channels.remove(channel.value());  // gone is gone, however often it is asked for
  co_return http::Response{204, std::string{}, ""};
}

asio::awaitable<http::Response> enable_ship(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const ship = parse_id<ShipId>(request.parameters[1]);
  if (!ship) co_return refused({RefusalCode::not_found, "This ship is not in the garage"});
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  Form form{body.value()};
  form.note_if_missing("enabled");
  auto const enabled = form.flag("enabled");
  if (!form.ok()) co_return refused(form.refusal(RefusalCode::invalid_request));
  auto const changed = co_await parts.channels.enable_ship(channel.value(), *ship, *enabled);
  if (!changed) co_return refused(changed.refusal());
  co_return ok();
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

asio::awaitable<http::Response> give_feedback(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto const* const inner = body.value().if_contains("feedback");
  if (inner == nullptr || !inner->is_object()) {
    co_return refused(Refusal{RefusalCode::invalid_request, "feedback must be an object"}.with_field(
        "feedback", "must be an object"));
  }
  Form form{inner->get_object()};
  auto message = form.text("message", limits::feedback_bytes);
  if (form.ok() && (!message || blank(*message))) form.note("message", "can't be blank");
  if (!form.ok()) co_return refused(form.refusal(RefusalCode::invalid_settings));
  auto const feedback = co_await parts.channels.give_feedback(channel.value(), std::move(*message));
  if (!feedback) co_return refused(feedback.refusal());
  json::object const data{{"id", feedback.value().id}, {"message", feedback.value().message}};
  co_return http::Response{201, json::serialize(json::object{{"data", data}})};
}

using Route = asio::awaitable<http::Response> (*)(RouteParts const&, http::Request const&);

}  // namespace

void add_settings_routes(http::Router& router, RouteParts const& parts) {
  auto const add = [&](http::Method method, std::string_view pattern, Route route) {
    router.add(method, pattern,
               answering([&parts, route](http::Request const& request) { return route(parts, request); }));
  };
  add(http::Method::post, "/api/settings/channels", set_up);
  add(http::Method::get, "/api/settings/channels/:id", show);
  add(http::Method::put, "/api/settings/channels/:id", change);
  add(http::Method::patch, "/api/settings/channels/:id", change);
  add(http::Method::delete_, "/api/settings/channels/:id", remove);
  add(http::Method::put, "/api/settings/channels/:id/ships/:ship_id/enabled", enable_ship);
  add(http::Method::post, "/api/settings/channels/:id/feedback", give_feedback);
}

}  // namespace shipvote::web
