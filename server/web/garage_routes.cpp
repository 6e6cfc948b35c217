// A streamer's account and ships: looking the account up, fetching its ships, naming them by hand, choosing among them.
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/form.h"
#include "web/own_channel.h"
#include "web/preset_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::string_view realms_allowed = "must be one of eu, na, asia";

asio::awaitable<http::Response> find_account(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const name = query_value(request, "wows_username");
  auto const realm_text = query_value(request, "wows_realm");
  if (!name || !realm_text) co_return refused(name ? realm_text.refusal() : name.refusal());
  auto const realm = voting::parse_realm(realm_text.value().value_or(""));
  if (!realm) {
    Refusal refusal{RefusalCode::invalid_settings, "wows_realm " + std::string{realms_allowed}};
    refusal.fields.emplace_back("wows_realm", std::string{realms_allowed});
    co_return refused(refusal);
  }
  auto const found = co_await parts.channels.find_account(*realm, name.value().value_or(""));
  if (!found) co_return refused(found.refusal());
  json::object const data{
      {"wows_username", found.value().wows_username}, {"ships", found.value().ships}, {"hidden", found.value().hidden}};
  co_return http::Response{200, json::serialize(json::object{{"data", data}})};
}

asio::awaitable<http::Response> refresh(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const view = co_await parts.channels.refresh(channel.value());
  if (!view) co_return refused(view.refusal());
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  co_return channel_answer(200, parts, *view.value(), recent);
}

std::vector<ShipId> read_garage_ships(Form& form) {
  form.note_if_missing("ships");
  auto ships = read_ships(form, "ships", limits::ships_per_garage);
  if (form.ok() && ships.empty()) form.note("ships", "must name at least one ship");
  return ships;
}

Outcome<service::NamedGarage> read_garage(http::Request const& request) {
  auto const body = read_object(request);
  if (!body) return body.refusal();
  Form form{body.value()};
  service::NamedGarage garage;
  form.note_if_missing("wows_username");
  form.note_if_missing("wows_realm");
  garage.wows_username = form.text("wows_username", limits::account_name_characters).value_or("");
  if (auto const text = form.text("wows_realm", 16)) {
    auto const realm = voting::parse_realm(*text);
    if (!realm) form.note("wows_realm", std::string{realms_allowed});
    garage.wows_realm = realm.value_or(garage.wows_realm);
  }
  garage.ships = read_garage_ships(form);
  if (!form.ok()) return form.refusal(RefusalCode::invalid_settings);
  return garage;
}

asio::awaitable<http::Response> name_garage(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto garage = read_garage(request);
  if (!garage) co_return refused(garage.refusal());
  auto const saved = co_await parts.channels.name_garage(channel.value(), std::move(garage).value());
  if (!saved) co_return refused(saved.refusal());
  auto const recent = co_await parts.channels.recent_ships(channel.value());
  co_return channel_answer(saved.value().created ? 201 : 200, parts, *saved.value().view, recent);
}

asio::awaitable<http::Response> enable_ships(RouteParts const& parts, http::Request const& request) {
  auto const channel = own_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  Form form{body.value()};
  auto ships = read_garage_ships(form);
  form.note_if_missing("enabled");
  auto const enabled = form.flag("enabled");
  if (!form.ok()) co_return refused(form.refusal(RefusalCode::invalid_request));
  auto const changed = co_await parts.channels.enable_ships(channel.value(), std::move(ships), *enabled);
  if (!changed) co_return refused(changed.refusal());
  co_return ok();
}

}  // namespace

void add_garage_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/settings/channels/:id/account", find_account);
  add_route(router, parts, http::Method::post, "/api/settings/channels/:id/garage/refresh", refresh);
  add_route(router, parts, http::Method::put, "/api/settings/channels/:id/garage", name_garage);
  add_route(router, parts, http::Method::put, "/api/settings/channels/:id/ships/enabled", enable_ships);
}

}  // namespace shipvote::web
