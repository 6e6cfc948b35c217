#include "bench/message_gaps.h"

#include <gtest/gtest.h>

namespace shipvote::bench {
namespace {

std::vector<TimePoint> at(std::vector<int> const& milliseconds) {
  std::vector<TimePoint> times;
  for (int const each : milliseconds) times.push_back(TimePoint{std::chrono::milliseconds{each}});
  return times;
}

TEST(MessageGaps, AreWithinAChannel) {
  auto const gaps = gaps_of({at({1'000, 2'000, 3'500}), at({90'000}), at({}), at({100, 1'100})});
  EXPECT_EQ(gaps.count, 3U);
  EXPECT_EQ(gaps.p50_ms, 1'000);
  EXPECT_EQ(gaps.longest_ms, 1'500);
}

TEST(MessageGaps, AreNoneWithoutTwoMessages) { EXPECT_EQ(gaps_of({at({5}), at({7})}).count, 0U); }

}  // namespace
}  // namespace shipvote::bench
