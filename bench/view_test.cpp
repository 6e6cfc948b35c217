// The rules of docs/live-messages.md section 7, one by one.
#include "bench/view.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace shipvote::bench {
namespace {

using namespace std::chrono_literals;
using Questions = std::vector<Question>;

constexpr VoteId vote{12};

class ViewTest : public ::testing::Test {
 protected:
  static constexpr TimePoint start{std::chrono::milliseconds{1'795'000'000'000}};

  // The view asks from the least to the most time after `from`.
  void expect_asking_within(std::chrono::milliseconds least, std::chrono::milliseconds most, TimePoint from) {
    ASSERT_TRUE(view.due().has_value());
    EXPECT_GE(*view.due(), from + least);
    EXPECT_LE(*view.due(), from + most);
  }
  static Told open(std::uint64_t sequence) { return {sequence, vote, std::nullopt}; }
  static Told closed(std::uint64_t sequence) { return {sequence, std::nullopt, vote}; }

  View view{sim::Chance{7}};
};

TEST_F(ViewTest, PaintsFromTheSegmentAndAsksNothing) {
  view.begin(start, Told{});
  EXPECT_FALSE(view.due().has_value());
  EXPECT_TRUE(view.ask(start + 24h).empty());

  View during_vote{sim::Chance{8}};
  during_vote.begin(start, open(5));
  EXPECT_EQ(during_vote.open_vote(), vote);
  EXPECT_TRUE(during_vote.ask(start + 39s).empty());
}

TEST_F(ViewTest, WithoutASegmentItAsksAfterAWhileOfChance) {
  std::vector<TimePoint> times;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    View fresh{sim::Chance{seed}};
    fresh.begin(start, std::nullopt);
    times.push_back(*fresh.due());
  }
  auto const [least, most] = std::minmax_element(times.begin(), times.end());
  EXPECT_GE(*least, start + 2s);
  EXPECT_LE(*least, start + 3s);
  EXPECT_GE(*most, start + 11s);
  EXPECT_LE(*most, start + 12s);

  view.begin(start, std::nullopt);
  EXPECT_EQ(view.ask(start + 12s), (Questions{Question::open_vote, Question::settings}));
}

TEST_F(ViewTest, AMessageDropsTheAsking) {
  view.begin(start, std::nullopt);
  view.hear(start + 1s, closed(3));
  EXPECT_FALSE(view.due().has_value());

  View asking{sim::Chance{9}};
  asking.begin(start, std::nullopt);
  ASSERT_FALSE(asking.ask(start + 12s).empty());
  asking.hear(start + 12s, open(3));
  asking.told_open_vote(start + 13s, asking.asking(), std::nullopt);  // older than the message
  EXPECT_EQ(asking.open_vote(), vote);
}

TEST_F(ViewTest, WhatIsNotNewDropsNothing) {
  view.begin(start, open(5));
  auto const due = view.due();
  view.hear(start + 1s, closed(5));
  EXPECT_EQ(view.due(), due);
  EXPECT_EQ(view.open_vote(), vote);
}

TEST_F(ViewTest, SilenceDuringAVoteIsAskedAbout) {
  view.begin(start, open(5));
  view.hear(start + 10s, open(6));
  expect_asking_within(40s, 50s, start + 10s);
  EXPECT_EQ(view.ask(start + 60s), Questions{Question::open_vote});
  view.told_open_vote(start + 60s, view.asking(), vote);
  expect_asking_within(40s, 50s, start + 60s);

  view.hear(start + 70s, closed(7));
  EXPECT_FALSE(view.due().has_value());
}

TEST_F(ViewTest, WhatBecameOfTheVoteIsAskedOnce) {
  view.begin(start, open(5));
  ASSERT_EQ(view.ask(start + 50s), Questions{Question::open_vote});
  view.told_open_vote(start + 50s, view.asking(), std::nullopt);
  EXPECT_EQ(view.ask(start + 50s), Questions{Question::known_vote});
  view.told_known_vote(start + 51s, view.asking(), voting::VoteState::closed);
  EXPECT_EQ(view.result(), vote);
  EXPECT_FALSE(view.due().has_value());
}

TEST_F(ViewTest, UnseenItAsksNothing) {
  view.begin(start, open(5));
  view.look_away(start + 1s);
  EXPECT_FALSE(view.due().has_value());
  view.hear(start + 2s, open(6));
  EXPECT_FALSE(view.due().has_value());
}

TEST_F(ViewTest, AfterALongAbsenceItAsksUnlessTold) {
  view.begin(start, open(5));
  view.look_away(start);
  view.look_again(start + 30s);
  expect_asking_within(2s, 12s, start + 30s);
  view.hear(start + 31s, open(6));
  expect_asking_within(40s, 50s, start + 31s);
}

TEST_F(ViewTest, AShortAbsenceIsNone) {
  view.begin(start, Told{});
  view.look_away(start);
  view.look_again(start + 29s);
  EXPECT_FALSE(view.due().has_value());

  view.hear(start + 30s, open(5));
  view.look_away(start + 31s);
  view.look_again(start + 60s);
  expect_asking_within(40s, 50s, start + 30s);
}

TEST_F(ViewTest, FailuresAreRepeatedMoreAndMoreSeldom) {
  view.begin(start, std::nullopt);
  auto now = start + 12s;
  std::vector<std::chrono::milliseconds> pauses;
  for (int failure = 0; failure < 10; ++failure) {
    ASSERT_FALSE(view.ask(now).empty());
    view.not_answered(now, view.asking());
    pauses.push_back(*view.due() - now);
    now = *view.due();
  }
  EXPECT_GE(pauses.front(), 4s);
  EXPECT_LE(pauses.front(), 8s);
  EXPECT_GE(pauses[1], 8s);
  EXPECT_LE(pauses[1], 16s);
  EXPECT_GE(pauses.back(), 2min);
  EXPECT_LE(pauses.back(), 4min);
}

}  // namespace
}  // namespace shipvote::bench
