#include "service/channel_board.h"

#include <mutex>
#include <utility>

#include "foundation/limits.h"

namespace shipvote::service {

std::shared_ptr<ChannelView const> ChannelBoard::find(ChannelId id) const {
  std::shared_lock const lock{mutex_};
  auto const found = channels_.find(id);
  return found == channels_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<ChannelView const>> ChannelBoard::all() const {
  std::shared_lock const lock{mutex_};
  std::vector<std::shared_ptr<ChannelView const>> views;
  views.reserve(channels_.size());
  for (auto const& [id, view] : channels_) views.push_back(view);
  return views;
}

Outcome<bool> ChannelBoard::anonymous_may_vote(ChannelId id) const {
  return allows(id, &voting::Channel::anonymous_may_vote);
}

Outcome<bool> ChannelBoard::moderators_may_control(ChannelId id) const {
  return allows(id, &voting::Channel::moderators_may_control);
}

Outcome<bool> ChannelBoard::allows(ChannelId id, bool voting::Channel::* what) const {
  bool const complete = complete_;  // before the search: what it waits for is put first
  std::shared_lock const lock{mutex_};
  auto const found = channels_.find(id);
  if (found != channels_.end()) return found->second->channel.*what;
  if (complete) return false;
  return Refusal{RefusalCode::overloaded, "The server is starting, try again in a moment"};
}

std::size_t ChannelBoard::size() const {
  std::shared_lock const lock{mutex_};
  return channels_.size();
}

void ChannelBoard::put(std::shared_ptr<ChannelView const> view) {
  ChannelId const id = view->channel.id;
  {
    std::unique_lock const lock{mutex_};
    channels_[id] = std::move(view);
  }
  if (watcher_) watcher_(id);
}

void ChannelBoard::remove(ChannelId id) {
  {
    std::unique_lock const lock{mutex_};
    channels_.erase(id);
  }
  {
    std::unique_lock const lock{bodies_mutex_};
    bodies_.erase(id);
  }
  if (watcher_) watcher_(id);
}

std::optional<RenderedBody> ChannelBoard::ready_body(ChannelView const& view, fleet::Fleet const& fleet) const {
  std::shared_lock const lock{bodies_mutex_};
  auto const found = bodies_.find(view.channel.id);
  if (found == bodies_.end()) return std::nullopt;
  if (found->second.view.get() != &view || found->second.fleet.get() != &fleet) return std::nullopt;
  return found->second.body;
}

RenderedBody ChannelBoard::keep_body(std::shared_ptr<ChannelView const> const& view,
                                     std::shared_ptr<fleet::Fleet const> const& fleet, std::string bytes) const {
  auto body = rendered_body(std::move(bytes));
  std::unique_lock const lock{bodies_mutex_};
  if (bodies_.size() >= limits::channel_bodies_kept) bodies_.clear();  // all come back in their own time
  bodies_[view->channel.id] = Kept{view, fleet, body};
  return body;
}

}  // namespace shipvote::service
