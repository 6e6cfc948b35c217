// The Wargaming API's methods about the game: encyclopedia/ships and encyclopedia/info (docs/platforms/wargaming.md,
// "List of ships", "Nations and types").
#include <algorithm>
#include <boost/json.hpp>

#include "sim/wargaming_reading.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

json::object ship_record(FleetShip const& ship, std::string const& image_base) {
  json::object images;
  for (auto const* const size : {"small", "medium", "large", "contour"})
    images[size] = image_base + ship.id.text() + ".svg";
  json::object next;
  for (auto const& [id, cost] : ship.next_ships) next[id.text()] = cost ? json::value(*cost) : json::value(nullptr);
  return {{"description", ship.description},
          {"images", std::move(images)},
          {"is_premium", ship.is_premium},
          {"is_special", ship.is_special},
          {"name", ship.name},
          {"nation", ship.nation},
          {"next_ships", std::move(next)},
          {"ship_id", ship.id.value},
          {"ship_id_str", ship.id_text},
          {"tier", ship.tier},
          {"type", ship.type}};
}

bool among(std::vector<std::string_view> const& wanted, std::string_view value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

// Every part must be a code of the list.
bool known_codes(std::vector<std::string_view> const& parts, Labels const& labels) {
  return std::all_of(parts.begin(), parts.end(), [&](auto const part) {
    return std::any_of(labels.begin(), labels.end(), [&](auto const& label) { return label.first == part; });
  });
}

struct ShipFilters {
  std::vector<std::string_view> ids;
  std::vector<std::string_view> nations;
  std::vector<std::string_view> types;
  [[nodiscard]] bool match(FleetShip const& ship) const {
    return among(ids, ship.id.text()) && among(nations, ship.nation) && among(types, ship.type);
  }
};

std::optional<http::Response> filter_problem(ShipFilters const& filters, Parameters const& parameters) {
  constexpr std::size_t most = 100;
  if (filters.ids.size() > most) {
    return wargaming_error(407, "SHIP_ID_LIST_LIMIT_EXCEEDED", "ship_id", parameters.get("ship_id"));
  }
  bool const ids =
      std::all_of(filters.ids.begin(), filters.ids.end(), [](auto id) { return parse_id<ShipId>(id).has_value(); });
  if (!ids) return wargaming_error(407, "INVALID_SHIP_ID", "ship_id", parameters.get("ship_id"));
  if (!known_codes(filters.nations, nations())) {
    return wargaming_error(407, "INVALID_NATION", "nation", parameters.get("nation"));
  }
  if (!known_codes(filters.types, ship_types()))
    return wargaming_error(407, "INVALID_TYPE", "type", parameters.get("type"));
  return std::nullopt;
}

json::object labels_json(Labels const& labels) {
  json::object object;
  for (auto const& [code, label] : labels) object[code] = label;
  return object;
}

json::object type_images(std::string const& image_base) {
  json::object images;
  for (auto const& [code, label] : ship_types()) {
    std::string const url = image_base + "types/" + std::string(code) + ".svg";
    images[code] = json::object{{"image_premium", url}, {"image", url}, {"image_elite", url}};
  }
  return images;
}

}  // namespace

http::Response Wargaming::encyclopedia_ships(Parameters const& parameters) const {
  auto const fields =
      read_fields(parameters, {"description", "images", "is_premium", "is_special", "name", "nation", "next_ships",
                               "ship_id", "ship_id_str", "tier", "type", "price_credit", "price_gold", "mod_slots",
                               "has_demo_profile", "modules", "modules_tree", "upgrades", "default_profile"});
  if (auto const* refused = std::get_if<http::Response>(&fields)) return *refused;
  ShipFilters const filters{comma_list(parameters.get("ship_id")), comma_list(parameters.get("nation")),
                            comma_list(parameters.get("type"))};
  if (auto const problem = filter_problem(filters, parameters)) return *problem;
  auto const limit = number_parameter(parameters.get("limit"), 100, 1, 100);
  if (!limit) return wargaming_error(407, "INVALID_LIMIT", "limit", parameters.get("limit"));
  auto const page = number_parameter(parameters.get("page_no"), 1, 1, 1'000'000);
  if (!page) return wargaming_error(407, "INVALID_PAGE_NO", "page_no", parameters.get("page_no"));

  std::vector<FleetShip const*> matching;
  for (auto const& ship : fleet_.ships) {
    if (filters.match(ship)) matching.push_back(&ship);
  }
  auto const size = static_cast<std::size_t>(*limit);
  std::size_t const pages = std::max<std::size_t>(1, (matching.size() + size - 1) / size);
  if (static_cast<std::size_t>(*page) > pages) {
    return wargaming_error(404, "PAGE_NO_NOT_FOUND", "page_no", *page);
  }
  json::object data;
  std::size_t const first = (static_cast<std::size_t>(*page) - 1) * size;
  for (std::size_t index = first; index < std::min(first + size, matching.size()); ++index) {
    auto const& ship = *matching[index];
    data[ship.id.text()] = std::get<FieldFilter>(fields).apply(ship_record(ship, settings_.image_base));
  }
  for (auto const id : filters.ids) {  // an id nobody knows is answered with null
    if (fleet_.find(*parse_id<ShipId>(id)) == nullptr) data[id] = nullptr;
  }
  json::object meta{
      {"count", data.size()}, {"page_total", pages}, {"total", matching.size()}, {"limit", *limit}, {"page", *page}};
  return wargaming_ok(std::move(meta), std::move(data));
}

http::Response Wargaming::encyclopedia_info(Parameters const& parameters) const {
  auto const fields = read_fields(parameters, {"ships_updated_at", "ship_types", "languages", "ship_modifications",
                                               "ship_modules", "ship_type_images", "ship_nations", "game_version"});
  if (auto const* refused = std::get_if<http::Response>(&fields)) return *refused;
  json::object info{
      {"ships_updated_at", 1'786'579'200},
      {"ship_types", labels_json(ship_types())},
      {"languages", json::object{{"en", "English"}, {"de", "Deutsch"}, {"fr", "Français"}, {"ja", "日本語"}}},
      {"ship_modifications", json::object{{"SIM001_Gun_Mod_I", "Main Battery Modification 1"}}},
      {"ship_modules", json::object{{"Engine", "Engine"}, {"Hull", "Hull"}, {"Artillery", "Main Battery"}}},
      {"ship_type_images", type_images(settings_.image_base)},
      {"ship_nations", labels_json(nations())},
      {"game_version", "15.7.0.0"}};
  auto chosen = std::get<FieldFilter>(fields).apply(std::move(info));
  auto const count = chosen.size();
  return wargaming_ok({{"count", count}}, std::move(chosen));
}

}  // namespace shipvote::sim
