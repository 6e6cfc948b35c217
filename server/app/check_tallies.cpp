#include "app/check_tallies.h"

#include <cinttypes>
#include <cstdio>
#include <numeric>

#include "store/store.h"

namespace shipvote::app {
namespace {

void print_difference(store::Recount const& recount) {
  auto const tallied = std::accumulate(recount.tally.begin(), recount.tally.end(), std::uint64_t{0});
  std::printf("vote %s: WRONG: %" PRIu64 " ballots stored by %" PRIu64 " viewers, %" PRIu64
              " for ships that are not on the vote, %" PRIu64 " in the tally\n",
              recount.vote.text().c_str(), recount.rows, recount.viewers, recount.strays, tallied);
}

}  // namespace

int check_tallies(std::string const& data_folder) {
  store::SqliteSettings database;
  database.folder = data_folder;
  database.read_only = true;
  auto opened = store::open_sqlite_store(database);
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.refusal().message.c_str());
    return 1;
  }
  std::uint64_t ballots = 0;
  std::size_t wrong = 0;
  auto const votes = opened.value()->vote_ids();
  for (VoteId const vote : votes) {
    auto const recount = opened.value()->recount(vote);
    ballots += recount.rows;
    if (recount.exact()) continue;
    ++wrong;
    print_difference(recount);
  }
  std::printf("%zu votes with %" PRIu64 " ballots recounted: %s\n", votes.size(), ballots,
              wrong == 0 ? "every tally equals its ballots" : (std::to_string(wrong) + " differ").c_str());
  return wrong == 0 ? 0 : 1;
}

}  // namespace shipvote::app
