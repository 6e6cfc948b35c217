#include "service/waking_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>
#include <stdexcept>

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

class SetTime final : public TimeSource {
 public:
  [[nodiscard]] TimePoint now() const override { return TimePoint{std::chrono::milliseconds{milliseconds_.load()}}; }
  void set(std::chrono::milliseconds time) { milliseconds_ = time.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_{1'000};
};

TEST(WakingThreadTest, RunsAtOnceAndWheneverWoken) {
  SetTime time;
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
  SetTime time;
  std::atomic<int> runs{0};
  std::counting_semaphore<> ran{0};
  WakingThread thread{"test", time, [&] {
                        ++runs;
                        ran.release();
                        return TimePoint{5'000ms};
                      }};
  ran.acquire();
  time.set(4'999ms);
  thread.wake_at(TimePoint{4'999ms});  // due now: runs, and is due at 5,000 again
  ran.acquire();
  time.set(5'000ms);
  ran.acquire();
  EXPECT_GE(runs.load(), 3);
}

TEST(WakingThreadTest, AFaultDoesNotEndIt) {
  SetTime time;
  std::counting_semaphore<> ran{0};
  std::atomic<bool> fault{true};
  WakingThread thread{"test", time, [&]() -> TimePoint {
                        ran.release();
                        if (fault.exchange(false)) throw std::runtime_error("once");
                        return TimePoint::max();
                      }};
  ran.acquire();
  // It is tried again a second after the fault, which may be noticed before or after the clock moves here.
  std::chrono::milliseconds now{1'000};
  while (!ran.try_acquire_for(1ms)) time.set(now += 1s);
  EXPECT_FALSE(fault.load());
}

TEST(WakingThreadTest, StopWaitsForTheWorkThatRuns) {
  SetTime time;
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
