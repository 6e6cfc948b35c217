#include "wargaming/pacer.h"

#include <algorithm>

namespace shipvote::wargaming {

bool Pacer::take_turn() {
  Waiter::Moment turn;
  {
    std::lock_guard const lock{mutex_};
    turn = std::max(waiter_.now(), next_turn_);
    next_turn_ = turn + spacing_;
  }
  return waiter_.wait_until(turn);
}

void Pacer::hold_until(Waiter::Moment moment) {
  std::lock_guard const lock{mutex_};
  next_turn_ = std::max(next_turn_, moment);
}

}  // namespace shipvote::wargaming
