// All warships that the stand-in for the Wargaming API knows, as its encyclopedia tells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"

namespace shipvote::sim {

struct FleetShip {
  ShipId id;
  std::string id_text;  // the encyclopedia's ship_id_str
  std::string name;
  std::string description;
  std::string nation;  // "pan_asia"
  std::string type;    // "AirCarrier"
  int tier = 0;
  bool is_premium = false;
  bool is_special = false;
  // Ships that it leads to, with the research experience they cost; some dumps do not tell the cost.
  std::vector<std::pair<ShipId, std::optional<std::int64_t>>> next_ships;
};

// In an order without meaning but always the same, as the real API has it; ids are distinct.
struct Fleet {
  std::vector<FleetShip> ships;
  [[nodiscard]] FleetShip const* find(ShipId id) const noexcept;
};

// Puts ships into that order.
[[nodiscard]] Fleet make_fleet(std::vector<FleetShip> ships);

// A dump of encyclopedia/ships: an object keyed by ship id, or a whole answer with such an object under "data".
// Refused in words that name what is wrong.
[[nodiscard]] Outcome<Fleet> read_fleet(std::string_view json_text);
[[nodiscard]] Outcome<Fleet> load_fleet(std::string const& file);

// The English label of a nation code ("usa" to "U.S.A."), the code itself when unknown.
[[nodiscard]] std::string_view nation_label(std::string_view nation) noexcept;
[[nodiscard]] std::string_view type_label(std::string_view type) noexcept;

// The 13 nations and 5 types with their labels (docs/platforms/wargaming.md, "Nations and types").
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;
[[nodiscard]] Labels const& nations();
[[nodiscard]] Labels const& ship_types();

}  // namespace shipvote::sim
