#include "fleet/rule.h"

#include <algorithm>
#include <numeric>

namespace shipvote::fleet {

using voting::PremiumChoice;
using voting::ShipRule;
using voting::Warship;

namespace {

template <class Value>
bool any_or_one_of(std::vector<Value> const& allowed, Value const& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

bool premium_fits(PremiumChoice choice, bool premium) {
  switch (choice) {
    case PremiumChoice::any: return true;
    case PremiumChoice::only: return premium;
    case PremiumChoice::without: return !premium;
  }
  return false;
}

bool fits(ShipRule const& rule, Warship const& ship) {
  return ship.tier >= rule.tier_from && ship.tier <= rule.tier_to && any_or_one_of(rule.nations, ship.nation) &&
         any_or_one_of(rule.types, ship.type) && premium_fits(rule.premium, ship.premium);
}

// Evenly below `bound`, which is at least 1: what would make the lower values likelier is drawn again.
std::uint64_t below(std::uint64_t bound, std::function<std::uint64_t()> const& chance) {
  std::uint64_t const uneven = (0 - bound) % bound;  // 2^64 modulo bound
  for (;;) {
    auto const bits = chance();
    if (bits >= uneven) return bits % bound;
  }
}

}  // namespace

std::vector<ShipId> ships_that_fit(ShipRule const& rule, RuleGround const& ground) {
  std::unordered_set<ShipId> playable;
  for (voting::GarageShip const& ship : ground.garage) {
    if (ship.enabled && !ship.vanished && ground.fleet.votable(ship.id)) playable.insert(ship.id);
  }
  std::vector<ShipId> found;
  for (Warship const& ship : ground.fleet.ships()) {
    if (!playable.contains(ship.id) || !fits(rule, ship)) continue;
    if (ground.won_lately.contains(ship.id) || ground.excluded.contains(ship.id)) continue;
    found.push_back(ship.id);
  }
  return found;
}

std::vector<ShipId> drawn(std::span<ShipId const> candidates, std::size_t how_many,
                          std::function<std::uint64_t()> const& chance) {
  if (how_many >= candidates.size()) return {candidates.begin(), candidates.end()};
  std::vector<std::size_t> places(candidates.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  for (std::size_t next = 0; next < how_many; ++next) {
    std::swap(places[next], places[next + below(places.size() - next, chance)]);
  }
  places.resize(how_many);
  std::sort(places.begin(), places.end());
  std::vector<ShipId> ships;
  ships.reserve(how_many);
  for (std::size_t const place : places) ships.push_back(candidates[place]);
  return ships;
}

}  // namespace shipvote::fleet
