#include "live/segment_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "live/live_samples.h"
#include "live/segment.h"
#include "live/sequence.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr ChannelId kept_channel = samples::channel_id;

class Writer final : public Sender {
 public:
  void send(ChannelId channel, std::string content, Urgency, SendDone done) override {
    if (fault) throw std::runtime_error("no memory");
    channels.push_back(channel);
    contents.push_back(std::move(content));
    done({verdict, std::nullopt, remaining});
  }
  [[nodiscard]] Snapshot last() const { return decode_segment(contents.back()).value().snapshot; }
  SendVerdict verdict = SendVerdict::accepted;
  std::optional<int> remaining;
  bool fault = false;
  std::vector<ChannelId> channels;
  std::vector<std::string> contents;
};

class SegmentKeeperTest : public testing::Test {
 protected:
  void run_until(TimePoint end) {
    for (auto due = keeper.next_due(); due && *due <= end; due = keeper.next_due()) {
      time.set(std::max(time.now(), *due));
      keeper.run_due(time.now());
    }
    time.set(end);
  }
  static SegmentState open_state(std::uint32_t ballots = 0) {
    return {samples::channel(), samples::vote(3, ballots), std::nullopt};
  }
  std::optional<SegmentState> read(ChannelId channel) {
    ++reads;
    if (unreadable) return std::nullopt;
    auto const found = states.find(channel);
    if (found != states.end()) return found->second;
    SegmentState state = open_state();
    state.channel.id = channel;
    return state;
  }

  HandTime time{noon};
  Writer writer;
  std::map<ChannelId, SegmentState> states;  // of channels that are not like the sample
  bool unreadable = false;
  int reads = 0;
  SegmentKeeper keeper{writer, [this](ChannelId channel) { return read(channel); }, time, [] { return 0.5; }, {}};
};

TEST_F(SegmentKeeperTest, WritesAtOnceWhatMatters) {
  keeper.changed(kept_channel);
  run_until(noon);
  ASSERT_THAT(writer.contents, SizeIs(1));
  SegmentState state = open_state();
  state.last_result = samples::closed(*state.open_vote);
  state.open_vote.reset();
  states[kept_channel] = state;
  keeper.changed(kept_channel);
  run_until(noon);
  ASSERT_THAT(writer.contents, SizeIs(2));
  EXPECT_FALSE(writer.last().vote);
  EXPECT_TRUE(writer.last().last_result);
  run_until(noon + 2min);
  EXPECT_THAT(writer.contents, SizeIs(2));
  EXPECT_EQ(keeper.figures().channels, 0U);
}

TEST_F(SegmentKeeperTest, WritesTheTallyEveryTenSecondsAndOnlyTheNewest) {
  keeper.changed(kept_channel);
  for (std::uint32_t ballots = 1; ballots <= 300; ++ballots) {
    run_until(time.now() + 100ms);
    states[kept_channel] = open_state(ballots);
    keeper.counts_changed(kept_channel);
  }
  EXPECT_THAT(writer.contents, SizeIs(4));  // at 0, 10, 20 and 30 s
  run_until(noon + 10min);
  EXPECT_THAT(writer.contents, SizeIs(5));
  EXPECT_EQ(writer.last().vote->ballots, 900U);
  EXPECT_EQ(keeper.figures().channels, 1U);
}

TEST_F(SegmentKeeperTest, StaysWithinTwentyWritesAMinute) {
  for (int change = 0; change < 600; ++change) {
    SegmentState state = open_state();
    state.channel.anonymous_may_vote = change % 2 == 1;
    states[kept_channel] = state;
    keeper.changed(kept_channel);
    run_until(time.now() + 50ms);
  }
  EXPECT_THAT(writer.contents, SizeIs(20));
  run_until(noon + 60s);
  EXPECT_GT(writer.contents.size(), 20U);
  EXPECT_TRUE(writer.last().channel.anonymous_may_vote);
}

// Whatever there is to write: no more a minute than an extension may, and nothing is left behind.
TEST_F(SegmentKeeperTest, AllChannelsTogetherStayWithinTheAllowanceOfTheExtension) {
  constexpr std::size_t channels = 2'000;
  for (std::uint64_t id = 1; id <= channels; ++id) keeper.repair(ChannelId{id}, true);
  for (std::uint64_t id = 1; id <= channels; ++id) keeper.counts_changed(ChannelId{id});
  run_until(noon);
  EXPECT_THAT(writer.contents, SizeIs(limits::segment_writes_at_once));
  run_until(noon + 1min);
  EXPECT_THAT(writer.contents, SizeIs(limits::segment_writes_at_once + limits::segment_writes_per_minute));
  run_until(noon + 5min);
  EXPECT_THAT(writer.contents, SizeIs(channels));
}

TEST_F(SegmentKeeperTest, ChangesGoBeforeTalliesAndThoseBeforeRepairs) {
  for (std::uint64_t id = 1; id <= limits::segment_writes_at_once; ++id) keeper.changed(ChannelId{id});
  run_until(noon);  // the allowance is used up
  writer.channels.clear();
  for (std::uint64_t id = 1'001; id <= 1'003; ++id) keeper.repair(ChannelId{id}, false);
  for (std::uint64_t id = 2'001; id <= 2'002; ++id) keeper.repair(ChannelId{id}, true);
  keeper.repair(ChannelId{1'004}, false);
  keeper.counts_changed(ChannelId{1'004});
  run_until(noon + 100ms);
  keeper.changed(ChannelId{3'001});
  run_until(noon + 1s);
  EXPECT_THAT(writer.channels, ElementsAre(ChannelId{1'004}, ChannelId{3'001}, ChannelId{2'001}, ChannelId{2'002},
                                           ChannelId{1'001}, ChannelId{1'002}, ChannelId{1'003}));
}

TEST_F(SegmentKeeperTest, TalliesOfManyVotesTakeTurns) {
  constexpr std::uint64_t channels = 200;  // twice as many as can be written every 10 s
  for (std::uint64_t id = 1; id <= channels; ++id) keeper.changed(ChannelId{id});
  run_until(noon + 20s);
  writer.channels.clear();
  while (time.now() < noon + 60s) {
    for (std::uint64_t id = 1; id <= channels; ++id) keeper.counts_changed(ChannelId{id});
    run_until(time.now() + 1s);
  }
  std::map<ChannelId, int> writes;
  for (ChannelId const channel : writer.channels) ++writes[channel];
  ASSERT_THAT(writes, SizeIs(channels));
  for (auto const& [channel, count] : writes) EXPECT_GE(count, 2) << channel.value;
}

TEST_F(SegmentKeeperTest, WhatTwitchSaysIsLeftIsNotOverdrawn) {
  writer.remaining = 3;  // others have used the rest
  keeper.changed(ChannelId{1});
  run_until(noon);
  writer.remaining.reset();
  for (std::uint64_t id = 2; id <= 10; ++id) keeper.changed(ChannelId{id});
  run_until(noon);
  EXPECT_THAT(writer.contents, SizeIs(1 + 3));
  run_until(noon + 1s);
  EXPECT_THAT(writer.contents, SizeIs(10));
}

TEST_F(SegmentKeeperTest, WhatWasTooManyComesBackOneByOne) {
  writer.verdict = SendVerdict::rate_limited;
  for (std::uint64_t id = 1; id <= 50; ++id) keeper.changed(ChannelId{id});
  run_until(noon);
  EXPECT_THAT(writer.contents, SizeIs(1)) << "the first answer says that nothing is left";
  writer.verdict = SendVerdict::accepted;
  run_until(noon + 2s);
  EXPECT_THAT(writer.contents, SizeIs(1 + 20));
}

TEST_F(SegmentKeeperTest, RepairsAfterFailures) {
  writer.verdict = SendVerdict::failed;
  keeper.changed(kept_channel);
  run_until(noon + 3s);
  EXPECT_GT(writer.contents.size(), 2U);
  writer.verdict = SendVerdict::accepted;
  run_until(noon + 10s);
  auto const written = writer.contents.size();
  run_until(noon + 5min);
  EXPECT_THAT(writer.contents, SizeIs(written));
  EXPECT_EQ(keeper.figures().writes[static_cast<std::size_t>(SendVerdict::accepted)], 1U);
}

TEST_F(SegmentKeeperTest, WhatTwitchCallsInvalidIsGivenUpUntilTheNextChange) {
  testing::internal::CaptureStderr();
  writer.verdict = SendVerdict::invalid;
  keeper.changed(kept_channel);
  run_until(noon + 10min);
  keeper.counts_changed(kept_channel);
  run_until(noon + 20min);
  EXPECT_THAT(writer.contents, SizeIs(1));
  EXPECT_EQ(keeper.figures().given_up, 1U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("segment_given_up channel=4711"));
  writer.verdict = SendVerdict::accepted;
  keeper.changed(kept_channel);
  run_until(noon + 21min);
  EXPECT_THAT(writer.contents, SizeIs(2));
}

TEST_F(SegmentKeeperTest, WhatCannotBeReadIsReadAgain) {
  unreadable = true;
  keeper.changed(kept_channel);
  run_until(noon + 3s);
  EXPECT_THAT(writer.contents, SizeIs(0));
  EXPECT_GT(reads, 1);
  EXPECT_EQ(keeper.figures().unread, static_cast<std::uint64_t>(reads));
  unreadable = false;
  run_until(noon + 30s);
  EXPECT_THAT(writer.contents, SizeIs(1));
}

TEST_F(SegmentKeeperTest, WhatCannotBeHandedOverIsTriedAgain) {
  testing::internal::CaptureStderr();
  writer.fault = true;
  keeper.changed(kept_channel);
  run_until(noon);
  EXPECT_EQ(keeper.figures().faults, 1U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("live_fault what=segments channel=4711"));
  writer.fault = false;
  run_until(noon + 1s);
  EXPECT_THAT(writer.contents, SizeIs(1));
}

TEST_F(SegmentKeeperTest, CountsOfAChannelOfWhichNothingIsKnownAreIgnored) {
  keeper.counts_changed(kept_channel);
  EXPECT_EQ(keeper.next_due(), std::nullopt);
  EXPECT_EQ(keeper.figures().channels, 0U);
}

TEST_F(SegmentKeeperTest, RejectedWritesAreRetriedWhenSecretsWereRead) {
  writer.verdict = SendVerdict::rejected;
  keeper.changed(kept_channel);
  run_until(noon);
  EXPECT_EQ(keeper.next_due(), noon + 30s);
  keeper.retry_rejected();
  EXPECT_EQ(keeper.next_due(), noon + 500ms);
}

TEST_F(SegmentKeeperTest, AClockSetBackStopsNothing) {
  for (std::uint64_t id = 1; id <= limits::segment_writes_at_once; ++id) keeper.changed(ChannelId{id});
  run_until(noon);
  time.set(noon - 1h);
  keeper.run_due(time.now());
  keeper.changed(kept_channel);
  run_until(noon - 1h + 1s);
  EXPECT_EQ(writer.channels.back(), kept_channel);
}

TEST_F(SegmentKeeperTest, SequencesGrowFromWriteToWriteAndOverForgetting) {
  keeper.numbers_above(sequence_at(noon + 1h));
  std::uint64_t last = sequence_at(noon + 1h);
  SegmentState idle = open_state();
  idle.open_vote.reset();
  states[kept_channel] = idle;
  for (int write = 0; write < 3; ++write) {
    keeper.changed(kept_channel);
    run_until(time.now() + 5min);
    EXPECT_EQ(keeper.figures().channels, 0U) << "forgotten in between";
    EXPECT_GT(writer.last().sequence, last);
    last = writer.last().sequence;
  }
}

}  // namespace
}  // namespace shipvote::live
