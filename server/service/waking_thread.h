// A background task that is due from time to time: it runs, says when it wants to run next, and can be woken before.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "foundation/time.h"

namespace shipvote::service {

// Owns one thread. `work` runs on it, first at once, then at the time that it returned or when woken, never twice at a
// time; and when the clock was set back. An exception that leaves `work` is logged under the task's name and the task
// tried again after a second.
class WakingThread {
 public:
  using Work = std::function<TimePoint()>;

  WakingThread(std::string name, TimeSource const& time, Work work);
  ~WakingThread();
  WakingThread(WakingThread const&) = delete;
  WakingThread& operator=(WakingThread const&) = delete;

  // Makes the work due now. Any thread; cheap when the thread is awake already.
  void wake();
  // Makes the work due at `when` unless it is due earlier. Any thread; cheap when nothing changes.
  void wake_at(TimePoint when);
  // Waits for the work that is running and ends the thread. Idempotent.
  void stop();

 private:
  void run();
  [[nodiscard]] TimePoint work_once();
  // Waits until the work is due; false when the thread is to end.
  bool wait_until_due();

  std::string name_;
  TimeSource const& time_;
  Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  TimePoint due_;
  TimePoint seen_ = TimePoint::min();  // on the clock, the last time the thread looked
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace shipvote::service
