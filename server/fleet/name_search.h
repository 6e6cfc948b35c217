// Finding ships by a part of their name, as people type it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "fleet/fleet.h"

namespace shipvote::fleet {

// The text in small letters without accents, and nothing but letters and digits: "St. Louis" gives "stlouis", "Großer
// Kurfürst" gives "grosserkurfurst", as the views do it (extension/src/ships/search.ts). Letters of Latin scripts only;
// those of others stay as they are. UTF-8; broken bytes are kept.
[[nodiscard]] std::string folded(std::string_view text);

// All ships, vanished ones included, whose folded name contains the folded part.
[[nodiscard]] std::unordered_set<ShipId> ships_named(Fleet const& fleet, std::string_view part);

}  // namespace shipvote::fleet
