#include "service/vote_view.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace shipvote::service {

VoteView::VoteView(voting::Vote vote)
    : id_(vote.id),
      channel_(vote.channel),
      ends_at_(vote.ends_at.value_or(TimePoint::max())),
      visibility_(vote.visibility),
      ballots_may_change_(vote.ballots_may_change),
      sorted_ships_(vote.ships),
      open_(vote.state == voting::VoteState::open),
      vote_(std::move(vote)) {
  std::sort(sorted_ships_.begin(), sorted_ships_.end());
}

bool VoteView::has_ship(ShipId ship) const noexcept {
  return std::binary_search(sorted_ships_.begin(), sorted_ships_.end(), ship);
}

voting::Vote VoteView::vote() const {
  std::lock_guard const lock{mutex_};
  return vote_;
}

void VoteView::set_counts(std::span<std::uint32_t const> counts, TimePoint now) {
  std::lock_guard const lock{mutex_};
  if (vote_.state == voting::VoteState::closed) return;
  if (counts.size() != vote_.ships.size()) std::abort();
  vote_.counts.assign(counts.begin(), counts.end());
  // While counts are hidden, nothing that everybody may read tells when ballots come.
  if (vote_.visibility == voting::ResultVisibility::live) vote_.updated_at = now;
  version_.fetch_add(1, std::memory_order_release);
}

void VoteView::move_end(std::optional<TimePoint> ends_at, TimePoint now) {
  std::lock_guard const lock{mutex_};
  if (vote_.state == voting::VoteState::closed) return;
  vote_.ends_at = ends_at;
  vote_.updated_at = now;
  ends_at_.store(ends_at.value_or(TimePoint::max()), std::memory_order_release);
  version_.fetch_add(1, std::memory_order_release);
}

void VoteView::close(voting::Vote closed) {
  std::lock_guard const lock{mutex_};
  vote_ = std::move(closed);
  open_.store(false, std::memory_order_release);
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace shipvote::service
