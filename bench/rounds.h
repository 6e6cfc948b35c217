// Shipvote next to nginx: measurements one after the other, each in rounds that alternate between the two.
#pragma once

#include "bench/report.h"
#include "bench/setting.h"

namespace shipvote::bench {

// Adds comparisons, starts and notes to the report, saying on standard error what it is at. Throws std::exception's
// children with the reason when something does not work: there are no half reports.
void compare_with_nginx(Setting const& setting, Report& report);

}  // namespace shipvote::bench
