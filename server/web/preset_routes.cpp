// Presets, and the ships that a rule gives: for whoever may open votes on the channel.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "web/answers.h"
#include "web/form.h"
#include "web/own_channel.h"
#include "web/preset_json.h"
#include "web/route_parts.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

Outcome<voting::PresetId> preset_in_path(http::Request const& request) {
  if (auto const id = parse_id<voting::PresetId>(request.parameters[1])) return *id;
  return Refusal{RefusalCode::not_found, "There is no such preset on this channel"};
}

http::Response answer(int status, json::value data) {
  return {status, json::serialize(json::object{{"ok", true}, {"data", std::move(data)}})};
}

asio::awaitable<http::Response> list_presets(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  json::array presets;
  for (auto const& preset : co_await parts.presets.list(control.value().channel))
    presets.emplace_back(preset_json(preset));
  co_return answer(200, std::move(presets));
}

asio::awaitable<http::Response> add_preset(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto preset = read_preset(body.value());
  if (!preset) co_return refused(preset.refusal());
  auto const added = co_await parts.presets.add(control.value().channel, std::move(preset).value());
  if (!added) co_return refused(added.refusal());
  auto response = answer(201, preset_json(added.value()));
  response.headers.emplace_back(
      "Location", "/api/channels/" + control.value().channel.text() + "/presets/" + added.value().id.text());
  co_return response;
}

asio::awaitable<http::Response> change_preset(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const id = preset_in_path(request);
  if (!id) co_return refused(id.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto preset = read_preset(body.value());
  if (!preset) co_return refused(preset.refusal());
  auto const changed = co_await parts.presets.change(control.value().channel, id.value(), std::move(preset).value());
  if (!changed) co_return refused(changed.refusal());
  co_return answer(200, preset_json(changed.value()));
}

asio::awaitable<http::Response> remove_preset(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  if (auto const id = preset_in_path(request)) {
    (void)co_await parts.presets.remove(control.value().channel,
                                        id.value());  // gone is gone, however often it is asked for
  }
  co_return http::Response{204, std::string{}, ""};
}

asio::awaitable<http::Response> draw(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto const question = read_draw(body.value());
  if (!question) co_return refused(question.refusal());
  auto const& excluded = question.value().excluded;
  std::unordered_set<ShipId> without(excluded.begin(), excluded.end());
  auto const drawn = co_await parts.presets.draw(control.value().channel, question.value().rule, std::move(without));
  if (!drawn) co_return refused(drawn.refusal());
  auto const ids = [](std::vector<ShipId> const& ships) {
    json::array numbers;
    for (ShipId const ship : ships) numbers.emplace_back(ship.value);
    return numbers;
  };
  co_return answer(200,
                   json::object{{"ships", ids(drawn.value().ships)}, {"candidates", ids(drawn.value().candidates)}});
}

}  // namespace

void add_preset_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/channels/:id/presets", list_presets);
  add_route(router, parts, http::Method::post, "/api/channels/:id/presets", add_preset);
  add_route(router, parts, http::Method::put, "/api/channels/:id/presets/:preset_id", change_preset);
  add_route(router, parts, http::Method::delete_, "/api/channels/:id/presets/:preset_id", remove_preset);
  add_route(router, parts, http::Method::post, "/api/channels/:id/draw", draw);
}

}  // namespace shipvote::web
