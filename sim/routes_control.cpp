// What a tester turns and looks at: secrets, faults, delivery, messages, state.
#include <algorithm>
#include <boost/json.hpp>

#include "foundation/base64.h"
#include "sim/helix_reading.h"
#include "sim/routes.h"
#include "sim/simulator.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

json::object rules_json(Faults const& faults) {
  json::object rules;
  auto const all = faults.rules();
  for (std::size_t index = 1; index < all.size(); ++index) {
    auto const& rule = all.at(index);
    rules[fault_text(static_cast<Fault>(index))] =
        json::object{{"next", rule.next}, {"fraction", rule.fraction}, {"given", rule.given}};
  }
  return rules;
}

http::Response faults_json(Simulator& simulator) {
  return json_response(200, json::object{{"helix", rules_json(simulator.helix_faults())},
                                         {"wargaming", rules_json(simulator.wargaming_faults())}});
}

http::Response set_faults(Simulator& simulator, http::Request const& request) {
  auto const body = json_object(request.body);
  std::string side;
  std::string kind;
  if (!body || !text_field(*body, "side", side) || !text_field(*body, "fault", kind)) {
    return bad_request(
        "expected {\"side\":\"helix\" or \"wargaming\",\"fault\":…,\"next\":n,\"fraction\":x} or \"clear\":true");
  }
  if (side != "helix" && side != "wargaming") return bad_request("side must be helix or wargaming");
  Faults& faults = side == "helix" ? simulator.helix_faults() : simulator.wargaming_faults();
  if (auto const* clear = body->if_contains("clear"); clear != nullptr && clear->is_bool() && clear->as_bool()) {
    faults.clear();
    return faults_json(simulator);
  }
  auto const fault = parse_fault(kind);
  auto const next = number_in(*body, "next", 0, 0, 1e9);
  auto const fraction = number_in(*body, "fraction", 0, 0, 1);
  if (!fault) {
    return bad_request(
        "fault must be rate_limited, server_error, server_error_done, time_out, time_out_done, unauthorized or "
        "unavailable");
  }
  if (!next || !fraction) return bad_request("next must be a number from 0, fraction a number from 0 to 1");
  faults.set(*fault, static_cast<std::uint64_t>(*next), *fraction);
  return faults_json(simulator);
}

json::object knobs_json(DeliveryKnobs const& knobs) {
  return {{"loss", knobs.loss},
          {"duplicate", knobs.duplicate},
          {"reorder", knobs.reorder},
          {"lose_every", knobs.lose_every},
          {"delay_least_ms", knobs.delay_least.count()},
          {"delay_most_ms", knobs.delay_most.count()}};
}

http::Response delivery_json(Simulator& simulator, std::string const& channel) {
  auto const figures = simulator.delivery().figures();
  auto body = knobs_json(simulator.delivery().knobs(channel));
  body["listeners"] = figures.listeners;
  body["delivered"] = figures.delivered;
  body["lost"] = figures.lost;
  body["duplicated"] = figures.duplicated;
  body["dropped"] = figures.dropped;
  return json_response(200, body);
}

http::Response set_delivery(Simulator& simulator, http::Request const& request) {
  constexpr double longest_delay_ms = 60'000;
  constexpr double most_in_turn = 1'000;
  auto const body = json_object(request.body);
  std::string channel;
  if (!body || !text_field(*body, "channel_id", channel)) return bad_request("the body must be a JSON object");
  auto const loss = number_in(*body, "loss", 0, 0, 1);
  auto const duplicate = number_in(*body, "duplicate", 0, 0, 1);
  auto const reorder = number_in(*body, "reorder", 0, 0, 1);
  auto const lose_every = number_in(*body, "lose_every", 0, 0, most_in_turn);
  auto const least = number_in(*body, "delay_least_ms", 0, 0, longest_delay_ms);
  auto const most = number_in(*body, "delay_most_ms", least.value_or(0), 0, longest_delay_ms);
  if (!loss || !duplicate || !reorder) return bad_request("loss, duplicate and reorder must be from 0 to 1");
  if (!lose_every) return bad_request("lose_every must be a number from 0 to 1000");
  if (!least || !most || *most < *least)
    return bad_request("delays must be from 0 to 60000 ms, the least not above the most");
  DeliveryKnobs knobs;
  knobs.loss = *loss;
  knobs.duplicate = *duplicate;
  knobs.reorder = *reorder;
  knobs.lose_every = static_cast<std::uint64_t>(*lose_every);
  knobs.delay_least = std::chrono::milliseconds{static_cast<std::int64_t>(*least)};
  knobs.delay_most = std::chrono::milliseconds{static_cast<std::int64_t>(*most)};
  if (channel.empty()) {
    simulator.delivery().set_knobs(knobs);
  } else {
    simulator.delivery().set_knobs(channel, knobs);
  }
  return delivery_json(simulator, channel);
}

http::Response messages_json(Simulator& simulator, std::string const& channel) {
  json::array list;
  for (auto const& message : simulator.messages().of(channel)) {
    json::array targets(message->targets.begin(), message->targets.end());
    list.push_back(json::object{{"number", message->number},
                                {"accepted_at", iso8601(message->accepted_at)},
                                {"target", std::move(targets)},
                                {"contentType", message->content_type},
                                {"message", message->message}});
  }
  return json_response(
      200, json::object{{"accepted", simulator.messages().accepted(channel)}, {"messages", std::move(list)}});
}

http::Response secrets_json(Simulator const& simulator) {
  json::array list;
  for (auto const& secret : simulator.secrets().valid(simulator.now())) {
    list.push_back(json::object{{"content", base64_encoded(secret.bytes)},
                                {"active_at", iso8601(secret.active_at)},
                                {"expires_at", iso8601(secret.expires_at)}});
  }
  return json_response(200, json::object{{"secrets", std::move(list)}});
}

json::array ships_json(std::vector<FleetShip> const& ships) {
  json::array list;
  for (auto const& ship : ships) {
    list.push_back(json::object{{"id", ship.id.value},
                                {"name", ship.name},
                                {"nation", ship.nation},
                                {"type", ship.type},
                                {"tier", ship.tier},
                                {"premium", ship.is_premium}});
  }
  return list;
}

http::Response state_json(Simulator& simulator) {
  auto const& settings = simulator.settings();
  auto const wargaming_calls = simulator.wargaming().calls();
  return json_response(200, json::object{{"version", SHIPVOTE_VERSION},
                                         {"seed", settings.seed},
                                         {"web_url", settings.web_url},
                                         {"client_id", settings.client_id},
                                         {"owner_user_id", settings.owner_user_id},
                                         {"ships", simulator.wargaming().fleet().ships.size()},
                                         {"accounts", simulator.wargaming().accounts().size()},
                                         {"wargaming_calls", wargaming_calls},
                                         {"messages_accepted", simulator.messages().accepted()},
                                         {"listeners", simulator.delivery().figures().listeners}});
}

http::Response set_wargaming(Simulator& simulator, http::Request const& request) {
  auto const body = json_object(request.body);
  if (!body) return bad_request("the body must be a JSON object");
  if (body->contains("calls_per_second")) {
    auto const calls = number_in(*body, "calls_per_second", 10, 0, 1'000);
    if (!calls) return bad_request("calls_per_second must be from 0 (no limit) to 1000");
    simulator.wargaming().set_calls_per_second(static_cast<std::uint32_t>(*calls));
  }
  if (auto const* refuse = body->if_contains("refuse_in_garage"); refuse != nullptr) {
    if (!refuse->is_bool()) return bad_request("refuse_in_garage must be true or false");
    simulator.wargaming().refuse_in_garage(refuse->as_bool());
  }
  return json_response(200, json::object{{"ok", true}});
}

http::Response set_helix(Simulator& simulator, http::Request const& request) {
  constexpr double slowest_ms = 20'000;
  auto const body = json_object(request.body);
  std::string channel;
  if (!body || !text_field(*body, "slow_channel", channel)) return bad_request("the body must be a JSON object");
  auto const delay = number_in(*body, "delay_ms", 0, 0, slowest_ms);
  if (!delay) return bad_request("delay_ms must be from 0 to 20000");
  auto const calls = number_in(*body, "calls_per_minute", helix_limits::calls_per_minute, 0, 60'000);
  if (!calls) return bad_request("calls_per_minute must be from 0 (no limit) to 60000");
  if (!channel.empty()) {
    if (!digits(channel)) return bad_request("slow_channel must be digits");
    simulator.slow_channels().set(channel, std::chrono::milliseconds{static_cast<std::int64_t>(*delay)});
  }
  if (body->contains("calls_per_minute")) simulator.helix().set_calls_per_minute(static_cast<std::uint32_t>(*calls));
  return json_response(200, json::object{{"ok", true}});
}

http::Response rotate_secrets(Simulator& simulator, http::Request const& request) {
  auto const body = request.body.empty() ? std::optional<json::object>(json::object{}) : json_object(request.body);
  if (!body) return bad_request("the body must be a JSON object");
  auto const delay = number_in(*body, "delay", 300, 0, 86'400);
  if (!delay) return bad_request("delay must be a number of seconds from 0 to 86400");
  simulator.secrets().rotate(simulator.now(), std::chrono::seconds{static_cast<std::int64_t>(*delay)});
  return secrets_json(simulator);
}

}  // namespace

void add_control_routes(http::Router& router, Simulator& simulator) {
  using http::Method;
  using Request = http::Request;
  add_plain(router, Method::get, "/healthz",
            [](Request const&) { return json_response(200, json::object{{"ok", true}}); });
  add_plain(router, Method::get, "/control/state", [&](Request const&) { return state_json(simulator); });
  add_plain(router, Method::get, "/control/secrets", [&](Request const&) { return secrets_json(simulator); });
  add_plain(router, Method::post, "/control/secrets",
            [&](Request const& request) { return rotate_secrets(simulator, request); });
  add_plain(router, Method::get, "/control/faults", [&](Request const&) { return faults_json(simulator); });
  add_plain(router, Method::post, "/control/faults",
            [&](Request const& request) { return set_faults(simulator, request); });
  add_plain(router, Method::get, "/control/delivery", [&](Request const& request) {
    return delivery_json(simulator, query_value(request.query, "channel_id").value_or(""));
  });
  add_plain(router, Method::post, "/control/delivery",
            [&](Request const& request) { return set_delivery(simulator, request); });
  add_plain(router, Method::get, "/control/messages/:channel",
            [&](Request const& request) { return messages_json(simulator, std::string(request.parameters[0])); });
  add_plain(router, Method::post, "/control/helix",
            [&](Request const& request) { return set_helix(simulator, request); });
  add_plain(router, Method::post, "/control/wargaming",
            [&](Request const& request) { return set_wargaming(simulator, request); });
  add_plain(router, Method::get, "/control/ships",
            [&](Request const&) { return json_response(200, ships_json(simulator.wargaming().fleet().ships)); });
}

}  // namespace shipvote::sim
