// Which ships a rule gives. Pure functions; chance is handed in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <unordered_set>
#include <vector>

#include "fleet/fleet.h"
#include "voting/preset.h"
#include "voting/warship.h"

namespace shipvote::fleet {

// What a rule is held against.
struct RuleGround {
  Fleet const& fleet;
  std::span<voting::GarageShip const> garage;
  std::unordered_set<ShipId> const& won_lately;  // in the last rule.not_won_in_last votes
  std::unordered_set<ShipId> const& excluded;    // by the streamer, for this time
};

// Every ship of the garage that is enabled, there, votable, not excluded, and fits; in the fleet's order.
[[nodiscard]] std::vector<ShipId> ships_that_fit(voting::ShipRule const& rule, RuleGround const& ground);

// `how_many` of the candidates, each with the same chance, in the order of the candidates; all when there are no more.
// `chance` gives 64 random bits a call.
[[nodiscard]] std::vector<ShipId> drawn(std::span<ShipId const> candidates, std::size_t how_many,
                                        std::function<std::uint64_t()> const& chance);

}  // namespace shipvote::fleet
