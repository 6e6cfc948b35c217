#include "fleet/merge.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>

#include "fleet/warship_rules.h"
#include "foundation/limits.h"

namespace shipvote::fleet {
namespace {

using voting::EncyclopediaShip;
using voting::GarageShip;
using voting::Warship;

Refusal suspicious_listing(std::string detail) {
  return Refusal{RefusalCode::wargaming_unavailable,
                 "Wargaming's list of ships looks broken right now. The ships known so far stay as they are.",
                 std::move(detail)};
}

bool stays_listed_by_half(std::map<ShipId, Warship> const& listed, std::vector<Warship> const& stored) {
  std::size_t present = 0;
  std::size_t still_listed = 0;
  for (Warship const& ship : stored) {
    if (ship.vanished) continue;
    ++present;
    if (listed.contains(ship.id)) ++still_listed;
  }
  return still_listed * 2 >= present;
}

}  // namespace

Outcome<FleetMerge> merge_fleet(std::vector<Warship> const& stored, std::vector<EncyclopediaShip> const& listing) {
  std::map<ShipId, Warship> listed;  // what is left of it after the stored ships were looked at is new
  for (EncyclopediaShip const& ship : listing) {
    auto warship = warship_from(ship);
    if (!warship) continue;
    if (!listed.emplace(ship.id, *std::move(warship)).second) {
      return suspicious_listing("ship " + ship.id.text() + " is listed twice");
    }
  }
  if (listed.empty()) return suspicious_listing("no ship is listed");
  if (!stays_listed_by_half(listed, stored)) {
    return suspicious_listing("of " + std::to_string(stored.size()) +
                              " stored ships more than half are missing among " + std::to_string(listed.size()) +
                              " listed");
  }
  FleetMerge merge;
  for (Warship const& ship : stored) {
    auto const found = listed.find(ship.id);
    if (found == listed.end()) {
      if (ship.vanished) continue;
      merge.changed.push_back(ship);
      merge.changed.back().vanished = true;
      ++merge.vanished;
      continue;
    }
    if (found->second != ship) {
      merge.changed.push_back(std::move(found->second));
      ++merge.updated;
    }
    listed.erase(found);
  }
  merge.added = listed.size();
  for (auto& [id, ship] : listed) merge.changed.push_back(std::move(ship));
  std::sort(merge.changed.begin(), merge.changed.end(),
            [](Warship const& one, Warship const& other) { return one.id < other.id; });
  return merge;
}

std::vector<GarageShip> merge_garage(std::vector<GarageShip> const& stored, std::vector<ShipId> const& listed) {
  if (listed.empty()) return stored;
  std::unordered_set<ShipId> const owned{listed.begin(), listed.end()};
  std::unordered_set<ShipId> known;
  std::vector<GarageShip> garage = stored;
  for (GarageShip& ship : garage) {
    ship.vanished = !owned.contains(ship.id);
    known.insert(ship.id);
  }
  std::vector<GarageShip> added;
  for (ShipId const id : owned) {
    if (!known.contains(id)) added.push_back(GarageShip{id});
  }
  std::sort(added.begin(), added.end(),
            [](GarageShip const& one, GarageShip const& other) { return one.id < other.id; });
  garage.insert(garage.end(), added.begin(), added.end());
  for (std::size_t at = garage.size(); at > 0 && garage.size() > limits::ships_per_garage; --at) {
    auto const each = garage.begin() + static_cast<std::ptrdiff_t>(at - 1);
    if (each->vanished) garage.erase(each);
  }
  if (garage.size() > limits::ships_per_garage) garage.resize(limits::ships_per_garage);
  return garage;
}

}  // namespace shipvote::fleet
