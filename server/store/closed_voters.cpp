#include "store/closed_voters.h"

#include <mutex>
#include <utility>

#include "foundation/limits.h"

namespace shipvote::store {

ClosedVote::ClosedVote(std::unique_ptr<OpenVote> vote)
    : ships_(std::move(vote->ships)), voters_(std::move(vote->voters)) {}

ShipId ClosedVote::ship_of(voting::ViewerKey const& viewer) const noexcept {
  auto const* const choice = voters_.find(viewer);
  return choice == nullptr || choice->ship >= ships_.size() ? ShipId{} : ships_[choice->ship];
}

std::shared_ptr<ClosedVote const> ClosedVoters::keep(std::unique_ptr<OpenVote> vote) {
  VoteId const id = vote->id;
  auto closed = std::make_shared<ClosedVote const>(std::move(vote));
  std::vector<std::shared_ptr<ClosedVote const>> given_up;  // destroyed after the lock is given back
  std::unique_lock const lock{mutex_};
  if (!votes_.emplace(id, closed).second) return closed;
  oldest_first_.push_back(id);
  voters_ += closed->voters();
  while (oldest_first_.size() > 1 &&
         (oldest_first_.size() > limits::closed_votes_kept || voters_ > limits::closed_voters_kept)) {
    auto const oldest = votes_.extract(oldest_first_.front());
    oldest_first_.pop_front();
    voters_ -= oldest.mapped()->voters();
    given_up.push_back(oldest.mapped());
  }
  return closed;
}

std::optional<ShipId> ClosedVoters::find(VoteId vote, voting::ViewerKey const& viewer) const {
  std::shared_lock const lock{mutex_};
  auto const found = votes_.find(vote);
  if (found == votes_.end()) return std::nullopt;
  return found->second->ship_of(viewer);
}

}  // namespace shipvote::store
