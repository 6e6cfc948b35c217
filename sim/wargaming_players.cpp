// The Wargaming API's methods about players: account/list and ships/stats (docs/platforms/wargaming.md,
// "Finding an account", "Ships of an account").
#include <algorithm>
#include <boost/json.hpp>

#include "sim/chance.h"
#include "sim/wargaming_reading.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_name = 24;
constexpr std::size_t shortest_search = 3;
constexpr std::size_t most_names = 100;

bool name_characters(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           letter == '_';
  });
}

// What is wrong with the search, if anything.
std::optional<http::Response> search_problem(std::string_view search, bool exact,
                                             std::vector<std::string_view> const& names) {
  if (search.empty()) return wargaming_error(402, "SEARCH_NOT_SPECIFIED", "search", search);
  if (exact && names.size() > most_names) return wargaming_error(407, "SEARCH_LIST_LIMIT_EXCEEDED", "search", search);
  for (auto const name : names) {
    if (!exact && name.size() < shortest_search) {
      return wargaming_error(407, "NOT_ENOUGH_SEARCH_LENGTH", "search", search);
    }
    if (name.empty() || name.size() > longest_name || !name_characters(name)) {
      return wargaming_error(407, "INVALID_SEARCH", "search", search);
    }
  }
  return std::nullopt;
}

json::object battle_group(std::initializer_list<std::string_view> names, std::int64_t value) {
  json::object group;
  for (auto const name : names) group[name] = value;
  return group;
}

// Figures that could be a player's; nobody reads more into them.
json::object random_battles(Chance& chance, std::int64_t battles) {
  auto const wins = battles * static_cast<std::int64_t>(40 + chance.below(22)) / 100;
  auto const frags = battles * static_cast<std::int64_t>(4 + chance.below(9)) / 10;
  json::object pvp;
  for (std::string_view const name : {"max_xp",
                                      "damage_to_buildings",
                                      "suppressions_count",
                                      "max_damage_scouting",
                                      "art_agro",
                                      "ships_spotted",
                                      "max_damage_dealt_to_buildings",
                                      "torpedo_agro",
                                      "draws",
                                      "planes_killed",
                                      "max_ships_spotted",
                                      "team_capture_points",
                                      "damage_scouting",
                                      "max_total_agro",
                                      "max_frags_battle",
                                      "capture_points",
                                      "team_dropped_capture_points",
                                      "dropped_capture_points",
                                      "max_planes_killed",
                                      "max_suppressions_count"}) {
    pvp[name] = static_cast<std::int64_t>(chance.below(2'000));
  }
  pvp["battles"] = battles;
  pvp["battles_since_512"] = battles;
  pvp["wins"] = wins;
  pvp["losses"] = battles - wins;
  pvp["draws"] = 0;
  pvp["survived_battles"] = wins / 2;
  pvp["survived_wins"] = wins / 3;
  pvp["xp"] = battles * 950;
  pvp["frags"] = frags;
  pvp["damage_dealt"] = battles * static_cast<std::int64_t>(25'000 + chance.below(60'000));
  pvp["max_damage_dealt"] = static_cast<std::int64_t>(60'000 + chance.below(180'000));
  pvp["main_battery"] = battle_group({"max_frags_battle", "frags", "hits", "shots"}, frags);
  pvp["second_battery"] = battle_group({"max_frags_battle", "frags", "hits", "shots"}, 0);
  pvp["torpedoes"] = battle_group({"max_frags_battle", "frags", "hits", "shots"}, 0);
  pvp["ramming"] = battle_group({"max_frags_battle", "frags"}, 0);
  pvp["aircraft"] = battle_group({"max_frags_battle", "frags"}, 0);
  return pvp;
}

json::object stats_row(AccountId account, ShipId ship) {
  Chance chance(account.value ^ (std::uint64_t{ship.value} << 20), "statistics");
  auto const battles = static_cast<std::int64_t>(1 + chance.below(180));
  auto const last_battle = static_cast<std::int64_t>(1'700'000'000 + chance.below(80'000'000));
  return {{"pvp", random_battles(chance, battles)},
          {"last_battle_time", last_battle},
          {"account_id", account.value},
          {"distance", battles * 31},
          {"updated_at", last_battle + 1'200},
          {"battles", battles},
          {"ship_id", ship.value},
          {"private", nullptr}};
}

// The list of ship ids asked for; nothing when one is no id or there are more than 100.
std::optional<std::vector<ShipId>> ship_list(std::string_view text) {
  std::vector<ShipId> ships;
  for (auto const part : comma_list(text)) {
    auto const id = parse_id<ShipId>(part);
    if (!id || ships.size() == most_names) return std::nullopt;
    ships.push_back(*id);
  }
  return ships;
}

}  // namespace

http::Response Wargaming::account_list(voting::Realm realm, Parameters const& parameters) const {
  auto const fields = read_fields(parameters, {"nickname", "account_id"});
  if (auto const* refused = std::get_if<http::Response>(&fields)) return *refused;
  auto const type = parameters.get("type");
  if (!type.empty() && type != "startswith" && type != "exact")
    return wargaming_error(407, "INVALID_TYPE", "type", type);
  bool const exact = type == "exact";
  auto const search = parameters.get("search");
  auto const names = exact ? comma_list(search) : std::vector<std::string_view>{search};
  if (auto const problem = search_problem(search, exact, names)) return *problem;
  auto const limit = number_parameter(parameters.get("limit"), 100, 1, 100);
  if (!limit) return wargaming_error(407, "INVALID_LIMIT", "limit", parameters.get("limit"));

  std::vector<Account const*> found;
  for (auto const& account : accounts_) {
    bool const wanted = account.realm == realm && std::any_of(names.begin(), names.end(), [&](auto const name) {
                          return exact ? same_name(account.nickname, name) : name_starts_with(account.nickname, name);
                        });
    if (wanted) found.push_back(&account);
  }
  std::sort(found.begin(), found.end(),
            [](auto const* left, auto const* right) { return name_before(left->nickname, right->nickname); });
  if (found.size() > static_cast<std::size_t>(*limit)) found.resize(static_cast<std::size_t>(*limit));
  json::array rows;
  for (auto const* account : found) {
    rows.push_back(
        std::get<FieldFilter>(fields).apply({{"nickname", account->nickname}, {"account_id", account->id.value}}));
  }
  auto const count = rows.size();
  return wargaming_ok({{"count", count}}, std::move(rows));
}

http::Response Wargaming::ships_stats(voting::Realm realm, Parameters const& parameters) const {
  auto const fields = read_fields(
      parameters, {"pvp", "last_battle_time", "account_id", "distance", "updated_at", "battles", "ship_id", "private"});
  if (auto const* refused = std::get_if<http::Response>(&fields)) return *refused;
  auto const text = parameters.get("account_id");
  if (text.empty()) return wargaming_error(402, "ACCOUNT_ID_NOT_SPECIFIED", "account_id", text);
  auto const id = parse_id<AccountId>(text);
  if (!id) return wargaming_error(407, "INVALID_ACCOUNT_ID", "account_id", text);
  auto const wanted = ship_list(parameters.get("ship_id"));
  if (!wanted) return wargaming_error(407, "INVALID_SHIP_ID", "ship_id", parameters.get("ship_id"));
  if (refuses_in_garage_ && !parameters.get("in_garage").empty() && parameters.get("access_token").empty()) {
    return wargaming_error(402, "ACCESS_TOKEN_NOT_SPECIFIED", "access_token", "");
  }

  json::object meta{{"count", 1}, {"hidden", nullptr}};
  auto const account = std::find_if(accounts_.begin(), accounts_.end(),
                                    [&](auto const& known) { return known.id == *id && known.realm == realm; });
  if (account == accounts_.end() || account->profile != Profile::open) {
    if (account != accounts_.end() && account->profile == Profile::hidden) meta["hidden"] = json::array{id->value};
    return wargaming_ok(std::move(meta), json::object{{id->text(), nullptr}});
  }
  json::array rows;
  for (auto const ship : garage_of(*account, fleet_)) {
    if (!wanted->empty() && std::find(wanted->begin(), wanted->end(), ship) == wanted->end()) continue;
    rows.push_back(std::get<FieldFilter>(fields).apply(stats_row(*id, ship)));
  }
  json::value data = rows.empty() ? json::value(nullptr) : json::value(std::move(rows));
  return wargaming_ok(std::move(meta), json::object{{id->text(), std::move(data)}});
}

}  // namespace shipvote::sim
