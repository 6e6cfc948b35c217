// The measurements, one after the other, each in rounds that alternate between Shipvote and nginx.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "bench/machine.h"
#include "bench/report.h"
#include "bench/web_server.h"

namespace shipvote::bench {

struct Extent {
  std::size_t rounds = 3;
  std::size_t ballots_per_round = 200'000;
  std::size_t ballots_stored = 1'000'000;  // for the measurements with a filled vote
  std::chrono::milliseconds reading_per_round{2'500};
};

struct Setting {
  std::filesystem::path programs;  // folder of shipvote-web and shipvote-sim
  std::filesystem::path folder;    // made anew and removed at the end
  Cores cores;
  Extent extent;
};

// Runs everything, saying on standard error what it is at. Throws std::exception's children with the reason when
// something does not work: there are no half reports.
[[nodiscard]] Report run_benchmark(Setting const& setting);

}  // namespace shipvote::bench
