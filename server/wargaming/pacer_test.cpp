#include "wargaming/pacer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "wargaming/test_doubles.h"

namespace shipvote::wargaming {
namespace {

using namespace std::chrono_literals;
using test::FakeWaiter;

TEST(Pacer, TheFirstTurnIsAtOnceAndTheOthersKeepTheirDistance) {
  FakeWaiter waiter;
  Pacer pacer{waiter, 125ms};
  for (int turn = 0; turn < 5; ++turn) {
    ASSERT_TRUE(pacer.take_turn());
    EXPECT_EQ(waiter.passed(), turn * 125ms);
  }
}

TEST(Pacer, AQuietTimeIsNotSavedUp) {
  FakeWaiter waiter;
  Pacer pacer{waiter, 125ms};
  ASSERT_TRUE(pacer.take_turn());
  ASSERT_TRUE(waiter.wait_until(FakeWaiter::start + 10s));
  ASSERT_TRUE(pacer.take_turn());
  EXPECT_EQ(waiter.passed(), 10s);
  ASSERT_TRUE(pacer.take_turn());
  EXPECT_EQ(waiter.passed(), 10s + 125ms);
}

TEST(Pacer, ManyThreadsShareOneRowOfTurns) {
  FakeWaiter waiter;
  Pacer pacer{waiter, 125ms};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&pacer] {
      for (int turn = 0; turn < 50; ++turn) EXPECT_TRUE(pacer.take_turn());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::sort(waiter.waited_for.begin(), waiter.waited_for.end());
  ASSERT_EQ(waiter.waited_for.size(), 200U);
  for (std::size_t turn = 1; turn < waiter.waited_for.size(); ++turn) {
    EXPECT_GE(waiter.waited_for[turn] - waiter.waited_for[turn - 1], 125ms);
  }
}

TEST(Pacer, AHoldIsForEverybodyAndNeverShortened) {
  FakeWaiter waiter;
  Pacer pacer{waiter, 125ms};
  pacer.hold_until(FakeWaiter::start + 2s);
  pacer.hold_until(FakeWaiter::start + 1s);
  ASSERT_TRUE(pacer.take_turn());
  EXPECT_EQ(waiter.passed(), 2s);
}

TEST(SteadyWaiter, StopEndsAWaitThatIsUnderWayAndThoseToCome) {
  SteadyWaiter waiter;
  std::thread waiting{[&waiter] { EXPECT_FALSE(waiter.wait_until(waiter.now() + 1h)); }};
  waiter.stop();
  waiting.join();
  EXPECT_FALSE(waiter.wait_until(waiter.now() + 1h));
}

TEST(SteadyWaiter, AMomentThatHasPassedIsNotWaitedFor) {
  SteadyWaiter waiter;
  EXPECT_TRUE(waiter.wait_until(waiter.now() - 1h));
}

}  // namespace
}  // namespace shipvote::wargaming
