#include "sim/crowd_plan.h"

#include <algorithm>
#include <boost/json.hpp>

#include "sim/chance.h"
#include "sim/helix_reading.h"
#include "sim/mint.h"

namespace shipvote::sim {
namespace {

// Squaring the draw makes the first ships the favourites.
ShipId favourite(Chance& chance, std::vector<ShipId> const& ships) {
  double const drawn = chance.unit();
  return ships[static_cast<std::size_t>(drawn * drawn * static_cast<double>(ships.size()))];
}

ShipId ship_not_on_vote(std::vector<ShipId> const& ships) {
  ShipId candidate{ships.front().value};
  while (std::find(ships.begin(), ships.end(), candidate) != ships.end())
    candidate.value = candidate.value % ShipId::max + 1;
  return candidate;
}

bool fraction(double value) { return value >= 0 && value <= 1; }

}  // namespace

std::string crowd_problem(CrowdSettings const& settings) {
  constexpr std::uint64_t most_viewers = 1'000'000;
  constexpr std::size_t most_connections = 1'000;
  if (!settings.web_url.starts_with("http://")) return "the address of the web must begin with http://";
  if (!digits(settings.channel_id)) return "the channel must be digits";
  if (settings.ships.empty()) return "there are no ships to vote for";
  if (settings.viewers < 1 || settings.viewers > most_viewers) return "viewers must be from 1 to 1000000";
  if (settings.connections < 1 || settings.connections > most_connections) return "connections must be from 1 to 1000";
  if (!(settings.per_second >= 0)) return "the pace must not be negative";
  bool const fractions = fraction(settings.bad_tokens) && fraction(settings.anonymous) &&
                         fraction(settings.wrong_ships) && fraction(settings.duplicates) &&
                         settings.bad_tokens + settings.anonymous + settings.wrong_ships <= 1;
  return fractions ? std::string{} : std::string("fractions must be from 0 to 1 and add up to 1 at most");
}

ViewerPlan plan_viewer(CrowdSettings const& settings, std::uint64_t number) {
  Chance chance(settings.seed + number, "viewer");
  double const drawn = chance.unit();
  bool const twice = chance.happens(settings.duplicates);
  ViewerPlan plan;
  plan.ballots = {favourite(chance, settings.ships)};
  if (drawn < settings.bad_tokens) {
    plan.habit = ViewerHabit::bad_token;
  } else if (drawn < settings.bad_tokens + settings.anonymous) {
    plan.habit = ViewerHabit::anonymous;
  } else if (drawn < settings.bad_tokens + settings.anonymous + settings.wrong_ships) {
    plan.habit = ViewerHabit::wrong_ship;
    plan.ballots = {ship_not_on_vote(settings.ships)};
  } else if (twice) {
    plan.ballots.push_back(favourite(chance, settings.ships));
  }
  return plan;
}

std::string viewer_token(CrowdSettings const& settings, std::uint64_t number, ViewerHabit habit, TimePoint now) {
  TokenWish wish(settings.channel_id, "viewer", viewer_name(number, habit != ViewerHabit::anonymous));
  if (habit != ViewerHabit::bad_token) return mint_token(wish, settings.secret, now);
  switch (number % 3) {
    case 0: return mint_token(wish, settings.secret + "x", now);
    case 1: wish.expires_in = -std::chrono::hours{1}; return mint_token(wish, settings.secret, now);
    default: wish.channel_id += "1"; return mint_token(wish, settings.secret, now);
  }
}

std::string ballot_request(CrowdSettings const& settings, std::string_view host, std::string_view token, ShipId ship) {
  std::string const body = "{\"ship_id\":" + ship.text() + "}";
  std::string request = "POST /api/channels/" + settings.channel_id + "/votes/" + std::to_string(settings.vote_id);
  request.append("/submit HTTP/1.1\r\nHost: ").append(host);
  request.append("\r\nAuthorization: Bearer ").append(token);
  request.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  request.append("\r\n\r\n").append(body);
  return request;
}

std::string answer_name(int status, std::string_view body) {
  std::string name = std::to_string(status);
  if (status == 200) return name;
  auto const object = json_object(body);
  std::string code;
  if (object && text_field(*object, "code", code) && !code.empty()) name += " " + code;
  return name;
}

}  // namespace shipvote::sim
