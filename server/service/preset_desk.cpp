#include "service/preset_desk.h"

#include <algorithm>
#include <utility>

#include "fleet/rule.h"
#include "foundation/limits.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::NewPreset;
using voting::Preset;
using voting::PresetId;

asio::awaitable<std::vector<Preset>> PresetDesk::list(ChannelId channel) {
  co_return co_await parts_.pool.run([this, channel] { return parts_.store.presets(channel); });
}

asio::awaitable<Outcome<Preset>> PresetDesk::add(ChannelId channel, NewPreset preset) {
  co_return co_await parts_.pool.run(
      [this, channel, &preset] { return parts_.store.add_preset(channel, preset, parts_.time.now()); });
}

asio::awaitable<Outcome<Preset>> PresetDesk::change(ChannelId channel, PresetId id, NewPreset preset) {
  co_return co_await parts_.pool.run(
      [this, channel, id, &preset] { return parts_.store.change_preset(channel, id, preset, parts_.time.now()); });
}

asio::awaitable<bool> PresetDesk::remove(ChannelId channel, PresetId id) {
  co_return co_await parts_.pool.run([this, channel, id] { return parts_.store.remove_preset(channel, id); });
}

asio::awaitable<Outcome<PresetDesk::Drawn>> PresetDesk::draw(ChannelId channel, voting::ShipRule rule,
                                                             std::unordered_set<ShipId> excluded) {
  auto const view = parts_.channels.find(channel);
  if (!view) co_return Refusal{RefusalCode::channel_not_found, "This channel has not been set up yet"};
  std::unordered_set<ShipId> won_lately;
  if (rule.not_won_in_last > 0) {
    auto const last = co_await parts_.pool.run([this, channel, many = rule.not_won_in_last] {
      return parts_.store.votes(channel, store::VoteFilter::closed, many);
    });
    for (auto const& vote : last) {
      if (vote.winner) won_lately.insert(vote.winner->ship);
    }
  }
  auto const fleet = parts_.fleet.get();
  Drawn drawn;
  drawn.candidates = fleet::ships_that_fit(rule, {*fleet, view->garage, won_lately, excluded});
  if (drawn.candidates.empty()) {
    co_return Refusal{RefusalCode::conflict, "No ship in the garage fits: allow more of them"};
  }
  auto const most = std::min<std::size_t>(rule.draw.value_or(limits::ships_per_vote), limits::ships_per_vote);
  drawn.ships = fleet::drawn(drawn.candidates, most, parts_.chance);
  co_return drawn;
}

}  // namespace shipvote::service
