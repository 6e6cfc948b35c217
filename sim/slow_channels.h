// Channels whose live messages Helix takes its time to accept, so that one can see that no other channel waits for
// them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace shipvote::sim {

// Any thread.
class SlowChannels {
 public:
  static constexpr std::size_t most = 1'000;

  // A delay of 0 makes the channel an ordinary one again; more than `most` are not remembered.
  void set(std::string const& channel_id, std::chrono::milliseconds delay);
  // How long the answer to a call with this body has to wait. Costs next to nothing while no channel is slow.
  [[nodiscard]] std::chrono::milliseconds delay_of(std::string_view body) const;

 private:
  std::atomic<std::size_t> count_{0};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::chrono::milliseconds> delays_;
};

}  // namespace shipvote::sim
