// The fleet as everyone uses it now: one immutable snapshot, replaced as a whole by a refresh.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "fleet/fleet.h"

namespace shipvote::service {

// Thread-safe.
class FleetShelf {
 public:
  explicit FleetShelf(std::shared_ptr<fleet::Fleet const> fleet) : fleet_(std::move(fleet)) {}

  [[nodiscard]] std::shared_ptr<fleet::Fleet const> get() const {
    std::lock_guard const lock{mutex_};
    return fleet_;
  }
  void put(std::shared_ptr<fleet::Fleet const> fleet) {
    std::lock_guard const lock{mutex_};
    fleet_ = std::move(fleet);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<fleet::Fleet const> fleet_;
};

}  // namespace shipvote::service
