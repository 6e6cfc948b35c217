// Live messages of very many votes at a time: how many a second leave, what one costs, and whom a slow channel delays.
#pragma once

#include "bench/report.h"
#include "bench/setting.h"

namespace shipvote::bench {

// Throws with the reason when something does not work.
[[nodiscard]] Section measure_live_messages(Setting const& setting);

}  // namespace shipvote::bench
