#include "service/waking_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>
#include <stdexcept>

#include "foundation/hand_time.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

TEST(WakingThreadTest, RunsAtOnceAndWheneverWoken) {
  HandTime time{TimePoint{1s}};
  std::counting_semaphore<> ran{0};
  WakingThread thread{"test", time, [&] {
                        ran.release();
                        return TimePoint::max();
                      }};
  ran.acquire();
  thread.wake();
  ran.acquire();
  thread.wake();
  ran.acquire();
  thread.stop();
  EXPECT_FALSE(ran.try_acquire());
}

TEST(WakingThreadTest, RunsWhenItsTimeHasCome) {
  HandTime time{TimePoint{1s}};
  std::atomic<int> runs{0};
  std::counting_semaphore<> ran{0};
  WakingThread thread{"test", time, [&] {
                        ++runs;
                        ran.release();
                        return TimePoint{5'000ms};
                      }};
  ran.acquire();
  time.set(TimePoint{4'999ms});
  thread.wake_at(TimePoint{4'999ms});  // due now: runs, and is due at 5,000 again
  ran.acquire();
  time.set(TimePoint{5'000ms});
  ran.acquire();
  EXPECT_GE(runs.load(), 3);
}

TEST(WakingThreadTest, RunsWhenTheClockWasSetBack) {
  HandTime time{TimePoint{1h}};
  std::counting_semaphore<> ran{0};
  WakingThread thread{"test", time, [&] {
                        ran.release();
                        return TimePoint{1h + 1min};
                      }};
  ran.acquire();
  time.set(TimePoint{30min});
  thread.wake_at(TimePoint{1h + 30s});  // in future, by either clock
  ASSERT_TRUE(ran.try_acquire_for(30s));
  thread.stop();
  EXPECT_FALSE(ran.try_acquire()) << "once";
}

TEST(WakingThreadTest, AFaultDoesNotEndIt) {
  HandTime time{TimePoint{1s}};
  std::counting_semaphore<> ran{0};
  std::atomic<bool> fault{true};
  WakingThread thread{"test", time, [&]() -> TimePoint {
                        ran.release();
                        if (fault.exchange(false)) throw std::runtime_error("once");
                        return TimePoint::max();
                      }};
  ran.acquire();
  // It is tried again a second after the fault, which may be noticed before or after the clock moves here.
  while (!ran.try_acquire_for(1ms)) time.advance(1s);
  EXPECT_FALSE(fault.load());
}

TEST(WakingThreadTest, StopWaitsForTheWorkThatRuns) {
  HandTime time{TimePoint{1s}};
  std::atomic<bool> inside{false};
  std::counting_semaphore<> entered{0};
  {
    WakingThread thread{"test", time, [&] {
                          inside = true;
                          entered.release();
                          inside = false;
                          return TimePoint::max();
                        }};
    entered.acquire();
  }
  EXPECT_FALSE(inside.load());
}

}  // namespace
}  // namespace shipvote::service
