// The part of ChannelDesk that a streamer's ships are in.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "service/channel_desk.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::Channel;
using voting::GarageShip;

namespace {

Refusal invalid(std::string const& field, std::string const& problem) {
  return Refusal{RefusalCode::invalid_settings, field + " " + problem}.with_field(field, problem);
}

Outcome<void> check_garage(NamedGarage const& garage, fleet::Fleet const& fleet) {
  if (!wargaming::valid_account_name(garage.wows_username)) {
    return invalid("wows_username", "must be 3 to 24 of the characters A-Z, a-z, 0-9 and _");
  }
  if (garage.ships.empty() || garage.ships.size() > limits::ships_per_garage) {
    return invalid("ships", "must name 1 to " + std::to_string(limits::ships_per_garage) + " ships");
  }
  for (ShipId const ship : garage.ships) {
    if (!fleet.votable(ship)) return invalid("ships", "must be ships that can be voted for, not " + ship.text());
  }
  return {};
}

// Those ships, each once; with the streamer's choice where it was in the garage before.
std::vector<GarageShip> garage_of(std::vector<ShipId> ships, std::vector<GarageShip> const& stored) {
  std::unordered_map<ShipId, bool> enabled;
  for (GarageShip const& ship : stored) enabled.emplace(ship.id, ship.enabled);
  std::sort(ships.begin(), ships.end());
  ships.erase(std::unique(ships.begin(), ships.end()), ships.end());
  std::vector<GarageShip> garage;
  garage.reserve(ships.size());
  for (ShipId const ship : ships) {
    auto const known = enabled.find(ship);
    garage.push_back({ship, known == enabled.end() || known->second, false});
  }
  return garage;
}

}  // namespace

asio::awaitable<Outcome<FoundAccount>> ChannelDesk::find_account(voting::Realm realm, std::string name) {
  co_return co_await parts_.slow_pool.run([this, realm, &name]() -> Outcome<FoundAccount> {
    auto const account = parts_.wargaming.find_account(realm, name);
    if (!account) return account.refusal();
    FoundAccount found;
    found.wows_username = account.value().nickname;
    auto const ships = parts_.wargaming.ships_of(realm, account.value().id);
    if (!ships && ships.refusal().code != RefusalCode::profile_hidden) return ships.refusal();
    found.hidden = !ships;
    if (!ships) return found;
    auto const fleet = parts_.fleet.get();
    auto const votable = [&fleet](ShipId ship) { return fleet->votable(ship); };
    found.ships = static_cast<std::size_t>(std::count_if(ships.value().begin(), ships.value().end(), votable));
    return found;
  });
}

asio::awaitable<Outcome<std::shared_ptr<ChannelView const>>> ChannelDesk::refresh(ChannelId id) {
  auto view = parts_.channels.find(id);
  if (!view) co_return channel_not_set_up();
  auto const refreshed = view->channel.garage_refreshed_at;
  if (refreshed && parts_.time.now() < *refreshed + limits::garage_refresh_least) co_return view;
  auto const done = co_await parts_.slow_pool.run([this, id] { return refresh_garage(id); });
  if (!done) co_return done.refusal();
  view = parts_.channels.find(id);
  if (!view) co_return channel_not_set_up();
  co_return view;
}

asio::awaitable<Outcome<ChannelDesk::Saved>> ChannelDesk::name_garage(ChannelId id, NamedGarage garage) {
  if (auto checked = check_garage(garage, *parts_.fleet.get()); !checked) co_return std::move(checked).refusal();
  if (!parts_.channels.find(id) && parts_.channels.size() >= limits::channels) co_return too_many_channels();
  co_return co_await parts_.slow_pool.run([this, id, &garage] { return save_named_garage(id, garage); });
}

Outcome<ChannelDesk::Saved> ChannelDesk::save_named_garage(ChannelId id, NamedGarage const& named) {
  auto const account = parts_.wargaming.find_account(named.wows_realm, named.wows_username);
  if (!account) return account.refusal();
  std::lock_guard const lock{saving_};
  auto const current = parts_.channels.find(id);
  if (!current && parts_.channels.size() >= limits::channels) return too_many_channels();
  Channel channel = current ? current->channel : new_channel(id);
  bool const same_account = channel.wows_account == account.value().id;
  channel.wows_username = account.value().nickname;
  channel.wows_account = account.value().id;
  channel.wows_realm = named.wows_realm;
  channel.garage_refreshed_at.reset();  // these did not come from Wargaming
  channel.updated_at = parts_.time.now();
  auto garage = garage_of(named.ships, current && same_account ? current->garage : std::vector<GarageShip>{});
  parts_.store.save_channel_and_garage(channel, garage);
  log::info("garage_named", {{"channel", id.value}, {"ships", garage.size()}});
  Saved saved;
  saved.view = publish(std::move(channel), std::move(garage));
  saved.created = current == nullptr;
  parts_.live.channel_changed(*saved.view);
  return saved;
}

asio::awaitable<Outcome<void>> ChannelDesk::enable_ships(ChannelId id, std::vector<ShipId> ships, bool enabled) {
  if (!parts_.channels.find(id)) co_return channel_not_set_up();
  co_return co_await parts_.pool.run([this, id, &ships, enabled]() -> Outcome<void> {
    std::lock_guard const lock{saving_};
    auto const current = parts_.channels.find(id);
    if (!current) return channel_not_set_up();
    std::unordered_set<ShipId> left{ships.begin(), ships.end()};
    auto garage = current->garage;
    for (GarageShip& ship : garage) {
      if (left.erase(ship.id) > 0) ship.enabled = enabled;
    }
    if (!left.empty()) {
      return Refusal{RefusalCode::not_found, "Ship " + left.begin()->text() + " is not in the garage"}.with_field(
          "ships", "must be in the garage");
    }
    parts_.store.save_channel_and_garage(current->channel, garage);
    publish(current->channel, std::move(garage));
    return {};
  });
}

}  // namespace shipvote::service
