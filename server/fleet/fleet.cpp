#include "fleet/fleet.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace shipvote::fleet {

using voting::Warship;

Fleet::Fleet(std::vector<Warship> ships) : ships_(std::move(ships)) {
  std::sort(ships_.begin(), ships_.end(), [](Warship const& one, Warship const& other) {
    return std::tie(one.tier, one.type, one.nation, one.name, one.id) <
           std::tie(other.tier, other.type, other.nation, other.name, other.id);
  });
  places_.reserve(ships_.size());
  for (std::uint32_t place = 0; place < ships_.size(); ++place) {
    Warship const& ship = ships_[place];
    places_.emplace_back(ship.id, place);
    if (!ids_.insert(ship.id).second) std::abort();
    if (ship.votable && !ship.vanished) votable_ids_.insert(ship.id);
  }
  std::sort(places_.begin(), places_.end());
}

Warship const* Fleet::find(ShipId id) const noexcept {
  auto const found = std::lower_bound(places_.begin(), places_.end(), id,
                                      [](auto const& place, ShipId wanted) { return place.first < wanted; });
  if (found == places_.end() || found->first != id) return nullptr;
  return &ships_[found->second];
}

}  // namespace shipvote::fleet
