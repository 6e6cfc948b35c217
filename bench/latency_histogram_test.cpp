#include "bench/latency_histogram.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <vector>

namespace shipvote::bench {
namespace {

using std::chrono::nanoseconds;

TEST(LatencyHistogram, IsZeroWhenEmpty) { EXPECT_EQ(LatencyHistogram{}.percentile(0.5), nanoseconds{0}); }

TEST(LatencyHistogram, KeepsSmallValuesExactly) {
  LatencyHistogram histogram;
  for (int value = 1; value <= 100; ++value) histogram.record(nanoseconds{value});
  EXPECT_EQ(histogram.percentile(0.5), nanoseconds{50});
  EXPECT_EQ(histogram.percentile(0.99), nanoseconds{99});
  EXPECT_EQ(histogram.percentile(1.0), nanoseconds{100});
}

TEST(LatencyHistogram, CountsWhatIsTooLongAsTheLongest) {
  LatencyHistogram histogram;
  histogram.record(std::chrono::hours{1});
  EXPECT_GT(histogram.percentile(0.5), std::chrono::seconds{60});
}

RC_GTEST_PROP(LatencyHistogram, IsWithinOnePercentOfTheSortedValues, ()) {
  auto const values = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(1, std::int64_t{60} * 1'000'000'000)));
  LatencyHistogram histogram;
  for (auto const value : values) histogram.record(nanoseconds{value});
  auto sorted = values;
  std::sort(sorted.begin(), sorted.end());
  auto const exact = sorted[(sorted.size() - 1) / 2];
  auto const measured = histogram.percentile(0.5).count();
  RC_ASSERT(measured >= exact);
  RC_ASSERT(static_cast<double>(measured) <= static_cast<double>(exact) * 1.01 + 1);
}

}  // namespace
}  // namespace shipvote::bench
