#include "service/seen_voters.h"

#include <unordered_map>

namespace shipvote::service {

bool SeenVoters::seen(VoteId vote, voting::ViewerKey const& viewer) const {
  auto const& part = parts_[part_of(viewer)];
  std::lock_guard const lock{part.mutex};
  return part.seen.contains(Seen{viewer, vote});
}

void SeenVoters::add(VoteId vote, voting::ViewerKey const& viewer) {
  if (size() >= most_) return;
  auto& part = parts_[part_of(viewer)];
  std::lock_guard const lock{part.mutex};
  if (part.seen.insert(Seen{viewer, vote}).second) count_.fetch_add(1, std::memory_order_relaxed);
}

void SeenVoters::forget_if(std::function<bool(VoteId)> const& ended) {
  std::unordered_map<VoteId, bool> answers;
  auto const is_over = [&](Seen const& seen) {
    auto const [entry, is_new] = answers.try_emplace(seen.vote, false);
    if (is_new) entry->second = ended(seen.vote);
    return entry->second;
  };
  for (auto& part : parts_) {
    std::lock_guard const lock{part.mutex};
    count_.fetch_sub(boost::unordered::erase_if(part.seen, is_over), std::memory_order_relaxed);
  }
}

}  // namespace shipvote::service
