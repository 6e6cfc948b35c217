#include "store/ballot_returns.h"

namespace shipvote::store {

void BallotReturns::add(voting::PendingBallot& ballot) {
  ballot.next = nullptr;
  if (latest_ < lists_.size() && lists_[latest_].to == ballot.give_back_to) {
    lists_[latest_].last = lists_[latest_].last->next = &ballot;
    return;
  }
  auto const [found, is_new] = position_.try_emplace(ballot.give_back_to, lists_.size());
  latest_ = found->second;
  if (is_new) {
    lists_.push_back({ballot.give_back_to, &ballot, &ballot});
  } else {
    lists_[latest_].last = lists_[latest_].last->next = &ballot;
  }
}

void BallotReturns::give_back_all() noexcept {
  for (List const& list : lists_) list.to->give_back(list.first);
  lists_.clear();
  position_.clear();
  latest_ = 0;
}

}  // namespace shipvote::store
