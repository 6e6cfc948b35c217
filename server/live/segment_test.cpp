#include "live/segment.h"

#include <gtest/gtest.h>

#include <utility>

#include "live/live_samples.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using samples::result_of;

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

TEST(SegmentPace, WhatWaitsTakesTheFirstOfItsTurns) {
  SegmentPace pace;
  pace.repair(noon, SegmentTurn::repair);
  EXPECT_EQ(pace.turn(), SegmentTurn::repair);
  pace.counts_changed(noon);
  EXPECT_EQ(pace.turn(), SegmentTurn::tally);
  pace.changed(noon);
  EXPECT_EQ(pace.turn(), SegmentTurn::change);
  pace.repair(noon, SegmentTurn::tally);
  EXPECT_EQ(pace.turn(), SegmentTurn::change);
  EXPECT_TRUE(pace.take(noon));
  EXPECT_EQ(pace.due(), std::nullopt);
}

TEST(SegmentPace, WhatFailedStandsBehindWhatHasChanged) {
  SegmentPace pace;
  for (auto const& [verdict, turn] :
       {std::pair{SendVerdict::failed, SegmentTurn::tally}, std::pair{SendVerdict::rate_limited, SegmentTurn::tally},
        std::pair{SendVerdict::rejected, SegmentTurn::repair}}) {
    pace.changed(noon);
    ASSERT_TRUE(pace.take(std::max(noon, *pace.due())));
    EXPECT_FALSE(pace.sent(result_of(verdict), noon, 0.5));
    EXPECT_TRUE(pace.due());
    EXPECT_EQ(pace.turn(), turn);
  }
}

TEST(SegmentPace, WhatIsInvalidWaitsForTheNextChange) {
  SegmentPace pace;
  pace.changed(noon);
  ASSERT_TRUE(pace.take(noon));
  pace.counts_changed(noon);
  EXPECT_TRUE(pace.sent(result_of(SendVerdict::invalid), noon, 0.5));
  pace.counts_changed(noon + 1min);
  EXPECT_EQ(pace.due(), std::nullopt);
  EXPECT_TRUE(pace.idle(noon + 1min));
  pace.changed(noon + 1min);
  EXPECT_TRUE(pace.take(noon + 1min));
  pace.changed(noon + 1min);  // before the answer
  EXPECT_FALSE(pace.sent(result_of(SendVerdict::invalid), noon + 1min, 0.5));
  EXPECT_TRUE(pace.due());
}

}  // namespace
}  // namespace shipvote::live
