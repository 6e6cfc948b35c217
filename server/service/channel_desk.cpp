#include "service/channel_desk.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "fleet/merge.h"
#include "foundation/base64.h"
#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::Channel;
using voting::GarageShip;

namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](unsigned char one, unsigned char other) { return std::tolower(one) == std::tolower(other); });
}

// A new channel needs an account; an existing one may leave it as it is.
Outcome<void> check_change(ChannelChange const& change, bool exists) {
  Refusal refusal{RefusalCode::invalid_settings, "Some settings are missing or not allowed"};
  if (!exists && !change.wows_username) refusal.fields.emplace_back("wows_username", "can't be blank");
  if (!exists && !change.wows_realm) refusal.fields.emplace_back("wows_realm", "must be one of eu, na, asia");
  if (change.wows_username && !wargaming::valid_account_name(*change.wows_username)) {
    refusal.fields.emplace_back("wows_username", "must be 3 to 24 of the characters A-Z, a-z, 0-9 and _");
  }
  if (refusal.fields.empty()) return {};
  return refusal;
}

bool other_account(ChannelChange const& change, Channel const& channel) {
  bool const other_name = change.wows_username && !same_name(*change.wows_username, channel.wows_username);
  bool const other_realm = change.wows_realm && *change.wows_realm != channel.wows_realm;
  return other_name || other_realm;
}

void apply(ChannelChange const& change, Channel& channel) {
  if (change.overlay_position) channel.overlay_position = *change.overlay_position;
  if (change.anonymous_may_vote) channel.anonymous_may_vote = *change.anonymous_may_vote;
  if (change.only_in_game) channel.only_in_game = *change.only_in_game;
  if (change.language) channel.language = *change.language;
  if (change.show_result) channel.show_result = *change.show_result;
  if (change.latency_hold) channel.latency_hold = *change.latency_hold;
  if (change.chat_result) channel.chat_result = *change.chat_result;
  if (change.moderators_may_control) channel.moderators_may_control = *change.moderators_may_control;
}

// 128 bits of chance, in 22 characters that mean nothing in a URL.
std::string new_live_key() {
  std::array<unsigned char, 16> chance{};
  if (RAND_bytes(chance.data(), static_cast<int>(chance.size())) != 1) throw std::runtime_error("no random numbers");
  return base64url_encoded({reinterpret_cast<char const*>(chance.data()), chance.size()});
}

}  // namespace

asio::awaitable<Outcome<ChannelDesk::Saved>> ChannelDesk::set_up(ChannelId id, ChannelChange change) {
  auto const current = parts_.channels.find(id);
  if (auto checked = check_change(change, current != nullptr); !checked) co_return std::move(checked).refusal();
  // Before Wargaming is asked; and again when it is stored.
  if (!current && parts_.channels.size() >= limits::channels) co_return too_many_channels();
  if (!current || other_account(change, current->channel)) {
    co_return co_await parts_.slow_pool.run([this, id, &change] { return save_with_account(id, change); });
  }
  co_return co_await parts_.pool.run([this, id, &change] { return save(id, change, nullptr); });
}

asio::awaitable<Outcome<ChannelDesk::Saved>> ChannelDesk::change(ChannelId id, ChannelChange change) {
  if (!parts_.channels.find(id)) co_return channel_not_set_up();
  co_return co_await set_up(id, std::move(change));
}

Refusal channel_not_set_up() { return {RefusalCode::channel_not_found, "This channel has not been set up yet"}; }

Refusal too_many_channels() {
  return {RefusalCode::limit_reached, "This server has all the channels that it can take: ask whoever runs it"};
}

Outcome<ChannelDesk::Saved> ChannelDesk::save_with_account(ChannelId id, ChannelChange const& change) {
  auto const before = parts_.channels.find(id);
  Account account;
  account.channel = before ? before->channel : Channel{};
  account.channel.wows_realm = change.wows_realm.value_or(account.channel.wows_realm);
  auto garage = look_up(account.channel, change.wows_username.value_or(account.channel.wows_username),
                        before ? before->garage : std::vector<GarageShip>{});
  if (!garage) return std::move(garage).refusal();
  account.garage = std::move(garage).value();
  return save(id, change, &account);
}

Outcome<ChannelDesk::Saved> ChannelDesk::save(ChannelId id, ChannelChange const& change, Account const* account) {
  // What follows takes the settings as they are now: others may have changed while Wargaming was asked.
  std::lock_guard const lock{saving_};
  auto const current = parts_.channels.find(id);
  if (!current && account == nullptr) return channel_not_set_up();  // deleted meanwhile
  if (!current && parts_.channels.size() >= limits::channels) return too_many_channels();
  Channel channel = current ? current->channel : new_channel(id);
  auto const now = parts_.time.now();
  channel.updated_at = now;
  apply(change, channel);
  if (channel.live_key.empty()) channel.live_key = new_live_key();
  std::vector<GarageShip> garage;
  if (account != nullptr) {
    channel.wows_username = account->channel.wows_username;
    channel.wows_account = account->channel.wows_account;
    channel.wows_realm = account->channel.wows_realm;
    channel.garage_refreshed_at = now;
    garage = account->garage;
    parts_.store.save_channel_and_garage(channel, garage);
  } else {
    garage = current->garage;
    parts_.store.save_channel(channel);
  }
  log::info(current ? "channel_changed" : "channel_set_up",
            {{"channel", id.value}, {"realm", voting::realm_text(channel.wows_realm)}, {"ships", garage.size()}});
  Saved saved;
  saved.view = publish(std::move(channel), std::move(garage));
  saved.created = current == nullptr;
  parts_.live.channel_changed(*saved.view);
  return saved;
}

Channel ChannelDesk::new_channel(ChannelId id) const {
  Channel channel;
  channel.id = id;
  channel.created_at = parts_.time.now();
  channel.live_key = new_live_key();
  return channel;
}

Outcome<std::vector<GarageShip>> ChannelDesk::look_up(Channel& channel, std::string const& name,
                                                      std::vector<GarageShip> const& stored) {
  auto const account = parts_.wargaming.find_account(channel.wows_realm, name);
  if (!account) return account.refusal();
  auto const ships = parts_.wargaming.ships_of(channel.wows_realm, account.value().id);
  if (!ships) return ships.refusal();
  bool const same_account = channel.wows_account == account.value().id;
  channel.wows_username = account.value().nickname;
  channel.wows_account = account.value().id;
  return fleet::merge_garage(same_account ? stored : std::vector<GarageShip>{}, ships.value());
}

std::shared_ptr<ChannelView const> ChannelDesk::publish(Channel channel, std::vector<GarageShip> garage) {
  auto view = std::make_shared<ChannelView const>(std::move(channel), std::move(garage));
  parts_.channels.put(view);
  return view;
}

asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> ChannelDesk::show(ChannelId id) {
  auto view = parts_.channels.find(id);
  if (!view) co_return channel_not_set_up();
  if (!view->channel.live_key.empty()) co_return view;
  co_return co_await parts_.pool.run([this, id] { return save_live_key(id, false); });
}

asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> ChannelDesk::renew_live_key(ChannelId id) {
  if (!parts_.channels.find(id)) co_return channel_not_set_up();
  co_return co_await parts_.pool.run([this, id] { return save_live_key(id, true); });
}

Outcome<std::shared_ptr<ChannelView const>> ChannelDesk::save_live_key(ChannelId id, bool renew) {
  std::lock_guard const lock{saving_};
  auto const current = parts_.channels.find(id);
  if (!current) return channel_not_set_up();
  if (!renew && !current->channel.live_key.empty()) return current;  // made meanwhile
  Channel channel = current->channel;
  channel.live_key = new_live_key();
  parts_.store.save_channel(channel);
  log::info("live_key_made", {{"channel", id.value}});
  auto view = publish(std::move(channel), current->garage);
  parts_.live.live_key_changed(id);
  return view;
}

asio::awaitable<bool> ChannelDesk::remove(ChannelId id) {
  co_return co_await parts_.pool.run([this, id] {
    std::lock_guard const lock{saving_};
    bool const there_was = parts_.store.delete_channel(id, parts_.time.now());
    parts_.channels.remove(id);
    // Its last message tells the vote's end, if it had one.
    if (!parts_.votes.channel_deleted(id) && there_was) parts_.live.channel_deleted(id);
    if (there_was) log::info("channel_deleted", {{"channel", id.value}});
    return there_was;
  });
}

asio::awaitable<Outcome<void>> ChannelDesk::enable_ship(ChannelId id, ShipId ship, bool enabled) {
  if (!parts_.channels.find(id)) co_return channel_not_set_up();
  co_return co_await parts_.pool.run([this, id, ship, enabled]() -> Outcome<void> {
    std::lock_guard const lock{saving_};
    auto const current = parts_.channels.find(id);
    if (!current) return channel_not_set_up();
    if (!parts_.store.set_ship_enabled(id, ship, enabled)) {
      return Refusal{RefusalCode::not_found, "This ship is not in the garage"};
    }
    publish(current->channel, parts_.store.garage(id));
    return {};
  });
}

asio::awaitable<Outcome<store::Feedback>> ChannelDesk::give_feedback(ChannelId id, std::string message) {
  if (!parts_.channels.find(id)) co_return channel_not_set_up();
  co_return co_await parts_.pool.run([this, id, &message]() -> Outcome<store::Feedback> {
    auto feedback = parts_.store.add_feedback(id, message, parts_.time.now());
    if (!feedback) {
      return Refusal{RefusalCode::limit_reached,
                     "This channel has sent as much feedback as can be kept here: write to whoever runs this server"};
    }
    log::info("feedback_given", {{"channel", id.value}, {"feedback", feedback->id}});
    return std::move(*feedback);
  });
}

asio::awaitable<std::vector<ShipId>> ChannelDesk::recent_ships(ChannelId id) {
  co_return co_await parts_.pool.run([this, id] {
    auto newest = parts_.store.votes(id, store::VoteFilter::all, 1);
    return newest.empty() ? std::vector<ShipId>{} : std::move(newest.front().ships);
  });
}

Outcome<void> ChannelDesk::refresh_garage(ChannelId id) {
  auto const before = parts_.channels.find(id);
  if (!before) return channel_not_set_up();
  auto const ships = parts_.wargaming.ships_of(before->channel.wows_realm, before->channel.wows_account);
  if (!ships) return ships.refusal();
  std::lock_guard const lock{saving_};
  auto const current = parts_.channels.find(id);
  if (!current || current->channel.wows_account != before->channel.wows_account) return {};  // changed meanwhile
  Channel channel = current->channel;
  channel.garage_refreshed_at = parts_.time.now();
  auto garage = fleet::merge_garage(current->garage, ships.value());
  parts_.store.save_channel_and_garage(channel, garage);
  publish(std::move(channel), std::move(garage));
  return {};
}

}  // namespace shipvote::service
