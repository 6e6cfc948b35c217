// The live messages that the stand-in for Twitch accepted: what tests look at, and what is delivered to listeners.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "foundation/time.h"

namespace shipvote::sim {

struct LiveMessage {
  std::uint64_t number = 0;  // in order of acceptance over all channels, from 1
  TimePoint accepted_at;
  std::string channel_id;            // "all" for a global message
  std::vector<std::string> targets;  // "broadcast", "global", "whisper-<opaque id>"
  std::string content_type;
  std::string message;
};
using SharedMessage = std::shared_ptr<LiveMessage const>;

// Keeps the newest messages: at most 1,000 a channel and 50,000 in all. Any thread.
class MessageLog {
 public:
  static constexpr std::size_t kept_per_channel = 1'000;
  static constexpr std::size_t kept_in_all = 50'000;

  SharedMessage add(LiveMessage message);  // gives it its number
  // Oldest first.
  [[nodiscard]] std::vector<SharedMessage> of(std::string const& channel_id) const;
  [[nodiscard]] std::uint64_t accepted() const;                               // ever, all channels
  [[nodiscard]] std::uint64_t accepted(std::string const& channel_id) const;  // ever, while any of it is kept
  // Waits until the channel has had at least `count` messages; false when the time runs out first.
  [[nodiscard]] bool wait_for(std::string const& channel_id, std::uint64_t count,
                              std::chrono::milliseconds longest) const;

 private:
  struct OfChannel {
    std::deque<SharedMessage> kept;
    std::uint64_t accepted = 0;
  };
  void forget_oldest();

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::unordered_map<std::string, OfChannel> channels_;
  std::deque<SharedMessage> all_;
  std::uint64_t accepted_ = 0;
};

}  // namespace shipvote::sim
