// Keeps calls apart: one turn per spacing, over all threads, in the order in which they ask.
#pragma once

#include <chrono>
#include <mutex>

#include "wargaming/waiter.h"

namespace shipvote::wargaming {

class Pacer {
 public:
  Pacer(Waiter& waiter, std::chrono::milliseconds spacing) : waiter_(waiter), spacing_(spacing) {}

  // Waits for this call's turn. False: the waiter was stopped.
  [[nodiscard]] bool take_turn();
  // No turn before `moment`; for everybody, since the limit that was hit is everybody's.
  void hold_until(Waiter::Moment moment);

 private:
  Waiter& waiter_;
  std::chrono::milliseconds const spacing_;
  std::mutex mutex_;
  Waiter::Moment next_turn_{};
};

}  // namespace shipvote::wargaming
