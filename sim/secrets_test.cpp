#include "sim/secrets.h"

#include <gtest/gtest.h>

#include "foundation/base64.h"
#include "sim/helix_testing.h"

namespace shipvote::sim {
namespace {

using namespace std::chrono_literals;

using testing::start;

TEST(SecretsTest, BeginsWithTheDevelopmentSecret) {
  Secrets const secrets(1, start);
  auto const valid = secrets.valid(start);
  ASSERT_EQ(valid.size(), 1U);
  EXPECT_EQ(base64_encoded(valid[0].bytes), development_secret_base64());
  EXPECT_EQ(valid[0].bytes.size(), 32U);
  EXPECT_EQ(secrets.signing(start), valid[0].bytes);
}

TEST(SecretsTest, SignsWithTheOldOneUntilTheNewOneIsActive) {
  Secrets secrets(1, start);
  auto const old = secrets.signing(start);
  secrets.rotate(start, 300s);
  EXPECT_EQ(secrets.valid(start).size(), 2U);
  EXPECT_EQ(secrets.signing(start + 299s), old);
  EXPECT_NE(secrets.signing(start + 300s), old);
  EXPECT_EQ(secrets.valid(start + 59min).size(), 2U);
  EXPECT_EQ(secrets.valid(start + 1h).size(), 1U);
}

TEST(SecretsTest, NeverLeavesAGapWhenTheDelayIsLong) {
  Secrets secrets(1, start);
  auto const old = secrets.signing(start);
  secrets.rotate(start, 2h);
  EXPECT_EQ(secrets.signing(start + 2h - 1s), old);
  EXPECT_EQ(secrets.valid(start + 2h - 1s).size(), 2U);
  EXPECT_NE(secrets.signing(start + 2h), old);
}

TEST(SecretsTest, KeepsABoundedNumber) {
  Secrets secrets(1, start);
  for (int time = 0; time < 100; ++time) secrets.rotate(start, 300s);
  EXPECT_LE(secrets.valid(start).size(), 20U);
}

TEST(SecretsTest, RevokingEndsAllAtOnce) {
  Secrets secrets(1, start);
  auto const old = secrets.signing(start);
  secrets.revoke_all(start);
  ASSERT_EQ(secrets.valid(start).size(), 1U);
  EXPECT_NE(secrets.signing(start), old);
}

}  // namespace
}  // namespace shipvote::sim
