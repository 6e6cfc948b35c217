// The whole benchmark, or parts of it.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>

#include "bench/report.h"
#include "bench/setting.h"

namespace shipvote::bench {

inline constexpr std::array<std::string_view, 4> benchmark_parts{"nginx", "edges", "live", "viewers"};

// Runs the parts named, or all if none is. Throws with the reason when something does not work: there are no half
// reports.
[[nodiscard]] Report run_benchmark(Setting const& setting, std::set<std::string> const& parts);

}  // namespace shipvote::bench
