#include "sim/token_bucket.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/helix_testing.h"

namespace shipvote::sim {
namespace {

using namespace std::chrono_literals;

using testing::start;

TEST(TokenBucketTest, HoldsABurstAndThenOneASecond) {
  TokenBucket bucket(100, 1s);
  for (int message = 0; message < 100; ++message) EXPECT_TRUE(bucket.take(start));
  EXPECT_FALSE(bucket.take(start));
  EXPECT_FALSE(bucket.take(start + 999ms));
  EXPECT_TRUE(bucket.take(start + 1s));
  EXPECT_FALSE(bucket.take(start + 1s));
  EXPECT_EQ(bucket.full_at(start + 1s), start + 101s);
  EXPECT_EQ(bucket.remaining(start + 51s), 50U);
  EXPECT_EQ(bucket.remaining(start + 1h), 100U);
  EXPECT_EQ(bucket.full_at(start + 1h), start + 1h);
}

RC_GTEST_PROP(TokenBucketTest, NeverGivesMoreThanThePotAndItsRefill, (std::vector<std::uint16_t> const& pauses)) {
  TokenBucket bucket(5, 100ms);
  TimePoint now = start;
  std::int64_t given = 0;
  for (auto const pause : pauses) {
    now += std::chrono::milliseconds{pause % 250};
    given += bucket.take(now) ? 1 : 0;
    RC_ASSERT(given <= 5 + (now - start) / 100ms);
  }
}

}  // namespace
}  // namespace shipvote::sim
