// How the close of a vote is told.
#include <gtest/gtest.h>

#include "live/live_samples.h"
#include "live/pacing_testing.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using samples::result_of;
using Channel = PlayedChannel;

TEST(PacingOfTheClose, TheCloseIsToldAtOnceAndThreeTimesMore) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(300ms);
  channel.pace.vote_closed(channel.now, false);
  channel.run_for(60s);
  EXPECT_EQ(channel.told,
            (Told{"0.0 vote_status", "0.3 vote_status", "2.3 vote_status", "5.3 vote_progress", "15.3 vote_status"}));
  EXPECT_TRUE(channel.pace.finished(channel.now));
}

// What repeats are for is lost messages; an outage is no reason to pass over them.
TEST(PacingOfTheClose, TheCloseIsRepeatedAfterItWasFirstTaken) {
  Channel channel;
  channel.verdict = SendVerdict::failed;
  channel.pace.vote_opened(noon, false);
  channel.pace.vote_closed(noon, false);
  channel.run_for(20s);
  channel.told.clear();
  channel.verdict = SendVerdict::accepted;
  channel.run_for(60s);
  EXPECT_EQ(channel.told,
            (Told{"31.7 vote_status late", "33.7 vote_status", "36.7 vote_progress", "46.7 vote_status"}));
  EXPECT_EQ(channel.pace.given_up(), 0U);
  EXPECT_TRUE(channel.pace.finished(channel.now + 60s));
}

TEST(PacingOfTheClose, AMessageFromBeforeTheCloseIsNoClosingMessage) {
  ChannelPace pace;
  pace.vote_opened(noon, false);
  ASSERT_TRUE(pace.take(noon));
  pace.vote_closed(noon + 1s, false);
  pace.sent(result_of(SendVerdict::accepted), noon + 2s, 0.5);
  auto const closing = pace.take(noon + 2s);
  ASSERT_TRUE(closing);
  EXPECT_EQ(closing->urgency, Urgency::urgent);
  EXPECT_TRUE(pace.sent(result_of(SendVerdict::accepted), noon + 2500ms, 0.5)) << "late, from the close on";
  EXPECT_EQ(pace.due(), noon + 4500ms);
}

TEST(PacingOfTheClose, TheCloseIsNotLateWhenTheCountsHaveToldIt) {
  Channel channel;
  channel.answer_after = 200ms;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.vote_closed(channel.now, true);
  channel.run_for(1s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.0 vote_progress", "1.2 vote_status"}));
}

TEST(PacingOfTheClose, RepeatsThatFailDoNotCountAsGivenUp) {
  Channel channel;
  channel.pace.vote_closed(noon, false);
  channel.run_for(1s);
  channel.verdict = SendVerdict::failed;
  channel.run_for(20min);
  EXPECT_EQ(channel.pace.given_up(), 0U);
  EXPECT_TRUE(channel.pace.finished(channel.now));
}

TEST(PacingOfTheClose, FinalCountsReachVersionThreeBeforeTheCloseDoes) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.counts_changed(channel.now);
  channel.run_for(500ms);
  channel.pace.vote_closed(channel.now, true);
  channel.run_for(1s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.0 vote_progress", "1.5 vote_progress", "1.5 vote_status"}));
}

TEST(PacingOfTheClose, CountsThatNeverGotThroughAreFinalCountsToo) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.counts_changed(channel.now);
  auto const taken = channel.pace.take(channel.now);
  ASSERT_TRUE(taken);
  channel.pace.vote_closed(channel.now, false);
  channel.pace.sent(result_of(SendVerdict::failed), channel.now, 0.5);
  channel.run_for(1s);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.2 vote_progress", "1.2 vote_status"}));
}

TEST(PacingOfTheClose, AfterAFailureTheCloseItselfGoesFirst) {
  Channel channel;
  channel.pace.vote_opened(noon, false);
  channel.run_for(1s);
  channel.pace.vote_closed(channel.now, true);
  channel.verdict = SendVerdict::failed;
  channel.run_for(100ms);
  channel.verdict = SendVerdict::accepted;
  channel.run_for(900ms);
  EXPECT_EQ(channel.told, (Told{"0.0 vote_status", "1.0 vote_progress", "1.2 vote_status", "1.2 vote_progress"}));
}

TEST(PacingOfTheClose, AClosedVoteIsGivenUpAfterTenMinutesWithoutTwitch) {
  Channel channel;
  channel.verdict = SendVerdict::failed;
  channel.pace.vote_opened(noon, false);
  channel.pace.vote_closed(noon, true);
  channel.run_for(20min);
  EXPECT_EQ(channel.pace.given_up(), 1U);
  EXPECT_TRUE(channel.pace.finished(channel.now));
  EXPECT_LT(channel.told.size(), 60U);
}

}  // namespace
}  // namespace shipvote::live
