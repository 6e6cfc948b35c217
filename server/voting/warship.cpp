#include "voting/warship.h"

#include <array>
#include <utility>

namespace shipvote::voting {
namespace {

constexpr std::array<std::pair<ShipType, std::string_view>, 5> ship_types{{
    {ShipType::destroyer, "Destroyer"},
    {ShipType::cruiser, "Cruiser"},
    {ShipType::battleship, "Battleship"},
    {ShipType::aircraft_carrier, "AirCarrier"},
    {ShipType::submarine, "Submarine"},
}};

}  // namespace

std::string_view ship_type_text(ShipType type) noexcept {
  for (auto const& [known, text] : ship_types) {
    if (known == type) return text;
  }
  return {};
}

std::optional<ShipType> parse_ship_type(std::string_view text) noexcept {
  for (auto const& [type, known] : ship_types) {
    if (known == text) return type;
  }
  return std::nullopt;
}

}  // namespace shipvote::voting
