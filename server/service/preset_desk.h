// The use cases around presets and rules: keep presets, and draw the ships that a rule gives.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <unordered_set>
#include <vector>

#include "foundation/outcome.h"
#include "service/blocking_pool.h"
#include "service/channel_board.h"
#include "service/fleet_shelf.h"
#include "store/store.h"
#include "voting/preset.h"

namespace shipvote::service {

class PresetDesk {
 public:
  struct Parts {
    store::Store& store;
    ChannelBoard const& channels;
    FleetShelf const& fleet;
    BlockingPool& pool;
    TimeSource const& time;
    std::function<std::uint64_t()> chance;  // 64 random bits; called on any thread
  };
  explicit PresetDesk(Parts parts) : parts_(std::move(parts)) {}

  // By name.
  [[nodiscard]] boost::asio::awaitable<std::vector<voting::Preset>> list(ChannelId channel);
  // Refused with channel_not_found, conflict for a name that is taken, and limit_reached.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Preset>> add(ChannelId channel, voting::NewPreset preset);
  // Refused with not_found, and conflict for a name that is taken.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Preset>> change(ChannelId channel, voting::PresetId id,
                                                                       voting::NewPreset preset);
  // True: there was one.
  [[nodiscard]] boost::asio::awaitable<bool> remove(ChannelId channel, voting::PresetId id);

  struct Drawn {
    std::vector<ShipId> ships;       // what the rule gives: at most limits::ships_per_vote
    std::vector<ShipId> candidates;  // all that fit and are not excluded; both in the fleet's order
  };
  // Refused with channel_not_found, and conflict when no ship fits.
  [[nodiscard]] boost::asio::awaitable<Outcome<Drawn>> draw(ChannelId channel, voting::ShipRule rule,
                                                            std::unordered_set<ShipId> excluded);

 private:
  Parts parts_;
};

}  // namespace shipvote::service
