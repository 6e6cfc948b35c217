#include "http/sweeper.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace shipvote::http {
namespace {

using namespace std::chrono_literals;

struct Waiting final : Swept {
  void expired(Wait wait) override { expired_waits.push_back(wait); }
  void drain(Wait wait) override { drained_waits.push_back(wait); }
  void cut_off() override { ++cuts; }
  std::vector<Wait> expired_waits;
  std::vector<Wait> drained_waits;
  int cuts = 0;
};

class SweeperTest : public ::testing::Test {
 protected:
  static Sweeper::Timeouts timeouts() {
    Sweeper::Timeouts all{};
    all[static_cast<std::size_t>(Wait::next_request)] = 1'000ms;
    all[static_cast<std::size_t>(Wait::rest_of_request)] = 200ms;
    return all;
  }
  void tick_until(std::chrono::milliseconds end) {
    for (; now <= end; now += 100ms) sweeper.tick(Sweeper::Time(now));
  }

  std::chrono::milliseconds now = 0ms;
  Sweeper sweeper{timeouts(), 100ms, Sweeper::Time(0ms)};
};

TEST_F(SweeperTest, ExpiresOnceNeverEarlyAndAtMostTwoTicksLate) {
  Waiting waiting;
  sweeper.enter(waiting, Wait::next_request);
  tick_until(1'000ms);
  EXPECT_TRUE(waiting.expired_waits.empty());
  tick_until(1'200ms);
  EXPECT_EQ(waiting.expired_waits, std::vector{Wait::next_request});
  tick_until(9'000ms);
  EXPECT_EQ(waiting.expired_waits.size(), 1U);
}

TEST_F(SweeperTest, EnteringAgainStartsTheTimeAgain) {
  Waiting waiting;
  sweeper.enter(waiting, Wait::next_request);
  tick_until(900ms);
  sweeper.enter(waiting, Wait::next_request);
  tick_until(1'900ms);
  EXPECT_TRUE(waiting.expired_waits.empty());
  tick_until(2'100ms);
  EXPECT_EQ(waiting.expired_waits.size(), 1U);
}

TEST_F(SweeperTest, EachKindOfWaitHasItsTime) {
  Waiting slow;
  Waiting idle;
  Waiting listener;
  sweeper.enter(idle, Wait::next_request);
  sweeper.enter(slow, Wait::rest_of_request);
  sweeper.enter(listener, Wait::stream);
  tick_until(500ms);
  EXPECT_EQ(slow.expired_waits, std::vector{Wait::rest_of_request});
  EXPECT_TRUE(idle.expired_waits.empty());
  tick_until(100'000ms);
  EXPECT_EQ(idle.expired_waits, std::vector{Wait::next_request});
  EXPECT_TRUE(listener.expired_waits.empty());
}

TEST_F(SweeperTest, ForgetsWhatIsGone) {
  std::optional<Waiting> gone(std::in_place);
  sweeper.enter(*gone, Wait::rest_of_request);
  gone.reset();
  tick_until(1'000ms);
  sweeper.drain();
}

TEST_F(SweeperTest, DrainingTellsAllAndCuttingOffLeavesNone) {
  Waiting first;
  Waiting second;
  sweeper.enter(first, Wait::next_request);
  sweeper.enter(second, Wait::handler);
  sweeper.drain();
  EXPECT_EQ(first.drained_waits, std::vector{Wait::next_request});
  EXPECT_EQ(second.drained_waits, std::vector{Wait::handler});
  sweeper.cut_off();
  sweeper.cut_off();
  EXPECT_EQ(first.cuts, 1);
  EXPECT_EQ(second.cuts, 1);
}

}  // namespace
}  // namespace shipvote::http
