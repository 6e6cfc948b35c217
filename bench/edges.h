// Ballots through edges next to ballots that go to shipvote-web directly.
#pragma once

#include "bench/report.h"
#include "bench/setting.h"

namespace shipvote::bench {

// Throws with the reason when something does not work, a wrong count included.
[[nodiscard]] Section measure_edges(Setting const& setting);

}  // namespace shipvote::bench
