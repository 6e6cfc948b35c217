// From a ship as the encyclopedia tells it to a warship of ours: what is a premium, and what may be voted on.
// Facts: docs/platforms/wargaming.md, "Ship flags and names", checked against the 996 ships of August 2026.
#pragma once

#include <optional>

#include "voting/warship.h"

namespace shipvote::fleet {

// A ship that is not researched in the technology tree: bought, earned, or not released yet. The encyclopedia flags
// most of them as premium or special. Without either flag, a ship below tier 10 that leads to no other is none of the
// tree's either, since every line goes on to tier 10. From tier 10 up leading nowhere means nothing: lines end there,
// and superships (tier 11) are researched although nothing "leads" to or from them.
[[nodiscard]] bool is_premium(voting::EncyclopediaShip const& ship) noexcept;

// False for what no streamer can choose to play in a battle:
//  - copies for clan battles and tests, whose names stand in square brackets: "[Yamato]";
//  - test ships: "Iowa 2" (a space and a 2; "Z-31", "FR25" and "Bismarck '41" are real), "Odin TE" (tournaments), and
//    those whose whole description is "Test ship." (told in English only).
[[nodiscard]] bool is_votable(voting::EncyclopediaShip const& ship) noexcept;

// Nothing when its type is none that exists.
[[nodiscard]] std::optional<voting::Warship> warship_from(voting::EncyclopediaShip const& ship);

}  // namespace shipvote::fleet
