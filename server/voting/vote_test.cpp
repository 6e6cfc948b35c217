#include "voting/vote.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "foundation/limits.h"

namespace shipvote::voting {
namespace {

using namespace std::chrono_literals;

TimePoint const now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
std::unordered_set<ShipId> const known{ShipId{1}, ShipId{2}, ShipId{3}};

NewVote vote_on(std::vector<ShipId> ships) { return NewVote{ChannelId{4711}, std::move(ships), std::nullopt, {}}; }

TEST(NewVoteTest, KnownDistinctShipsWithoutEndAreFine) {
  EXPECT_TRUE(check_new_vote(vote_on({ShipId{1}, ShipId{3}}), known, now).ok());
}

TEST(NewVoteTest, EachFaultNamesItsFieldAndWhatIsAllowed) {
  auto const empty = check_new_vote(vote_on({}), known, now);
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.refusal().fields.at(0).field, "ships");
  EXPECT_NE(empty.refusal().message.find("at least one"), std::string::npos);

  auto const twice = check_new_vote(vote_on({ShipId{1}, ShipId{1}}), known, now);
  ASSERT_FALSE(twice.ok());
  EXPECT_NE(twice.refusal().message.find("named twice"), std::string::npos);

  auto const unknown = check_new_vote(vote_on({ShipId{9}}), known, now);
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.refusal().message.find("9"), std::string::npos);
}

TEST(NewVoteTest, TooManyShipsAreRefused) {
  std::unordered_set<ShipId> fleet;
  std::vector<ShipId> ships;
  for (std::uint32_t id = 1; id <= limits::ships_per_vote + 1; ++id) {
    fleet.insert(ShipId{id});
    ships.push_back(ShipId{id});
  }
  EXPECT_FALSE(check_new_vote(vote_on(ships), fleet, now).ok());
  ships.pop_back();
  EXPECT_TRUE(check_new_vote(vote_on(ships), fleet, now).ok());
}

TEST(NewVoteTest, TheEndLiesAheadAndWithinADay) {
  auto vote = vote_on({ShipId{1}});
  vote.ends_at = now;
  EXPECT_FALSE(check_new_vote(vote, known, now).ok());
  vote.ends_at = now + 1ms;
  EXPECT_TRUE(check_new_vote(vote, known, now).ok());
  vote.ends_at = now + 24h;
  EXPECT_TRUE(check_new_vote(vote, known, now).ok());
  vote.ends_at = now + 24h + 1ms;
  EXPECT_FALSE(check_new_vote(vote, known, now).ok());
}

TEST(NewVoteTest, AllFaultsAreToldAtOnce) {
  auto vote = vote_on({});
  vote.ends_at = now - 1h;
  auto const checked = check_new_vote(vote, known, now);
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.refusal().fields.size(), 2U);
}

TEST(WinnerTest, NobodyWinsWithoutBallots) {
  EXPECT_FALSE(decide_winner(std::vector{ShipId{1}, ShipId{2}}, std::vector<std::uint32_t>{0, 0}, 7).has_value());
}

TEST(WinnerTest, TheMostBallotsWin) {
  auto const winner = decide_winner(std::vector{ShipId{1}, ShipId{2}}, std::vector<std::uint32_t>{3, 5}, 7);
  ASSERT_TRUE(winner.has_value());
  EXPECT_EQ(winner->ship, ShipId{2});
  EXPECT_EQ(winner->ballots, 5U);
  EXPECT_TRUE(winner->tied.empty());
}

TEST(WinnerTest, EveryTiedShipCanBeDrawn) {
  std::vector<ShipId> const ships{ShipId{3}, ShipId{1}, ShipId{2}};
  std::map<std::uint32_t, int> drawn;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    auto const winner = decide_winner(ships, std::vector<std::uint32_t>{4, 4, 4}, seed);
    ASSERT_TRUE(winner.has_value());
    EXPECT_EQ(winner->tied, (std::vector{ShipId{1}, ShipId{2}, ShipId{3}}));
    ++drawn[winner->ship.value];
  }
  ASSERT_EQ(drawn.size(), 3U);
  for (auto const& [ship, times] : drawn) EXPECT_GT(times, 50) << ship;
}

RC_GTEST_PROP(WinnerTest, DoesNotDependOnTheOrderOfShipsAndHasTheMostBallots,
              (std::vector<std::uint8_t> raw, std::uint64_t seed)) {
  RC_PRE(!raw.empty());
  std::vector<ShipId> ships;
  std::vector<std::uint32_t> counts;
  for (std::size_t index = 0; index < raw.size(); ++index) {
    ships.push_back(ShipId{static_cast<std::uint32_t>(index + 1)});
    counts.push_back(raw[index] % 8);
  }
  auto const winner = decide_winner(ships, counts, seed);
  std::uint32_t const most = *std::max_element(counts.begin(), counts.end());
  RC_ASSERT(winner.has_value() == (most > 0));
  std::vector<ShipId> reversed_ships(ships.rbegin(), ships.rend());
  std::vector<std::uint32_t> reversed_counts(counts.rbegin(), counts.rend());
  RC_ASSERT(decide_winner(reversed_ships, reversed_counts, seed) == winner);
  if (!winner) return;
  RC_ASSERT(winner->ballots == most);
  RC_ASSERT(counts[winner->ship.value - 1] == most);
  auto const leaders = static_cast<std::size_t>(std::count(counts.begin(), counts.end(), most));
  RC_ASSERT(winner->tied.size() == (leaders > 1 ? leaders : 0));
}

}  // namespace
}  // namespace shipvote::voting
