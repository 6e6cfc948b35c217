#include "service/vote_board.h"

#include <mutex>
#include <utility>

#include "foundation/limits.h"

namespace shipvote::service {

std::shared_ptr<VoteView> VoteBoard::open_vote(ChannelId channel) const {
  std::shared_lock const lock{mutex_};
  auto const found = open_by_channel_.find(channel);
  return found == open_by_channel_.end() ? nullptr : found->second;
}

std::shared_ptr<VoteView> VoteBoard::find(VoteId vote) const {
  std::shared_lock const lock{mutex_};
  auto const found = votes_.find(vote);
  return found == votes_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<VoteView>> VoteBoard::open_votes() const {
  std::shared_lock const lock{mutex_};
  std::vector<std::shared_ptr<VoteView>> open;
  open.reserve(open_by_channel_.size());
  for (auto const& [channel, view] : open_by_channel_) open.push_back(view);
  return open;
}

std::shared_ptr<VoteView> VoteBoard::last_closed(ChannelId channel) const {
  std::shared_lock const lock{mutex_};
  auto const found = last_closed_by_channel_.find(channel);
  return found == last_closed_by_channel_.end() ? nullptr : found->second;
}

std::shared_ptr<VoteView> VoteBoard::opened(voting::Vote vote) {
  auto view = std::make_shared<VoteView>(std::move(vote));
  {
    std::unique_lock const lock{mutex_};
    auto& known = votes_[view->id()];
    // Closed by another thread between its being stored and this call.
    if (known && !known->open()) return known;
    known = view;
    open_by_channel_[view->channel()] = view;
  }
  tell_watcher(view->id());
  return view;
}

void VoteBoard::tell_watcher(VoteId vote) const {
  if (watcher_) watcher_(vote);
}

bool VoteBoard::closed(voting::Vote vote) {
  auto const id = vote.id;
  bool const taken = take_closed(std::move(vote));
  if (taken) tell_watcher(id);
  return taken;
}

bool VoteBoard::take_closed(voting::Vote vote) {
  std::unique_lock const lock{mutex_};
  auto& view = votes_[vote.id];
  if (view) {
    if (!view->open()) return false;
    view->close(std::move(vote));
  } else {
    view = std::make_shared<VoteView>(std::move(vote));
  }
  auto const open = open_by_channel_.find(view->channel());
  if (open != open_by_channel_.end() && open->second->id() == view->id()) open_by_channel_.erase(open);
  closed_lately_.push_back(view->id());
  last_closed_by_channel_[view->channel()] = view;
  if (closed_lately_.size() > limits::closed_votes_kept) {
    drop(votes_.find(closed_lately_.front()));
    closed_lately_.pop_front();
  }
  return true;
}

void VoteBoard::drop(std::unordered_map<VoteId, std::shared_ptr<VoteView>>::iterator vote) {
  for (auto* const of_channels : {&open_by_channel_, &last_closed_by_channel_}) {
    auto const found = of_channels->find(vote->second->channel());
    if (found != of_channels->end() && found->second == vote->second) of_channels->erase(found);
  }
  votes_.erase(vote);
}

void VoteBoard::end_moved(voting::Vote const& vote) {
  auto const view = find(vote.id);
  if (!view) return;
  view->move_end(vote.ends_at, vote.updated_at);
  tell_watcher(vote.id);
}

void VoteBoard::forget(VoteId vote) {
  std::unique_lock const lock{mutex_};
  auto const found = votes_.find(vote);
  if (found == votes_.end()) return;
  std::erase(closed_lately_, vote);
  drop(found);
}

void VoteBoard::tally_changed(VoteId vote, std::span<std::uint32_t const> counts) noexcept {
  auto const view = find(vote);
  if (!view) return;  // committed before the opening was announced here: the view starts from the store's counts
  view->set_counts(counts, time_.now());
  if (listener_) listener_(*view, counts);
}

}  // namespace shipvote::service
