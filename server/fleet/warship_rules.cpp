#include "fleet/warship_rules.h"

namespace shipvote::fleet {
namespace {

constexpr int tier_where_lines_end = 10;

bool in_brackets(std::string_view name) noexcept { return name.starts_with('[') && name.ends_with(']'); }

}  // namespace

bool is_premium(voting::EncyclopediaShip const& ship) noexcept {
  return ship.is_premium || ship.is_special || (ship.tier < tier_where_lines_end && !ship.has_next_ships);
}

bool is_votable(voting::EncyclopediaShip const& ship) noexcept {
  std::string_view const name = ship.name;
  bool const test_ship = name.ends_with(" 2") || name.ends_with(" TE") || ship.description == "Test ship.";
  return !in_brackets(name) && !test_ship;
}

std::optional<voting::Warship> warship_from(voting::EncyclopediaShip const& ship) {
  auto const type = voting::parse_ship_type(ship.type);
  if (!type) return std::nullopt;
  voting::Warship warship;
  warship.id = ship.id;
  warship.name = ship.name;
  warship.nation = ship.nation;
  warship.type = *type;
  warship.tier = ship.tier;
  warship.premium = is_premium(ship);
  warship.image = ship.image;
  warship.votable = is_votable(ship);
  return warship;
}

}  // namespace shipvote::fleet
