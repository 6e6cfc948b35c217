// How the client lets time pass: handed in, so that tests need not sleep.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace shipvote::wargaming {

// Safe to use from every thread.
class Waiter {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  virtual ~Waiter() = default;
  [[nodiscard]] virtual Moment now() const = 0;
  // Returns at `moment`, or earlier when stopped. False: stopped.
  [[nodiscard]] virtual bool wait_until(Moment moment) = 0;
  // Ends every wait, those to come included.
  virtual void stop() = 0;
};

class SteadyWaiter final : public Waiter {
 public:
  [[nodiscard]] Moment now() const override;
  [[nodiscard]] bool wait_until(Moment moment) override;
  void stop() override;

 private:
  std::mutex mutex_;
  std::condition_variable stopped_changed_;
  bool stopped_ = false;
};

}  // namespace shipvote::wargaming
