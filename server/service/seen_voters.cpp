#include "service/seen_voters.h"

#include <vector>

namespace shipvote::service {

bool SeenVoters::OfVote::has(voting::ViewerKey const& viewer) {
  auto& part = part_of(viewer);
  std::lock_guard const lock{part.mutex};
  return part.viewers.contains(viewer);
}

bool SeenVoters::OfVote::add(voting::ViewerKey const& viewer) {
  auto& part = part_of(viewer);
  std::lock_guard const lock{part.mutex};
  if (!part.viewers.insert(viewer).second) return false;
  count_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

bool SeenVoters::seen(VoteId vote, voting::ViewerKey const& viewer) const {
  std::shared_lock const lock{mutex_};
  auto const found = votes_.find(vote);
  return found != votes_.end() && found->second->has(viewer);
}

void SeenVoters::add(VoteId vote, voting::ViewerKey const& viewer) {
  if (size() >= most_) return;
  {
    std::shared_lock const lock{mutex_};
    if (auto const found = votes_.find(vote); found != votes_.end()) return count(found->second->add(viewer));
  }
  std::unique_lock const lock{mutex_};
  auto& of_vote = votes_[vote];
  if (!of_vote) of_vote = std::make_unique<OfVote>();
  count(of_vote->add(viewer));
}

void SeenVoters::forget_if(std::function<bool(VoteId)> const& ended) {
  std::vector<std::unique_ptr<OfVote>> dropped;  // given free when nobody waits for it any more
  std::unique_lock const lock{mutex_};
  for (auto vote = votes_.begin(); vote != votes_.end();) {
    if (!ended(vote->first)) {
      ++vote;
      continue;
    }
    count_.fetch_sub(vote->second->size(), std::memory_order_relaxed);
    dropped.push_back(std::move(vote->second));
    vote = votes_.erase(vote);
  }
}

}  // namespace shipvote::service
