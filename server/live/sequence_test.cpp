#include "live/sequence.h"

#include <gtest/gtest.h>

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

TimePoint at(std::int64_t time) { return TimePoint{milliseconds{time}}; }

TEST(Sequence, FollowsTheClockAndGrowsWhenItDoesNot) {
  Sequence sequence;
  EXPECT_EQ(sequence.next(at(1'000)), 1'000U);
  EXPECT_EQ(sequence.next(at(1'000)), 1'001U);
  EXPECT_EQ(sequence.next(at(500)), 1'002U);
  EXPECT_EQ(sequence.next(at(2'000)), 2'000U);
}

TEST(Sequence, IsAboveWhatAnotherNodeGaveOut) {
  Sequence sequence;
  sequence.seen(5'000);
  EXPECT_EQ(sequence.next(at(1'000)), 5'001U);
}

TEST(Sequence, IsAboveTheFloor) {
  Sequence sequence;
  EXPECT_EQ(sequence.next(at(1'000), 5'000), 5'001U);
  EXPECT_EQ(sequence.next(at(1'000), 5'000), 5'002U);
  EXPECT_EQ(sequence.next(at(9'000), 5'000), 9'000U);
  EXPECT_EQ(sequence.last(), 9'000U);
  EXPECT_EQ(sequence.next(at(0), largest_sequence), largest_sequence);
}

TEST(Sequence, StartsAboveZeroAndNeverLeavesWhatJavaScriptCounts) {
  Sequence sequence;
  EXPECT_EQ(sequence.next(at(-5)), 1U);
  EXPECT_EQ(sequence.next(TimePoint::max()), largest_sequence);
}

}  // namespace
}  // namespace shipvote::live
