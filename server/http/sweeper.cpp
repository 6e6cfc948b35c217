#include "http/sweeper.h"

namespace shipvote::http {

Sweeper::Sweeper(Timeouts const& timeouts, std::chrono::milliseconds tick_every, Time now)
    : timeouts_(timeouts), tick_every_(tick_every), now_(now) {}

Sweeper::~Sweeper() {
  for (List& list : lists_) list.clear();
}

void Sweeper::enter(Swept& swept, Wait wait) noexcept {
  if (swept.is_linked()) swept.unlink();
  swept.since_ = now_;
  lists_[static_cast<std::size_t>(wait)].push_back(swept);
}

void Sweeper::tick(Time now) {
  // Waits are dated with the tick before they began, up to one tick too early.
  for (std::size_t index = 0; index < lists_.size(); ++index) {
    if (timeouts_[index] == std::chrono::milliseconds::zero()) continue;
    Time const latest = now - timeouts_[index] - tick_every_;
    while (!lists_[index].empty() && lists_[index].front().since_ <= latest) {
      Swept& swept = lists_[index].front();
      lists_[index].pop_front();
      swept.expired(static_cast<Wait>(index));
    }
  }
  now_ = now;
}

void Sweeper::drain() {
  for (std::size_t index = 0; index < lists_.size(); ++index) {
    for (auto next = lists_[index].begin(); next != lists_[index].end();) {
      Swept& swept = *next++;
      swept.drain(static_cast<Wait>(index));
    }
  }
}

void Sweeper::cut_off() {
  for (List& list : lists_) {
    while (!list.empty()) {
      Swept& swept = list.front();
      list.pop_front();
      swept.cut_off();
    }
  }
}

}  // namespace shipvote::http
