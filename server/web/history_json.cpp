#include "web/history_json.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <numeric>
#include <utility>

#include "web/vote_json.h"

namespace shipvote::web {

namespace json = boost::json;
using voting::Vote;

namespace {

constexpr std::size_t leading_listed = 3;

// Places in the vote's list of ships: most ballots first, then in the vote's order.
std::vector<std::size_t> by_ballots(Vote const& vote) {
  std::vector<std::size_t> places(vote.ships.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t one, std::size_t other) { return vote.counts[one] > vote.counts[other]; });
  return places;
}

json::array numbers(std::vector<std::uint32_t> const& values) {
  json::array list;
  list.reserve(values.size());
  for (auto const value : values) list.emplace_back(value);
  return list;
}

std::string name_of(fleet::Fleet const& fleet, ShipId ship) {
  auto const* const warship = fleet.find(ship);
  return warship == nullptr ? "Ship " + ship.text() : warship->name;
}

// "12.50" of a hundred.
std::string percent(std::uint64_t part, std::uint64_t whole) {
  auto const hundredths = whole == 0 ? 0 : (part * 10'000 + whole / 2) / whole;
  auto const fraction = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (fraction.size() == 1 ? "0" : "") + fraction;
}

std::string time_or_nothing(std::optional<TimePoint> time) { return time ? iso8601(*time) : std::string{}; }

}  // namespace

json::object history_entry_json(Vote const& vote) {
  auto body = vote_json(vote, Reader::broadcaster);
  body.erase("ships");
  body.erase("votes");
  body["ship_count"] = vote.ships.size();
  json::array leading;
  for (auto const place : by_ballots(vote)) {
    if (leading.size() == leading_listed || vote.counts[place] == 0) break;
    leading.push_back({{"ship_id", vote.ships[place].value}, {"ballots", vote.counts[place]}});
  }
  body["leading"] = std::move(leading);
  return body;
}

json::object curve_json(service::VoteCurve const& curve) {
  json::array ships;
  for (auto const& series : curve.ships) {
    ships.push_back({{"ship_id", series.ship.value}, {"ballots", numbers(series.ballots)}});
  }
  return {{"from", iso8601(curve.from)},
          {"bucket_seconds", std::chrono::duration_cast<std::chrono::seconds>(curve.bucket).count()},
          {"ships", std::move(ships)},
          {"others", numbers(curve.others)},
          {"ballots", numbers(curve.ballots)}};
}

std::string vote_as_json(service::HistoryDesk::Told const& told, fleet::Fleet const& fleet) {
  auto const& vote = told.vote;
  auto body = vote_json(vote, Reader::broadcaster);
  json::array ships;
  for (auto const place : by_ballots(vote)) {
    json::object ship{{"id", vote.ships[place].value}, {"name", name_of(fleet, vote.ships[place])}};
    if (auto const* const warship = fleet.find(vote.ships[place])) {
      ship["nation"] = warship->nation;
      ship["type"] = voting::ship_type_text(warship->type);
      ship["tier"] = warship->tier;
      ship["premium"] = warship->premium;
    }
    ship["ballots"] = vote.counts[place];
    ships.emplace_back(std::move(ship));
  }
  body["ships"] = std::move(ships);
  body.erase("votes");
  return json::serialize(json::object{{"vote", std::move(body)}, {"curve", curve_json(*told.curve)}});
}

std::string vote_as_csv(Vote const& vote, fleet::Fleet const& fleet) {
  CsvTable table{{"ship_id", "ship", "nation", "type", "tier", "premium", "ballots", "percent", "winner"}};
  for (auto const place : by_ballots(vote)) {
    auto const ship = vote.ships[place];
    table.number(ship.value).text(name_of(fleet, ship));
    if (auto const* const warship = fleet.find(ship)) {
      table.text(warship->nation).text(voting::ship_type_text(warship->type));
      table.number(static_cast<std::uint64_t>(warship->tier)).text(warship->premium ? "yes" : "no");
    } else {
      table.empty().empty().empty().empty();
    }
    table.number(vote.counts[place]).text(percent(vote.counts[place], vote.ballots()));
    table.text(vote.winner && vote.winner->ship == ship ? "yes" : "no").end_line();
  }
  return std::move(table).take();
}

CsvTable history_table() {
  return CsvTable{{"vote_id", "opened_at", "closed_at", "close_reason", "visibility", "change_allowed", "ships",
                   "ballots", "winner_id", "winner", "winner_ballots", "tied"}};
}

void add_history_line(CsvTable& table, Vote const& vote, fleet::Fleet const& fleet) {
  table.number(vote.id.value).text(iso8601(vote.opened_at)).text(time_or_nothing(vote.closed_at));
  table.text(vote.close_reason ? voting::close_reason_text(*vote.close_reason) : "");
  table.text(voting::result_visibility_text(vote.visibility)).text(vote.ballots_may_change ? "yes" : "no");
  table.number(vote.ships.size()).number(vote.ballots());
  if (vote.winner) {
    table.number(vote.winner->ship.value).text(name_of(fleet, vote.winner->ship)).number(vote.winner->ballots);
    table.number(vote.winner->tied.size());
  } else {
    table.empty().empty().empty().empty();
  }
  table.end_line();
}

}  // namespace shipvote::web
