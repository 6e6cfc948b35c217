#include "sim/fleet.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

namespace shipvote::sim {
namespace {

namespace json = boost::json;

std::string text_of(json::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

bool flag_of(json::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->as_bool();
}

std::optional<std::int64_t> number_of(json::object const& object, std::string_view name) {
  auto const* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? std::optional(value->as_int64()) : std::nullopt;
}

std::optional<FleetShip> ship_of(json::value const& value) {
  if (!value.is_object()) return std::nullopt;
  auto const& object = value.as_object();
  FleetShip ship;
  auto const id = number_of(object, "ship_id");
  if (!id || *id < 1 || *id > ShipId::max) return std::nullopt;
  ship.id = ShipId{static_cast<std::uint32_t>(*id)};
  ship.id_text = text_of(object, "ship_id_str");
  ship.name = text_of(object, "name");
  ship.description = text_of(object, "description");
  ship.nation = text_of(object, "nation");
  ship.type = text_of(object, "type");
  ship.tier = static_cast<int>(number_of(object, "tier").value_or(0));
  ship.is_premium = flag_of(object, "is_premium");
  ship.is_special = flag_of(object, "is_special");
  if (auto const* next = object.if_contains("next_ships"); next != nullptr && next->is_object()) {
    for (auto const& [key, cost] : next->as_object()) {
      auto const next_id = parse_id<ShipId>(key);
      if (next_id)
        ship.next_ships.emplace_back(*next_id, cost.is_int64() ? std::optional(cost.as_int64()) : std::nullopt);
    }
  }
  if (ship.name.empty() || ship.nation.empty() || ship.type.empty()) return std::nullopt;
  return ship;
}

std::string_view label_in(Labels const& labels, std::string_view code) {
  auto const found = std::find_if(labels.begin(), labels.end(), [&](auto const& label) { return label.first == code; });
  return found == labels.end() ? code : found->second;
}

}  // namespace

FleetShip const* Fleet::find(ShipId id) const noexcept {
  auto const found = std::find_if(ships.begin(), ships.end(), [&](auto const& ship) { return ship.id == id; });
  return found == ships.end() ? nullptr : &*found;
}

Fleet make_fleet(std::vector<FleetShip> ships) {
  std::sort(ships.begin(), ships.end(), [](auto const& left, auto const& right) {
    return std::hash<ShipId>{}(left.id) < std::hash<ShipId>{}(right.id);
  });
  return Fleet{std::move(ships)};
}

Outcome<Fleet> read_fleet(std::string_view json_text) {
  boost::system::error_code error;
  auto value = json::parse(json_text, error);
  if (error || !value.is_object()) return Refusal(RefusalCode::invalid_settings, "the fleet is not a JSON object");
  auto const* records = &value.as_object();
  if (auto const* data = records->if_contains("data"); data != nullptr && data->is_object())
    records = &data->as_object();
  std::vector<FleetShip> ships;
  ships.reserve(records->size());
  for (auto const& [key, record] : *records) {
    auto ship = ship_of(record);
    if (!ship) return Refusal(RefusalCode::invalid_settings, "the fleet's ship " + std::string(key) + " lacks a field");
    ships.push_back(std::move(*ship));
  }
  if (ships.empty()) return Refusal(RefusalCode::invalid_settings, "the fleet has no ships");
  return make_fleet(std::move(ships));
}

Outcome<Fleet> load_fleet(std::string const& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Refusal(RefusalCode::invalid_settings, "cannot read the fleet file " + file);
  std::string const text{std::istreambuf_iterator<char>(stream), {}};
  return read_fleet(text);
}

Labels const& nations() {
  static Labels const labels = {
      {"usa", "U.S.A."},
      {"japan", "Japan"},
      {"germany", "Germany"},
      {"uk", "U.K."},
      {"ussr", "U.S.S.R."},
      {"france", "France"},
      {"italy", "Italy"},
      {"pan_asia", "Pan-Asia"},
      {"europe", "Europe"},
      {"pan_america", "Pan-America"},
      {"netherlands", "The Netherlands"},
      {"commonwealth", "Commonwealth"},
      {"spain", "Spain"},
  };
  return labels;
}

Labels const& ship_types() {
  static Labels const labels = {
      {"Destroyer", "Destroyer"},         {"Cruiser", "Cruiser"},     {"Battleship", "Battleship"},
      {"AirCarrier", "Aircraft Carrier"}, {"Submarine", "Submarine"},
  };
  return labels;
}

std::string_view nation_label(std::string_view nation) noexcept { return label_in(nations(), nation); }
std::string_view type_label(std::string_view type) noexcept { return label_in(ship_types(), type); }

}  // namespace shipvote::sim
