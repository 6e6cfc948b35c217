// Every channel's settings and garage, in memory, and the public body that viewers may ask for.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "foundation/outcome.h"
#include "service/fleet_shelf.h"
#include "service/rendered.h"
#include "voting/channel.h"
#include "voting/warship.h"

namespace shipvote::service {

// One channel as of one moment. Immutable; shared.
struct ChannelView {
  ChannelView(voting::Channel channel_settings, std::vector<voting::GarageShip> ships)
      : channel(std::move(channel_settings)), garage(std::move(ships)) {}
  voting::Channel channel;
  std::vector<voting::GarageShip> garage;
};

// Thread-safe. In step with the store: whoever saves a channel puts it here afterwards.
class ChannelBoard {
 public:
  [[nodiscard]] std::shared_ptr<ChannelView const> find(ChannelId id) const;
  [[nodiscard]] std::vector<std::shared_ptr<ChannelView const>> all() const;
  // Refused while channels are still being read and this one is not there yet.
  [[nodiscard]] Outcome<bool> anonymous_may_vote(ChannelId id) const;
  [[nodiscard]] Outcome<bool> moderators_may_control(ChannelId id) const;
  [[nodiscard]] std::size_t size() const;

  void put(std::shared_ptr<ChannelView const> view);
  void remove(ChannelId id);
  // Whether a channel that is not here does not exist: not while a board that follows another one reads everything.
  void set_complete(bool complete) noexcept { complete_ = complete; }
  // Told after a channel was put or removed; must be cheap. Set before the first channel.
  void watch(std::function<void(ChannelId)> watcher) { watcher_ = std::move(watcher); }

  // The rendered body of that channel with that fleet; `render` makes it when it is not there or of an older state.
  template <class Render>
  [[nodiscard]] RenderedBody body(std::shared_ptr<ChannelView const> const& view,
                                  std::shared_ptr<fleet::Fleet const> const& fleet, Render&& render) const {
    if (auto ready = ready_body(*view, *fleet)) return std::move(*ready);
    return keep_body(view, fleet, std::forward<Render>(render)());
  }

 private:
  [[nodiscard]] Outcome<bool> allows(ChannelId id, bool voting::Channel::* what) const;
  struct Kept {
    std::shared_ptr<ChannelView const> view;
    std::shared_ptr<fleet::Fleet const> fleet;
    RenderedBody body;
  };
  [[nodiscard]] std::optional<RenderedBody> ready_body(ChannelView const& view, fleet::Fleet const& fleet) const;
  RenderedBody keep_body(std::shared_ptr<ChannelView const> const& view,
                         std::shared_ptr<fleet::Fleet const> const& fleet, std::string bytes) const;

  std::function<void(ChannelId)> watcher_;
  std::atomic<bool> complete_{true};
  mutable std::shared_mutex mutex_;
  std::unordered_map<ChannelId, std::shared_ptr<ChannelView const>> channels_;
  mutable std::shared_mutex bodies_mutex_;
  mutable std::unordered_map<ChannelId, Kept> bodies_;  // at most limits::channel_bodies_kept
};

}  // namespace shipvote::service
