// The broadcaster's settings: /api/settings/channels and what lies below.
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/form.h"
#include "web/own_channel.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::uint64_t show_result_least = limits::show_result_least.count();
constexpr std::uint64_t show_result_most = limits::show_result_longest.count();

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
    if (!change.overlay_position) {
      form.note("overlay_position", "must be one of top_left, top_right, bottom_left, bottom_right");
    }
  }
  if (auto const language = form.text("language", 16)) {
    change.language = voting::parse_language(*language);
    if (!change.language) form.note("language", "must be one of auto, en, de, fr, es, pl, ja, ko, zh-TW");
  }
  if (auto const seconds = form.number("show_result_seconds", show_result_least, show_result_most)) {
    change.show_result = std::chrono::seconds{*seconds};
  }
  change.anonymous_may_vote = form.flag("anonymous_may_vote");
  change.only_in_game = form.flag("only_in_game");
  change.latency_hold = form.flag("latency_hold");
  change.chat_result = form.flag("chat_result");
  change.moderators_may_control = form.flag("moderators_may_control");
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

asio::awaitable<http::Response> show_settings(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const view = co_await parts.channels.show(channel.value());
  if (!view) co_return refused(view.refusal());
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  co_return channel_answer(200, parts, *view.value(), recent);
}

asio::awaitable<http::Response> change_settings(RouteParts const& parts, http::Request const& request) {
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

asio::awaitable<http::Response> remove_channel(RouteParts const& parts, http::Request const& request) {
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

}  // namespace

void add_settings_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::post, "/api/settings/channels", set_up);
  add_route(router, parts, http::Method::get, "/api/settings/channels/:id", show_settings);
  add_route(router, parts, http::Method::put, "/api/settings/channels/:id", change_settings);
  add_route(router, parts, http::Method::patch, "/api/settings/channels/:id", change_settings);
  add_route(router, parts, http::Method::delete_, "/api/settings/channels/:id", remove_channel);
  add_route(router, parts, http::Method::put, "/api/settings/channels/:id/ships/:ship_id/enabled", enable_ship);
  add_route(router, parts, http::Method::post, "/api/settings/channels/:id/feedback", give_feedback);
}

}  // namespace shipvote::web
