#include "sim/slow_channels.h"

#include <boost/json/object.hpp>

#include "sim/helix_reading.h"

namespace shipvote::sim {

void SlowChannels::set(std::string const& channel_id, std::chrono::milliseconds delay) {
  std::scoped_lock const lock(mutex_);
  if (delay.count() == 0) {
    delays_.erase(channel_id);
  } else if (delays_.size() < most || delays_.contains(channel_id)) {
    delays_[channel_id] = delay;
  }
  count_ = delays_.size();
}

std::chrono::milliseconds SlowChannels::delay_of(std::string_view body) const {
  constexpr std::chrono::milliseconds none{0};
  if (count_.load(std::memory_order_relaxed) == 0) return none;
  auto const object = json_object(body);
  std::string channel;
  if (!object || !text_field(*object, "broadcaster_id", channel)) return none;
  std::scoped_lock const lock(mutex_);
  auto const found = delays_.find(channel);
  return found == delays_.end() ? none : found->second;
}

}  // namespace shipvote::sim
