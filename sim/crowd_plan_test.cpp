#include "sim/crowd_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/mint.h"
#include "twitch/token.h"

namespace shipvote::sim {
namespace {

CrowdSettings settings() {
  CrowdSettings made;
  made.channel_id = "4711";
  made.vote_id = 12;
  made.ships = {ShipId{10}, ShipId{11}, ShipId{12}};
  made.secret = std::string(32, 's');
  return made;
}

TEST(CrowdPlanTest, DividesViewersAsOrdered) {
  auto crowd = settings();
  crowd.bad_tokens = 0.1;
  crowd.anonymous = 0.2;
  crowd.wrong_ships = 0.3;
  crowd.duplicates = 0.5;
  int habits[4] = {};
  int twice = 0;
  for (std::uint64_t number = 1; number <= 10'000; ++number) {
    auto const plan = plan_viewer(crowd, number);
    ++habits[static_cast<int>(plan.habit)];
    twice += plan.ballots.size() == 2 ? 1 : 0;
    bool const on_vote = std::find(crowd.ships.begin(), crowd.ships.end(), plan.ballots[0]) != crowd.ships.end();
    EXPECT_EQ(on_vote, plan.habit != ViewerHabit::wrong_ship);
    EXPECT_EQ(plan_viewer(crowd, number).ballots, plan.ballots);
  }
  EXPECT_NEAR(habits[static_cast<int>(ViewerHabit::bad_token)], 1'000, 150);
  EXPECT_NEAR(habits[static_cast<int>(ViewerHabit::anonymous)], 2'000, 200);
  EXPECT_NEAR(habits[static_cast<int>(ViewerHabit::wrong_ship)], 3'000, 250);
  EXPECT_NEAR(twice, 2'000, 200);
}

TEST(CrowdPlanTest, ShowsGoodTokensAndThreeKindsOfBadOnes) {
  auto const crowd = settings();
  TimePoint const now{std::chrono::milliseconds{1'795'440'000'000}};
  twitch::TokenChecker const checker({crowd.secret});
  auto const good = checker.check(viewer_token(crowd, 5, ViewerHabit::ordinary, now), now);
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good.value().channel.value, 4711U);
  EXPECT_EQ(good.value().opaque_user_id, viewer_name(5));
  auto const anonymous = checker.check(viewer_token(crowd, 5, ViewerHabit::anonymous, now), now);
  ASSERT_TRUE(anonymous.ok());
  EXPECT_EQ(anonymous.value().opaque_user_id.front(), 'A');
  for (std::uint64_t number = 0; number < 3; ++number) {
    auto const claims = checker.check(viewer_token(crowd, number, ViewerHabit::bad_token, now), now);
    EXPECT_TRUE(!claims.ok() || claims.value().channel.value != 4711U) << number;
  }
}

TEST(CrowdPlanTest, NamesAnswersByStatusAndCode) {
  EXPECT_EQ(answer_name(200, R"({"ok":true})"), "200");
  EXPECT_EQ(answer_name(400, R"({"ok":false,"code":"already_voted","message":"no"})"), "400 already_voted");
  EXPECT_EQ(answer_name(502, "<html>"), "502");
}

TEST(CrowdPlanTest, SaysWhatIsWrongWithSettings) {
  EXPECT_EQ(crowd_problem(settings()), "");
  auto const problem_after = [](auto change) {
    auto crowd = settings();
    change(crowd);
    return !crowd_problem(crowd).empty();
  };
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.web_url = "https://x"; }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.channel_id = "a"; }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.ships.clear(); }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.viewers = 0; }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.connections = 0; }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.per_second = -1; }));
  EXPECT_TRUE(problem_after([](auto& crowd) { crowd.bad_tokens = 0.6, crowd.wrong_ships = 0.6; }));
}

TEST(CrowdPlanTest, ViewersHaveNamesOfTheirOwn) {
  std::vector<std::string> names;
  for (std::uint64_t number = 0; number < 100'000; ++number) names.push_back(viewer_name(number));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace shipvote::sim
