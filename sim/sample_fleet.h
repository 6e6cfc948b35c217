// A fleet of real ships by name, for trying everything without Wargaming's data. The ids are the simulator's own.
#pragma once

#include "sim/fleet.h"

namespace shipvote::sim {

inline constexpr std::uint32_t first_sample_ship = 2'200'000'001;  // above 2^31 like real ids, outside their range

[[nodiscard]] Fleet sample_fleet();

}  // namespace shipvote::sim
