#include "service/waking_thread.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "foundation/log.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

// However far away the next time is, look at the clock this often: a wall clock can be set.
constexpr std::chrono::milliseconds longest_wait = 1s;
constexpr std::chrono::milliseconds pause_after_fault = 1s;

}  // namespace

WakingThread::WakingThread(std::string name, TimeSource const& time, Work work)
    : name_(std::move(name)), time_(time), work_(std::move(work)), due_(time.now()), thread_([this] { run(); }) {}

WakingThread::~WakingThread() { stop(); }

void WakingThread::wake() { wake_at(TimePoint::min()); }

void WakingThread::wake_at(TimePoint when) {
  {
    std::lock_guard const lock{mutex_};
    if (when >= due_) return;
    due_ = when;
  }
  changed_.notify_one();
}

void WakingThread::stop() {
  {
    std::lock_guard const lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WakingThread::run() {
  while (wait_until_due()) {
    auto const next = work_once();
    std::lock_guard const lock{mutex_};
    due_ = std::min(due_, next);  // someone may have asked for an earlier run meanwhile
  }
}

TimePoint WakingThread::work_once() {
  try {
    return work_();
  } catch (std::exception const& fault) {
    log::error("background_task_failed", {{"task", name_}, {"reason", fault.what()}});
    return time_.now() + pause_after_fault;
  }
}

bool WakingThread::wait_until_due() {
  std::unique_lock lock{mutex_};
  for (;;) {
    if (stopping_) return false;
    auto const now = time_.now();
    // A clock that was set back would make it wait for times of the old clock: the work looks anew.
    bool const set_back = now < std::exchange(seen_, now);
    if (due_ <= now || set_back) break;
    changed_.wait_for(lock, due_ == TimePoint::max() ? longest_wait : std::min(longest_wait, due_ - now));
  }
  due_ = TimePoint::max();
  return true;
}

}  // namespace shipvote::service
