// Sending a crowd of viewers, and watching it.
#include <boost/json.hpp>

#include "sim/crowd_plan.h"
#include "sim/helix_reading.h"
#include "sim/routes.h"
#include "sim/simulator.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

http::Response result_json(CrowdResult const& result, int status = 200) {
  json::object answers;
  for (auto const& [name, count] : result.answers) answers[name] = count;
  json::object accepted;
  for (auto const& [ship, count] : result.accepted) accepted[ship.text()] = count;
  json::object const planned{{"ballots", result.planned_ballots},
                             {"bad_tokens", result.planned_bad_tokens},
                             {"anonymous", result.planned_anonymous},
                             {"wrong_ships", result.planned_wrong_ships},
                             {"duplicates", result.planned_duplicates}};
  return json_response(status, json::object{{"running", result.running},
                                            {"problem", result.problem},
                                            {"viewers", result.viewers},
                                            {"sent", result.sent},
                                            {"seconds", result.seconds},
                                            {"answers", std::move(answers)},
                                            {"accepted", std::move(accepted)},
                                            {"planned", planned},
                                            {"p50_ms", result.p50_ms},
                                            {"p90_ms", result.p90_ms},
                                            {"p99_ms", result.p99_ms},
                                            {"longest_ms", result.longest_ms}});
}

bool read_ships(json::object const& body, std::vector<ShipId>& ships) {
  auto const* list = body.if_contains("ships");
  if (list == nullptr || !list->is_array()) return false;
  for (auto const& value : list->as_array()) {
    if (!value.is_int64() || value.as_int64() < 1 || value.as_int64() > ShipId::max) return false;
    ships.push_back(ShipId{static_cast<std::uint32_t>(value.as_int64())});
  }
  return true;
}

http::Response start_crowd(Simulator& simulator, http::Request const& request) {
  auto const body = json_object(request.body);
  CrowdSettings settings;
  if (!body || !text_field(*body, "channel_id", settings.channel_id)) return bad_request("channel_id must be a string");
  if (!read_ships(*body, settings.ships)) return bad_request("ships must be a list of ship ids");
  auto const vote = number_in(*body, "vote_id", 0, 1, VoteId::max);
  auto const viewers = number_in(*body, "viewers", 1'000, 1, 1'000'000);
  auto const first = number_in(*body, "first_viewer", 1, 1, 4e9);
  auto const connections = number_in(*body, "connections", 64, 1, 1'000);
  auto const pace = number_in(*body, "per_second", 0, 0, 1e6);
  auto const duplicates = number_in(*body, "duplicates", 0, 0, 1);
  auto const wrong_ships = number_in(*body, "wrong_ships", 0, 0, 1);
  auto const bad_tokens = number_in(*body, "bad_tokens", 0, 0, 1);
  auto const anonymous = number_in(*body, "anonymous", 0, 0, 1);
  if (!vote || *vote < 1) return bad_request("vote_id must be the number of a vote");
  if (!viewers || !first || !connections || !pace) {
    return bad_request(
        "viewers must be from 1 to 1000000, first_viewer from 1, connections from 1 to 1000, per_second from 0");
  }
  if (!duplicates || !wrong_ships || !bad_tokens || !anonymous) return bad_request("fractions must be from 0 to 1");

  settings.web_url = simulator.settings().web_url;
  settings.secret = simulator.secrets().signing(simulator.now());
  settings.seed = simulator.settings().seed;
  settings.vote_id = static_cast<std::uint64_t>(*vote);
  settings.viewers = static_cast<std::uint64_t>(*viewers);
  settings.first_viewer = static_cast<std::uint64_t>(*first);
  settings.connections = static_cast<std::size_t>(*connections);
  settings.per_second = *pace;
  settings.duplicates = *duplicates;
  settings.wrong_ships = *wrong_ships;
  settings.bad_tokens = *bad_tokens;
  settings.anonymous = *anonymous;
  if (auto const problem = crowd_problem(settings); !problem.empty()) return bad_request(problem);
  if (!simulator.crowd().start(std::move(settings))) {
    return json_response(
        409, json::object{{"ok", false}, {"code", "conflict"}, {"message", "another crowd is still voting"}});
  }
  return result_json(simulator.crowd().result(), 202);
}

}  // namespace

void add_crowd_routes(http::Router& router, Simulator& simulator) {
  add_plain(router, http::Method::get, "/control/crowd",
            [&](http::Request const&) { return result_json(simulator.crowd().result()); });
  add_plain(router, http::Method::post, "/control/crowd",
            [&](http::Request const& request) { return start_crowd(simulator, request); });
}

}  // namespace shipvote::sim
