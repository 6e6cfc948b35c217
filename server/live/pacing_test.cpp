#include "live/pacing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "foundation/limits.h"
#include "live/live_samples.h"
#include "live/pacing_testing.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using samples::result_of;
using std::chrono::milliseconds;

using Channel = PlayedChannel;

TEST(Pacing, AnIdleVoteHasItsOpeningTwiceAndAHeartbeatOfBothKindsInTurn) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(60s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "5.0 vote_status", "20.0 vote_progress", "35.0 vote_status",
                                "50.0 vote_progress"}));
}

// A viewer who missed it would know nothing of it until the heartbeat.
TEST(Pacing, TheLastNewsIsToldOnceMoreAfterFiveSeconds) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(2s);
  for (int change = 0; change < 3; ++change) {
    channel.pace.counts_changed(channel.now);
    channel.run_for(1s);
  }
  channel.run_for(20s);
  channel.pace.end_moved(channel.now);
  channel.run_for(20s);
  EXPECT_EQ(channel.told,
            (Told{"0.0 vote_status", "2.0 vote_progress", "3.0 vote_progress", "4.0 vote_progress", "9.0 vote_progress",
                  "24.0 vote_status", "25.0 vote_status", "30.0 vote_status", "45.0 vote_progress"}));
}

TEST(Pacing, AResumedVoteWaitsForItsMomentAndIsNoNews) {
  Channel channel;
  channel.pace.vote_resumed(noon, noon + 3s, false);
  channel.run_for(40s);
  EXPECT_EQ(channel.told, (Told{"3.0 vote_status", "18.0 vote_progress", "33.0 vote_status"}));
}

TEST(Pacing, AHiddenVoteNeverSendsCountsButAtTheClose) {
  Channel channel;
  channel.pace.vote_opened(noon, true);
  channel.pace.counts_changed(noon + 1s);
  channel.run_for(40s);
  channel.pace.vote_closed(channel.now, true);
  channel.run_for(1s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "5.0 vote_status", "20.0 vote_status", "35.0 vote_status",
                                "40.0 vote_progress", "40.0 vote_status"}));
}

TEST(Pacing, ChangesComeOnceASecondHoweverManyThereAre) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(0ms);
  for (int change = 0; change < 40; ++change) {
    channel.pace.counts_changed(channel.now);
    channel.run_for(100ms);
  }
  channel.run_for(4s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.0 vote_progress", "2.0 vote_progress", "3.0 vote_progress",
                                "4.0 vote_progress"}));
}

TEST(Pacing, AChangeAfterAPauseGoesOutAtOnce) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(10s);
  channel.pace.counts_changed(channel.now);
  channel.run_for(100ms);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "5.0 vote_status", "10.0 vote_progress"}));
}

TEST(Pacing, ABusyVoteStillTellsItsStatusEveryFifteenSeconds) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  for (int change = 0; change < 600; ++change) {
    channel.run_for(100ms);
    channel.pace.counts_changed(channel.now);
  }
  std::vector<std::string> status;
  for (auto const& message : channel.told) {
    if (message.ends_with("vote_status")) status.push_back(message);
  }
  EXPECT_EQ(status,
            (Told{"0.0 vote_status", "15.0 vote_status", "30.0 vote_status", "45.0 vote_status", "60.0 vote_status"}));
  EXPECT_EQ(channel.told.size(), 61U);  // one a second, both ends counted
}

TEST(Pacing, OneMessageIsOnItsWayAtATime) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  ASSERT_TRUE(channel.pace.take(noon));
  channel.pace.counts_changed(noon);
  channel.pace.vote_closed(noon, true);
  EXPECT_EQ(channel.pace.due(), std::nullopt);
  EXPECT_FALSE(channel.pace.take(noon + 1h));
  channel.pace.sent(result_of(SendVerdict::accepted), noon + 300ms, 0.5);
  EXPECT_TRUE(channel.pace.take(noon + 300ms));
}

TEST(Pacing, SettingsAreToldAtOnceAndThenOnceASecond) {
  Channel channel;
  for (int change = 0; change < 15; ++change) {
    channel.pace.channel_changed(channel.now);
    channel.run_for(100ms);
  }
  channel.run_for(10s);
  EXPECT_EQ(channel.told, (Told{"0.0 channel_update", "1.0 channel_update", "2.0 channel_update"}));
}

TEST(Pacing, ANewVoteReplacesWhatTheLastOneHadToSay) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.vote_closed(channel.now, false);
  channel.run_for(1s);
  channel.pace.vote_opened(channel.now, false);
  channel.run_for(14s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.0 vote_status", "2.0 vote_status", "7.0 vote_status"}));
}

TEST(Pacing, AFailureOfTheLastVotesMessageIsNotHeldAgainstTheNewOne) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.counts_changed(channel.now);
  ASSERT_TRUE(channel.pace.take(channel.now));
  channel.pace.vote_opened(channel.now, false);
  channel.pace.sent(result_of(SendVerdict::failed), channel.now, 0.5);
  channel.run_for(4s);
  EXPECT_EQ(channel.told.size(), 2U);  // both openings, no counts of the vote before
}

TEST(Pacing, FailuresAreRetriedWithGrowingPauses) {
  Channel channel;
  channel.verdict = SendVerdict::failed;
  channel.pace.vote_opened(noon, false);
  channel.run_for(8s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "0.2 vote_status", "0.7 vote_status", "1.7 vote_status",
                                "3.7 vote_status", "7.7 vote_status"}));
}

TEST(Pacing, JitterSpreadsTheRetries) {
  for (double const chance : {0.0, 0.999}) {
    ChannelPace pace;
    pace.vote_opened(noon, false);
    ASSERT_TRUE(pace.take(noon));
    pace.sent(result_of(SendVerdict::failed), noon, chance);
    EXPECT_EQ(pace.due(), noon + milliseconds{static_cast<int>(250 * (0.5 + chance))});
  }
}

TEST(Pacing, ALimitWaitsUntilTwitchSaysButNotForever) {
  for (auto const& [full_in, least, most] :
       {std::tuple{0s, 1000ms, 1500ms}, std::tuple{4s, 4000ms, 4500ms}, std::tuple{100s, 15000ms, 15500ms}}) {
    ChannelPace pace;
    pace.vote_opened(noon, false);
    ASSERT_TRUE(pace.take(noon));
    SendResult result = result_of(SendVerdict::rate_limited);
    result.bucket_full_at = noon + full_in;
    pace.sent(result, noon, 0.5);
    EXPECT_GE(*pace.due(), noon + least);
    EXPECT_LE(*pace.due(), noon + most);
  }
}

TEST(Pacing, WhatIsLeftOfThePotCanOnlyShrink) {
  ChannelPace pace;
  pace.vote_opened(noon, false);
  ASSERT_TRUE(pace.take(noon));
  SendResult result = result_of(SendVerdict::accepted);
  result.remaining = 0;
  pace.sent(result, noon, 0.5);
  pace.vote_closed(noon, false);
  EXPECT_EQ(pace.due(), noon + 1s);
}

TEST(Pacing, RejectionsAreRetriedSlowlyUntilMended) {
  ChannelPace pace;
  pace.vote_opened(noon, false);
  ASSERT_TRUE(pace.take(noon));
  pace.sent(result_of(SendVerdict::rejected), noon, 0.5);
  EXPECT_EQ(pace.due(), noon + 30s);
  pace.mended(noon + 1s, 0.5);
  EXPECT_EQ(pace.due(), noon + 1500ms);
}

TEST(Pacing, AnOpenVoteIsNeverGivenUp) {
  Channel channel;
  channel.verdict = SendVerdict::rejected;
  channel.pace.vote_opened(noon, false);
  channel.run_for(24h);
  EXPECT_EQ(channel.pace.given_up(), 0U);
  EXPECT_GT(channel.told.size(), 200U);
  EXPECT_LT(channel.told.size(), 400U);
}

TEST(Pacing, AClockSetBackDelaysNothing) {
  ChannelPace pace;
  pace.vote_opened(noon, false);
  ASSERT_TRUE(pace.take(noon));
  pace.sent(result_of(SendVerdict::accepted), noon, 0.5);
  pace.shift(-1h);
  pace.counts_changed(noon - 1h);
  EXPECT_EQ(pace.due(), noon - 1h + 1s);
}

// Whatever happens, Twitch's pot is never overdrawn, and what was told last is the newest state.
RC_GTEST_PROP(Pacing, NeverOverdrawsThePotAndEndsWithTheNewestState, ()) {
  ChannelPace pace;
  TimePoint now = noon;
  double tokens = limits::message_pot;
  TimePoint filled = now;
  bool in_flight = false;
  bool open = false;
  int state = 0;    // changes with every event
  int encoded = 0;  // of the message on its way
  int told = 0;     // of the last message accepted
  auto const step = [&](SendVerdict verdict) {
    if (in_flight) {
      pace.sent(result_of(verdict), now, 0.3);
      in_flight = false;
      if (verdict == SendVerdict::accepted) told = encoded;
    }
    if (!pace.take(now)) return;
    in_flight = true;
    encoded = state;
    tokens = std::min<double>(limits::message_pot, tokens + std::chrono::duration<double>(now - filled).count());
    filled = now;
    RC_ASSERT(tokens >= 0.999);
    tokens -= 1;
  };
  for (int event : *rc::gen::container<std::vector<int>>(400, rc::gen::inRange(0, 8))) {
    if (event == 0 || (event == 1 && !open))
      pace.vote_opened(now, false), open = true, ++state;
    else if (event == 1)
      pace.vote_closed(now, true), open = false, ++state;
    else if (event == 2)
      pace.channel_changed(now), ++state;
    else if (event == 3 && open)
      pace.counts_changed(now), ++state;
    else if (event == 4)
      now += milliseconds{*rc::gen::inRange(0, 3'000)};
    step(event == 5 ? SendVerdict::failed : SendVerdict::accepted);
  }
  for (int second = 0; second < 60; ++second, now += 1s) step(SendVerdict::accepted);
  RC_ASSERT(told == state);
}

}  // namespace
}  // namespace shipvote::live
