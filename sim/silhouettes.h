// Side views of warships, drawn by the program: one outline for each type, in the tint of the nation.
#pragma once

#include <string>
#include <string_view>

#include "sim/fleet.h"

namespace shipvote::sim {

// An SVG of 214 by 126, as the encyclopedia's small pictures are.
[[nodiscard]] std::string silhouette(std::string_view type, std::string_view nation, std::uint64_t variation);

}  // namespace shipvote::sim
