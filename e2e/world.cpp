#include "e2e/world.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <stdexcept>
#include <utility>

#include "foundation/base64.h"

namespace shipvote::e2e {

namespace json = boost::json;

namespace {

sim::Simulator& started(sim::Simulator& simulator) {
  if (auto const start = simulator.start(); !start) throw std::runtime_error(start.refusal().message);
  simulator.wargaming().set_calls_per_second(0);  // the server keeps its own pace; limits are ordered where wanted
  return simulator;
}

WebSettings web_settings(std::filesystem::path const& programs, sim::Simulator& simulator,
                         std::vector<std::string> flags) {
  WebSettings settings;
  settings.programs = programs;
  settings.simulator_url = started(simulator).url();
  settings.client_id = simulator.settings().client_id;
  settings.owner_user_id = simulator.settings().owner_user_id;
  settings.application_id = simulator.settings().application_id;
  settings.secret = sim::development_secret_base64();
  settings.old_secrets = {base64_encoded(World::old_secret())};
  settings.internal_secret = World::internal_secret();
  settings.flags = std::move(flags);
  return settings;
}

Answer good(Answer answer) {
  if (answer.status / 100 == 2) return answer;
  throw std::runtime_error("refused: " + std::to_string(answer.status) + " " + answer.body);
}

}  // namespace

World::World(std::filesystem::path const& programs, std::string const& name, std::vector<std::string> flags)
    : simulator(sim::SimulatorSettings{}), web(web_settings(programs, simulator, std::move(flags))), api(web, name) {
  if (!eventually([this] { return api.operator_page("/readyz").status == 200; }, std::chrono::seconds{30})) {
    throw std::runtime_error("shipvote-web does not learn the fleet\n" + web.log_text());
  }
}

std::string World::broadcaster(std::string const& channel) const {
  return token(channel, "broadcaster", "U" + channel);
}

std::string World::viewer(std::string const& channel, std::uint64_t number, bool logged_in) const {
  return token(channel, "viewer", sim::viewer_name(number, logged_in));
}

OwnChannel World::set_up_channel(std::string const& account) {
  OwnChannel channel;
  channel.id = fresh_channel_id();
  channel.broadcaster = broadcaster(channel.id);
  auto const answer = good(api.post(
      "/api/settings/channels", channel.broadcaster,
      json::object{{"id", channel.id}, {"wows_username", account}, {"wows_realm", "eu"}, {"ships", json::array{}}}));
  for (auto const& ship : answer.at("/data/ships").as_array()) {
    channel.ships.push_back(ShipId{ship.at("id").to_number<std::uint32_t>()});
  }
  if (channel.ships.size() < 2) throw std::runtime_error("too few ships: " + answer.body);
  return channel;
}

std::uint64_t World::open_vote(OwnChannel const& channel, json::object const& more) {
  return good(api.post(channel.votes(), channel.broadcaster, new_vote(channel.ships, more))).number_at("/data/id");
}

Answer World::close_vote(OwnChannel const& channel, std::uint64_t vote) {
  return api.patch(channel.status(vote), channel.broadcaster, json::object{{"status", "closed"}});
}

Answer World::cast(OwnChannel const& channel, std::uint64_t vote, std::string const& token, ShipId ship) {
  return api.post(channel.submit(vote), token, json::object{{"ship_id", ship.value}});
}

sim::CrowdSettings World::crowd(OwnChannel const& channel, std::uint64_t vote, std::uint64_t viewers) const {
  sim::CrowdSettings settings;
  settings.web_url = web.url();
  settings.channel_id = channel.id;
  settings.vote_id = vote;
  settings.ships = channel.ships;
  settings.secret = simulator.secrets().signing(simulator.now());
  settings.viewers = viewers;
  settings.answer_timeout = std::chrono::seconds{30};
  return settings;
}

json::array ids(std::vector<ShipId> const& ships) {
  json::array list;
  for (ShipId const ship : ships) list.emplace_back(ship.value);
  return list;
}

json::object new_vote(std::vector<ShipId> const& ships, json::object const& more) {
  json::object vote{{"ships", ids(ships)}, {"status", "open"}};
  for (auto const& [name, value] : more) vote[name] = value;
  return {{"vote", std::move(vote)}};
}

std::map<ShipId, std::uint32_t> counts_of(Answer const& vote) {
  std::map<ShipId, std::uint32_t> counts;
  for (auto const& [ship, count] : vote.at("/data/votes").as_object()) {
    counts[ShipId{static_cast<std::uint32_t>(std::stoul(std::string{ship}))}] = count.to_number<std::uint32_t>();
  }
  return counts;
}

}  // namespace shipvote::e2e
