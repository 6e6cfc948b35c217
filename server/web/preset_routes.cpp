// Presets, and the ships that a rule gives: for whoever may open votes on the channel.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "web/answers.h"
#include "web/form.h"
#include "web/preset_json.h"
#include "web/route_parts.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

// The channel of the path, once the token may control its votes.
Outcome<ChannelId> controlled_channel(RouteParts const& parts, http::Request const& request) {
  auto channel = channel_in_path(request);
  if (!channel) return channel;
  auto const claims = parts.authorization.check_control(request, channel.value(), parts.channel_board);
  if (!claims) return claims.refusal();
  return channel;
}

Outcome<voting::PresetId> preset_in_path(http::Request const& request) {
  if (auto const id = parse_id<voting::PresetId>(request.parameters[1])) return *id;
  return Refusal{RefusalCode::not_found, "There is no such preset on this channel"};
}

http::Response answer(int status, json::value data) {
  return {status, json::serialize(json::object{{"ok", true}, {"data", std::move(data)}})};
}

asio::awaitable<http::Response> list(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  json::array presets;
  for (auto const& preset : co_await parts.presets.list(channel.value())) presets.emplace_back(preset_json(preset));
  co_return answer(200, std::move(presets));
}

asio::awaitable<http::Response> add(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto preset = read_preset(body.value());
  if (!preset) co_return refused(preset.refusal());
  auto const added = co_await parts.presets.add(channel.value(), std::move(preset).value());
  if (!added) co_return refused(added.refusal());
  auto response = answer(201, preset_json(added.value()));
  response.headers.emplace_back("Location",
                                "/api/channels/" + channel.value().text() + "/presets/" + added.value().id.text());
  co_return response;
}

asio::awaitable<http::Response> change(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const id = preset_in_path(request);
  if (!id) co_return refused(id.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto preset = read_preset(body.value());
  if (!preset) co_return refused(preset.refusal());
  auto const changed = co_await parts.presets.change(channel.value(), id.value(), std::move(preset).value());
  if (!changed) co_return refused(changed.refusal());
  co_return answer(200, preset_json(changed.value()));
}

asio::awaitable<http::Response> remove(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  if (auto const id = preset_in_path(request)) {
    (void)co_await parts.presets.remove(channel.value(), id.value());  // gone is gone, however often it is asked for
  }
  co_return http::Response{204, std::string{}, ""};
}

asio::awaitable<http::Response> draw(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto const question = read_draw(body.value());
  if (!question) co_return refused(question.refusal());
  auto const& excluded = question.value().excluded;
  std::unordered_set<ShipId> without(excluded.begin(), excluded.end());
  auto const drawn = co_await parts.presets.draw(channel.value(), question.value().rule, std::move(without));
  if (!drawn) co_return refused(drawn.refusal());
  auto const ids = [](std::vector<ShipId> const& ships) {
    json::array numbers;
    for (ShipId const ship : ships) numbers.emplace_back(ship.value);
    return numbers;
  };
  co_return answer(200,
                   json::object{{"ships", ids(drawn.value().ships)}, {"candidates", ids(drawn.value().candidates)}});
}

using Route = asio::awaitable<http::Response> (*)(RouteParts const&, http::Request const&);

}  // namespace

void add_preset_routes(http::Router& router, RouteParts const& parts) {
  auto const add_route = [&](http::Method method, std::string_view pattern, Route route) {
    router.add(method, pattern,
               answering([&parts, route](http::Request const& request) { return route(parts, request); }));
  };
  add_route(http::Method::get, "/api/channels/:id/presets", list);
  add_route(http::Method::post, "/api/channels/:id/presets", add);
  add_route(http::Method::put, "/api/channels/:id/presets/:preset_id", change);
  add_route(http::Method::delete_, "/api/channels/:id/presets/:preset_id", remove);
  add_route(http::Method::post, "/api/channels/:id/draw", draw);
}

}  // namespace shipvote::web
