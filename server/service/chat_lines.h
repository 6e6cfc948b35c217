// Tells a channel's chat how a vote ended, where the streamer wants that.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "service/channel_board.h"
#include "service/fleet_shelf.h"
#include "twitch/helix.h"
#include "voting/vote.h"

namespace shipvote::service {

struct ChatFigures {
  std::uint64_t sent = 0;       // handed to Twitch
  std::uint64_t failed = 0;     // and not taken; the Helix client logs why
  std::uint64_t held_back = 0;  // above Twitch's limit for the channel, or too late to be of interest
};

// One line a vote at most: nothing is ever sent again, neither after a failure nor after a restart. Thread-safe.
class ChatLines {
 public:
  struct Parts {
    twitch::HelixClient& helix;
    ChannelBoard const& channels;
    FleetShelf const& fleet;
    TimeSource const& time;
    std::function<void()> secrets_rejected;  // Twitch refused our token; cheap, called on a thread of the HTTP client
  };
  explicit ChatLines(Parts parts);
  ~ChatLines();

  // Call once when a vote was closed, and only by who closed it. Never waits for Twitch.
  void vote_closed(voting::Vote const& vote);

  [[nodiscard]] ChatFigures figures() const noexcept;

 private:
  struct Counts;
  // Whether the channel may have another line now; counts it as sent if so.
  [[nodiscard]] bool take_turn(ChannelId channel, TimePoint now);

  Parts parts_;
  std::shared_ptr<Counts> counts_;  // shared with answers, which may come when this is gone
  std::mutex mutex_;
  std::unordered_map<ChannelId, std::vector<TimePoint>> sent_lately_;  // within the last minute
};

}  // namespace shipvote::service
