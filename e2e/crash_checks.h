// What the crash tests look at: the stored ballots, counted read-only beside whatever runs.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "e2e/known_vote.h"
#include "e2e/world.h"
#include "store/store.h"

namespace shipvote::e2e {

inline std::uint64_t from_environment(char const* name, std::uint64_t fallback) {
  char const* const text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody writes it
  return text == nullptr || *text == '\0' ? fallback : std::strtoull(text, nullptr, 10);
}

inline std::uint64_t ballots_of(Counts const& counts) {
  std::uint64_t sum = 0;
  for (auto const& [ship, count] : counts) sum += count;
  return sum;
}

[[nodiscard]] inline store::Recount recount_of(World const& world, VoteId vote) {
  store::SqliteSettings settings;
  settings.folder = world.web.data_folder().string();
  settings.read_only = true;
  auto store = store::open_sqlite_store(settings);
  if (!store) throw std::runtime_error(store.refusal().message);
  return store.value()->recount(vote);
}

[[nodiscard]] inline Counts counted(KnownVote const& vote, store::Recount const& recount) {
  Counts counts;
  for (std::size_t index = 0; index < vote.ships.size(); ++index) {
    if (recount.recounted.at(index) > 0) counts[vote.ships[index]] = recount.recounted[index];
  }
  return counts;
}

// For every ship at least the ballots that were acknowledged, and no more than might have been counted.
inline void expect_between(Counts const& counts, KnownVote const& vote) {
  auto const least = vote.least();
  auto const most = vote.most();
  for (auto const ship : vote.ships) {
    auto const count = [&](Counts const& all) { return all.contains(ship) ? all.at(ship) : 0U; };
    EXPECT_GE(count(counts), count(least)) << "ship " << ship.value;
    EXPECT_LE(count(counts), count(most)) << "ship " << ship.value;
  }
}

inline void expect_stored(World const& world, KnownVote const& vote) {
  auto const stored = recount_of(world, vote.id);
  EXPECT_TRUE(stored.exact()) << stored.rows << " rows, " << stored.viewers << " viewers, " << stored.strays
                              << " strays";
  expect_between(counted(vote, stored), vote);
}

}  // namespace shipvote::e2e
