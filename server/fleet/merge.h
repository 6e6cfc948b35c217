// How what a platform lists now goes together with what is stored. Nothing that a vote may refer to is ever removed.
// Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "voting/warship.h"

namespace shipvote::fleet {

struct FleetMerge {
  std::vector<voting::Warship> changed;  // what has to be saved, by ascending id; may be empty
  std::size_t added = 0;
  std::size_t updated = 0;   // among them those that came back
  std::size_t vanished = 0;  // newly
};

// New ships are added, changed ones updated, those no longer listed marked as vanished, and returning ones unmarked.
// Does not depend on the order of either list. Refused with wargaming_unavailable, and nothing to save, when the
// listing is empty, names a ship twice, or misses more than half of the stored ships that have not vanished: that is an
// accident at the other side, not the end of half a fleet.
[[nodiscard]] Outcome<FleetMerge> merge_fleet(std::vector<voting::Warship> const& stored,
                                              std::vector<voting::EncyclopediaShip> const& listing);

// The garage to save: stored ships in their order with the streamer's choice untouched, marked as vanished when no
// longer listed; then new ones, enabled, by ascending id. An empty listing changes nothing. At most
// limits::ships_per_garage ships, for which vanished ones give way first.
//
// Ships that the encyclopedia does not know are kept too: it may learn of them later (early access), and a streamer's
// choice should be there then. Until then no vote can take them, since votes take only Fleet::votable_ids().
[[nodiscard]] std::vector<voting::GarageShip> merge_garage(std::vector<voting::GarageShip> const& stored,
                                                           std::vector<ShipId> const& listed);

}  // namespace shipvote::fleet
