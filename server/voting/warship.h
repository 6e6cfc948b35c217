// What a warship is to a vote, and what is known of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/ids.h"

namespace shipvote::voting {

enum class ShipType { destroyer, cruiser, battleship, aircraft_carrier, submarine };

// As the Wargaming API spells it ("AirCarrier"); the wire of this server uses the same words.
[[nodiscard]] std::string_view ship_type_text(ShipType type) noexcept;
[[nodiscard]] std::optional<ShipType> parse_ship_type(std::string_view text) noexcept;

// A ship as viewers and streamers see it.
struct Warship {
  ShipId id;
  std::string name;
  std::string nation;  // code of the API: "japan", "pan_asia"
  ShipType type = ShipType::destroyer;
  int tier = 0;  // 1 to 11; 11 is a supership
  bool premium = false;
  std::string image;      // https URL, or empty
  bool votable = true;    // false for clan copies and test ships (fleet/warship_rules.h)
  bool vanished = false;  // true once the encyclopedia no longer lists it; never deleted, votes may refer to it

  friend bool operator==(Warship const&, Warship const&) = default;
};

// A ship as the encyclopedia tells it, before our own rules.
struct EncyclopediaShip {
  ShipId id;
  std::string name;
  std::string description;
  std::string nation;
  std::string type;
  int tier = 0;
  bool is_premium = false;
  bool is_special = false;
  bool has_next_ships = false;
  std::string image;
};

// A ship of one account, as the streamer sees it.
struct GarageShip {
  ShipId id;
  bool enabled = true;    // the streamer's own choice; a refresh never changes it
  bool vanished = false;  // true once the account no longer lists it

  friend bool operator==(GarageShip const&, GarageShip const&) = default;
};

}  // namespace shipvote::voting
