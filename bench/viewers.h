// What a vote's viewers ask of the server: a whole vote with very many views, over real messages of which some are
// lost.
#pragma once

#include "bench/report.h"
#include "bench/setting.h"

namespace shipvote::bench {

// Takes a little more than twice Extent::viewers_vote_lasts. Throws with the reason when something does not work.
[[nodiscard]] Section measure_viewers(Setting const& setting);

}  // namespace shipvote::bench
