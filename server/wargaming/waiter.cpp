#include "wargaming/waiter.h"

namespace shipvote::wargaming {

Waiter::Moment SteadyWaiter::now() const { return std::chrono::steady_clock::now(); }

bool SteadyWaiter::wait_until(Moment moment) {
  std::unique_lock lock{mutex_};
  return !stopped_changed_.wait_until(lock, moment, [this] { return stopped_; });
}

void SteadyWaiter::stop() {
  std::lock_guard const lock{mutex_};
  stopped_ = true;
  stopped_changed_.notify_all();
}

}  // namespace shipvote::wargaming
