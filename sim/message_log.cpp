#include "sim/message_log.h"

namespace shipvote::sim {

SharedMessage MessageLog::add(LiveMessage message) {
  SharedMessage shared;
  {
    std::scoped_lock const lock(mutex_);
    message.number = ++accepted_;
    shared = std::make_shared<LiveMessage const>(std::move(message));
    auto& channel = channels_[shared->channel_id];
    ++channel.accepted;
    channel.kept.push_back(shared);
    if (channel.kept.size() > kept_per_channel) channel.kept.pop_front();
    all_.push_back(shared);
    if (all_.size() > kept_in_all) forget_oldest();
  }
  changed_.notify_all();
  return shared;
}

void MessageLog::forget_oldest() {
  SharedMessage const oldest = all_.front();
  all_.pop_front();
  auto const channel = channels_.find(oldest->channel_id);
  if (channel == channels_.end()) return;
  auto& kept = channel->second.kept;
  if (!kept.empty() && kept.front() == oldest) kept.pop_front();
  if (kept.empty()) channels_.erase(channel);
}

std::vector<SharedMessage> MessageLog::of(std::string const& channel_id) const {
  std::scoped_lock const lock(mutex_);
  auto const channel = channels_.find(channel_id);
  if (channel == channels_.end()) return {};
  return {channel->second.kept.begin(), channel->second.kept.end()};
}

std::uint64_t MessageLog::accepted() const {
  std::scoped_lock const lock(mutex_);
  return accepted_;
}

std::uint64_t MessageLog::accepted(std::string const& channel_id) const {
  std::scoped_lock const lock(mutex_);
  auto const channel = channels_.find(channel_id);
  return channel == channels_.end() ? 0 : channel->second.accepted;
}

bool MessageLog::wait_for(std::string const& channel_id, std::uint64_t count, std::chrono::milliseconds longest) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, longest, [&] {
    auto const channel = channels_.find(channel_id);
    return channel != channels_.end() && channel->second.accepted >= count;
  });
}

}  // namespace shipvote::sim
