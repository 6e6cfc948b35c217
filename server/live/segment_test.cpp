#include "live/segment.h"

#include <gtest/gtest.h>

#include "foundation/hand_time.h"
#include "live/live_samples.h"
#include "live/segment_keeper.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;

class Writer final : public Sender {
 public:
  void send(ChannelId, std::string content, SendDone done) override {
    contents.push_back(std::move(content));
    done({verdict, std::nullopt, std::nullopt});
  }
  [[nodiscard]] Snapshot last() const { return decode_segment(contents.back()).value().snapshot; }
  SendVerdict verdict = SendVerdict::accepted;
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
  static SegmentState open_state() { return {samples::channel(), samples::vote(3), std::nullopt}; }

  HandTime time{noon};
  Writer writer;
  SegmentKeeper keeper{writer, time, [] { return 0.5; }, {}};
};

TEST(Segment, HoldsSettingsVoteAndLastResult) {
  Snapshot snapshot = samples::snapshot(samples::vote(samples::fleet(30), samples::counts(30, 500)));
  snapshot.last_result = samples::closed(samples::vote(samples::fleet(20), samples::counts(20, 900)));
  auto const read = decode_segment(encode_segment(snapshot).content);
  ASSERT_TRUE(read);
  snapshot.vote = told_vote(*snapshot.vote, SIZE_MAX);
  EXPECT_EQ(read->snapshot, snapshot);
  EXPECT_EQ(read->leftover, Leftover{});
}

TEST(Segment, WithoutAVoteItSaysSo) {
  Snapshot snapshot = samples::snapshot(samples::vote(1));
  snapshot.vote.reset();
  auto const read = decode_segment(encode_segment(snapshot).content);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->snapshot, snapshot);
}

TEST(Segment, TheLargestVoteFitsWholeAndTheLastResultKeepsItsLeaders) {
  auto const fleet = samples::fleet(996);
  Snapshot snapshot = samples::snapshot(samples::vote(fleet, samples::counts(996, 100'000)));
  snapshot.last_result = samples::closed(samples::vote(fleet, samples::counts(996, 99'999)));
  EncodedSegment const segment = encode_segment(snapshot);
  EXPECT_LE(segment.content.size() + 4, limits::configuration_bytes);  // its four quotes escaped
  EXPECT_EQ(segment.content.find('\\'), std::string::npos);
  auto const read = decode_segment(segment.content);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->leftover, segment.leftover);
  EXPECT_EQ(read->leftover.vote_ships, 0U);
  EXPECT_EQ(*read->snapshot.vote, told_vote(*snapshot.vote, SIZE_MAX));
  EXPECT_GE(read->snapshot.last_result->ships.size(), 30U);
  EXPECT_EQ(read->snapshot.last_result->winner, snapshot.last_result->winner);
  EXPECT_EQ(read->snapshot.last_result->ballots, snapshot.last_result->ballots);
}

TEST(Segment, HiddenCountsAreNotInIt) {
  Snapshot hidden = samples::snapshot(samples::vote(3, 70));
  hidden.vote->visibility = voting::ResultVisibility::after_close;
  Snapshot empty = samples::snapshot(samples::vote(3, 0));
  empty.vote->visibility = voting::ResultVisibility::after_close;
  EXPECT_EQ(encode_segment(hidden).content, encode_segment(empty).content);
}

TEST(Segment, NonsenseIsNoSegment) {
  for (auto const* text : {"", "{}", R"({"live":"})", R"({"live":""})", R"({"live":"!"})", R"({"live":"\u0001"})"}) {
    EXPECT_FALSE(decode_segment(text)) << text;
  }
}

TEST_F(SegmentKeeperTest, WritesAtOnceWhatMatters) {
  keeper.changed(open_state());
  run_until(noon);
  ASSERT_EQ(writer.contents.size(), 1U);
  SegmentState state = open_state();
  state.last_result = samples::closed(*state.open_vote);
  state.open_vote.reset();
  keeper.changed(state);
  run_until(noon);
  ASSERT_EQ(writer.contents.size(), 2U);
  EXPECT_FALSE(writer.last().vote);
  EXPECT_TRUE(writer.last().last_result);
  run_until(noon + 2min);
  EXPECT_EQ(writer.contents.size(), 2U);
  EXPECT_EQ(keeper.figures().channels, 0U);
}

TEST_F(SegmentKeeperTest, WritesTheTallyEveryTenSecondsAndOnlyTheNewest) {
  keeper.changed(open_state());
  for (std::uint32_t ballots = 1; ballots <= 300; ++ballots) {
    run_until(time.now() + 100ms);
    keeper.vote_changed(samples::channel_id, VoteId{12}, std::vector<std::uint32_t>{ballots, 0, 0});
  }
  EXPECT_EQ(writer.contents.size(), 4U);  // at 0, 10, 20 and 30 s
  run_until(noon + 10min);
  EXPECT_EQ(writer.contents.size(), 5U);
  EXPECT_EQ(writer.last().vote->ballots, 300U);
  EXPECT_EQ(keeper.figures().channels, 1U);
}

TEST_F(SegmentKeeperTest, StaysWithinTwentyWritesAMinute) {
  for (int change = 0; change < 600; ++change) {
    SegmentState state = open_state();
    state.channel.anonymous_may_vote = change % 2 == 1;
    keeper.changed(state);
    run_until(time.now() + 50ms);
  }
  EXPECT_EQ(writer.contents.size(), 20U);
  run_until(noon + 60s);
  EXPECT_GT(writer.contents.size(), 20U);
  EXPECT_TRUE(writer.last().channel.anonymous_may_vote);
}

TEST_F(SegmentKeeperTest, RepairsAfterFailures) {
  writer.verdict = SendVerdict::failed;
  keeper.changed(open_state());
  run_until(noon + 3s);
  EXPECT_GT(writer.contents.size(), 2U);
  writer.verdict = SendVerdict::accepted;
  run_until(noon + 10s);
  auto const written = writer.contents.size();
  run_until(noon + 5min);
  EXPECT_EQ(writer.contents.size(), written);
  EXPECT_EQ(keeper.figures().writes[static_cast<std::size_t>(SendVerdict::accepted)], 1U);
}

TEST_F(SegmentKeeperTest, AHiddenTallyIsNotWritten) {
  SegmentState state = open_state();
  state.open_vote->visibility = voting::ResultVisibility::after_ballot;
  keeper.changed(state);
  run_until(noon);
  keeper.vote_changed(samples::channel_id, VoteId{12}, std::vector<std::uint32_t>{5, 0, 0});
  run_until(noon + 5min);
  EXPECT_EQ(writer.contents.size(), 1U);
}

TEST_F(SegmentKeeperTest, RepairsAtTheStartAreSpreadOverAMinute) {
  keeper.repair(open_state());
  EXPECT_EQ(keeper.next_due(), noon + 30s);
}

TEST_F(SegmentKeeperTest, RejectedWritesAreRetriedWhenSecretsWereRead) {
  writer.verdict = SendVerdict::rejected;
  keeper.changed(open_state());
  run_until(noon);
  EXPECT_EQ(keeper.next_due(), noon + 30s);
  keeper.retry_rejected();
  EXPECT_EQ(keeper.next_due(), noon + 500ms);
  keeper.channel_forgotten(samples::channel_id);
  EXPECT_EQ(keeper.next_due(), std::nullopt);
}

TEST_F(SegmentKeeperTest, SequencesGrowFromWriteToWrite) {
  keeper.changed(open_state());
  run_until(noon);
  auto const first = writer.last().sequence;
  keeper.changed(open_state());
  run_until(noon);
  EXPECT_GT(writer.last().sequence, first);
}

}  // namespace
}  // namespace shipvote::live
