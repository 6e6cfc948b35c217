// How much is measured, and where.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

#include "bench/machine.h"

namespace shipvote::bench {

inline constexpr std::size_t ships_on_vote = 30;

struct Extent {
  std::size_t rounds = 3;
  std::size_t ballots_per_round = 200'000;
  std::size_t ballots_stored = 1'000'000;  // for the measurements with a filled vote
  std::chrono::milliseconds reading_per_round{2'500};
  std::size_t ballots_through_edges = 150'000;  // in each round
  std::size_t live_channels = 10'000;
  std::size_t live_seconds = 8;  // of each part of that measurement
  std::size_t viewers = 10'000;
  std::chrono::seconds viewers_vote_lasts{45};
};

struct Setting {
  std::filesystem::path programs;  // folder of shipvote-web and shipvote-sim
  std::filesystem::path folder;    // made anew and removed at the end
  Cores cores;
  Extent extent;
};

// A folder of that name in the setting's own, without what was in it.
[[nodiscard]] std::filesystem::path fresh_folder(Setting const& setting, std::string const& name);
[[nodiscard]] std::filesystem::path copy_of(Setting const& setting, std::string const& from, std::string const& to);

void say(std::string const& what);  // what the benchmark is at

}  // namespace shipvote::bench
