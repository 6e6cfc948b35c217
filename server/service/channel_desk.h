// The use cases of a streamer's settings: set up, show, change, delete a channel; its garage; feedback.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/outcome.h"
#include "service/blocking_pool.h"
#include "service/channel_board.h"
#include "service/fleet_shelf.h"
#include "service/live_updates.h"
#include "service/vote_desk.h"
#include "store/store.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::service {

// What a streamer sets; what is missing stays as it is, or takes its default for a new channel.
struct ChannelChange {
  std::optional<std::string> wows_username;
  std::optional<voting::Realm> wows_realm;
  std::optional<voting::OverlayPosition> overlay_position;
  std::optional<bool> anonymous_may_vote;
};

class ChannelDesk {
 public:
  struct Parts {
    store::Store& store;
    ChannelBoard& channels;
    FleetShelf const& fleet;
    VoteDesk& votes;
    LiveUpdates& live;
    wargaming::WargamingClient& wargaming;
    BlockingPool& pool;       // for the database
    BlockingPool& slow_pool;  // for Wargaming, so that an outage there holds up nothing else
    TimeSource const& time;
  };
  explicit ChannelDesk(Parts parts) : parts_(parts) {}

  struct Saved {
    std::shared_ptr<ChannelView const> view;
    bool created = false;
  };
  // Sets up a channel, or changes it when it exists. Needs a name and a realm for a new one. The account is looked up
  // when name or realm differ from what is stored; a refusal (player_not_found, profile_hidden, wargaming_unavailable,
  // wargaming_limit, invalid_settings) changes nothing.
  [[nodiscard]] boost::asio::awaitable<Outcome<Saved>> set_up(ChannelId id, ChannelChange change);
  // The same for a channel that exists; refused with channel_not_found otherwise.
  [[nodiscard]] boost::asio::awaitable<Outcome<Saved>> change(ChannelId id, ChannelChange change);
  // Closes its open vote, removes settings, garage and feedback. True: there was one.
  [[nodiscard]] boost::asio::awaitable<bool> remove(ChannelId id);
  // Refused with channel_not_found, or not_found when that ship is not in the garage.
  [[nodiscard]] boost::asio::awaitable<Outcome<void>> enable_ship(ChannelId id, ShipId ship, bool enabled);
  [[nodiscard]] boost::asio::awaitable<Outcome<store::Feedback>> give_feedback(ChannelId id, std::string message);
  // The ships of the newest vote; empty when there was none.
  [[nodiscard]] boost::asio::awaitable<std::vector<ShipId>> recent_ships(ChannelId id);

  // Fetches the garage anew and merges it. Blocks; for background tasks.
  [[nodiscard]] Outcome<void> refresh_garage(ChannelId id);

 private:
  [[nodiscard]] Outcome<Saved> save(ChannelId id, ChannelChange const& change);
  // The garage of the account that `channel` names, merged with what is stored; fills in the account.
  [[nodiscard]] Outcome<std::vector<voting::GarageShip>> look_up(voting::Channel& channel, std::string const& name,
                                                                 std::vector<voting::GarageShip> const& stored);
  std::shared_ptr<ChannelView const> publish(voting::Channel channel, std::vector<voting::GarageShip> garage);

  Parts parts_;
  std::mutex saving_;  // one change of settings at a time, so that none overwrites another's
};

}  // namespace shipvote::service
