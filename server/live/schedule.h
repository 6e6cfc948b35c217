// Which channel is due next. One entry a channel, so its memory is bounded by the number of channels.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "live/sending.h"

namespace shipvote::live {

class Schedule {
 public:
  // Moves a channel's entry from `entry` to `due` (or takes it out) and notes that in `entry`, which the caller keeps
  // with the channel.
  void move(ChannelId channel, std::optional<TimePoint>& entry, std::optional<TimePoint> due) {
    if (entry == due) return;
    if (entry && due) {
      auto node = entries_.extract({*entry, channel});
      node.value().first = *due;
      entries_.insert(std::move(node));
    } else if (entry) {
      entries_.erase({*entry, channel});
    } else {
      entries_.emplace(*due, channel);
    }
    entry = due;
  }

  [[nodiscard]] std::optional<TimePoint> next_due() const {
    if (entries_.empty()) return std::nullopt;
    return entries_.begin()->first;
  }
  // The channel that has been due the longest.
  [[nodiscard]] std::optional<ChannelId> due(TimePoint now) const {
    if (entries_.empty() || entries_.begin()->first > now) return std::nullopt;
    return entries_.begin()->second;
  }

 private:
  std::set<std::pair<TimePoint, ChannelId>> entries_;
};

// Calls the owner of the timer, and never once silenced.
class Bell {
 public:
  explicit Bell(Wake wake) : wake_(std::move(wake)) {}
  void ring_if(bool needed) {
    if (!needed) return;
    std::scoped_lock const lock(mutex_);
    if (wake_) wake_();
  }
  void silence() {
    std::scoped_lock const lock(mutex_);
    wake_ = nullptr;
  }

 private:
  std::mutex mutex_;
  Wake wake_;
};

// Remembers what the owner of the timer was told, and so when it has to be woken. Guarded by its owner's lock.
class Alarm {
 public:
  void told(std::optional<TimePoint> next_due) { told_ = next_due.value_or(TimePoint::max()); }
  // While the owner runs what is due it asks again anyway.
  void running() { told_ = TimePoint::min(); }
  // True if the owner has to be woken, once per wake.
  [[nodiscard]] bool rings(std::optional<TimePoint> next_due) {
    if (!next_due || *next_due >= told_) return false;
    told_ = *next_due;
    return true;
  }

 private:
  TimePoint told_ = TimePoint::max();
};

// One thread at a time runs what is due.
class RunningGuard {
 public:
  RunningGuard(std::mutex& mutex, bool& running) : mutex_(mutex), running_(running) {
    std::scoped_lock const lock(mutex_);
    ours_ = !std::exchange(running_, true);
  }
  ~RunningGuard() {
    if (!ours_) return;
    std::scoped_lock const lock(mutex_);
    running_ = false;
  }
  RunningGuard(RunningGuard const&) = delete;
  RunningGuard& operator=(RunningGuard const&) = delete;
  [[nodiscard]] bool ours() const noexcept { return ours_; }

 private:
  std::mutex& mutex_;
  bool& running_;
  bool ours_ = false;
};

}  // namespace shipvote::live
