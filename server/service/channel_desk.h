// The use cases of a streamer's settings: set up, show, change, delete a channel; its garage; feedback.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
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
  std::optional<bool> only_in_game;
  std::optional<voting::Language> language;
  std::optional<std::chrono::seconds> show_result;  // limits::show_result_least to limits::show_result_longest
  std::optional<bool> latency_hold;
  std::optional<bool> chat_result;
  std::optional<bool> moderators_may_control;
};

// An account as Wargaming has it.
struct FoundAccount {
  std::string wows_username;  // as Wargaming spells it
  std::size_t ships = 0;      // that can be voted for; 0 when they are hidden
  bool hidden = false;        // its owner shows the ships to nobody
};

// Ships that a streamer names by hand, because the account hides its own.
struct NamedGarage {
  std::string wows_username;
  voting::Realm wows_realm = voting::Realm::eu;
  std::vector<ShipId> ships;  // 1 to limits::ships_per_garage
};

// The refusal of everything that is asked for a channel without settings.
[[nodiscard]] Refusal channel_not_set_up();
// The refusal of setting up one channel more than limits::channels.
[[nodiscard]] Refusal too_many_channels();

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
  // when name or realm differ from what is stored, and then alone waits for Wargaming; a refusal (player_not_found,
  // profile_hidden, wargaming_unavailable, wargaming_limit, invalid_settings, limit_reached) changes nothing.
  [[nodiscard]] boost::asio::awaitable<Outcome<Saved>> set_up(ChannelId id, ChannelChange change);
  // The same for a channel that exists; refused with channel_not_found otherwise.
  [[nodiscard]] boost::asio::awaitable<Outcome<Saved>> change(ChannelId id, ChannelChange change);
  // The channel with everything its broadcaster may know: a key of its event stream is made when it has none yet.
  // Refused with channel_not_found.
  [[nodiscard]] boost::asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> show(ChannelId id);
  // Gives the event stream a new key, under which nobody listens yet; who listens under the old one is cut off.
  [[nodiscard]] boost::asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> renew_live_key(ChannelId id);
  // Closes its open vote, removes settings, garage and feedback. True: there was one.
  [[nodiscard]] boost::asio::awaitable<bool> remove(ChannelId id);
  // Refused with channel_not_found, or not_found when that ship is not in the garage.
  [[nodiscard]] boost::asio::awaitable<Outcome<void>> enable_ship(ChannelId id, ShipId ship, bool enabled);
  // Refused with channel_not_found, or limit_reached after limits::feedbacks_per_channel.
  [[nodiscard]] boost::asio::awaitable<Outcome<store::Feedback>> give_feedback(ChannelId id, std::string message);
  // The ships of the newest vote; empty when there was none.
  [[nodiscard]] boost::asio::awaitable<std::vector<ShipId>> recent_ships(ChannelId id);

  // Asks Wargaming, and changes nothing. Refused with player_not_found, wargaming_unavailable or wargaming_limit.
  [[nodiscard]] boost::asio::awaitable<Outcome<FoundAccount>> find_account(voting::Realm realm, std::string name);
  // Fetches the garage anew, unless that was done limits::garage_refresh_least ago. A refusal (as of set_up) changes
  // nothing.
  [[nodiscard]] boost::asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> refresh(ChannelId id);
  // The garage is these ships from now on, until Wargaming lists any for the account. Sets the channel up when it is
  // new. Refused with invalid_settings, or as find_account; then nothing changes.
  [[nodiscard]] boost::asio::awaitable<Outcome<Saved>> name_garage(ChannelId id, NamedGarage garage);
  // All of them or none: refused with channel_not_found, or not_found when one is not in the garage.
  [[nodiscard]] boost::asio::awaitable<Outcome<void>> enable_ships(ChannelId id, std::vector<ShipId> ships,
                                                                   bool enabled);

  // Fetches the garage anew and merges it. Blocks; for background tasks.
  [[nodiscard]] Outcome<void> refresh_garage(ChannelId id);

 private:
  // What Wargaming says of the account that a channel names.
  struct Account {
    voting::Channel channel;  // name, id and realm of the account; nothing else of it counts
    std::vector<voting::GarageShip> garage;
  };
  // Asks Wargaming for the account, and saves.
  [[nodiscard]] Outcome<Saved> save_with_account(ChannelId id, ChannelChange const& change);
  // Without an account the channel keeps the one that it has; refused with channel_not_found where there is no channel.
  [[nodiscard]] Outcome<Saved> save(ChannelId id, ChannelChange const& change, Account const* account);
  [[nodiscard]] Outcome<Saved> save_named_garage(ChannelId id, NamedGarage const& named);
  // With its defaults and a live key of its own.
  [[nodiscard]] voting::Channel new_channel(ChannelId id) const;
  [[nodiscard]] Outcome<std::shared_ptr<ChannelView const>> save_live_key(ChannelId id, bool renew);
  // The garage of the account that `channel` names, merged with what is stored; fills in the account.
  [[nodiscard]] Outcome<std::vector<voting::GarageShip>> look_up(voting::Channel& channel, std::string const& name,
                                                                 std::vector<voting::GarageShip> const& stored);
  std::shared_ptr<ChannelView const> publish(voting::Channel channel, std::vector<voting::GarageShip> garage);

  Parts parts_;
  std::mutex saving_;  // one change of settings at a time, so that none overwrites another's
};

}  // namespace shipvote::service
