// Who voted in votes that closed lately, for viewers who ask for their own ballot after the close.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "foundation/ids.h"
#include "store/open_votes.h"
#include "store/voters.h"

namespace shipvote::store {

// The voters of one closed vote. Immutable.
class ClosedVote {
 public:
  explicit ClosedVote(std::unique_ptr<OpenVote> vote);
  // 0: has not voted.
  [[nodiscard]] ShipId ship_of(voting::ViewerKey const& viewer) const noexcept;
  [[nodiscard]] std::size_t voters() const noexcept { return voters_.size(); }

 private:
  std::vector<ShipId> ships_;
  Voters voters_;
};

// At most limits::closed_votes_kept votes with limits::closed_voters_kept voters in all, the newest always; those kept
// first go first. Thread-safe; nobody holds its lock for longer than a look takes.
class ClosedVoters {
 public:
  std::shared_ptr<ClosedVote const> keep(std::unique_ptr<OpenVote> vote);
  // Nothing: that vote is not here. 0: has not voted in it.
  [[nodiscard]] std::optional<ShipId> find(VoteId vote, voting::ViewerKey const& viewer) const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<VoteId, std::shared_ptr<ClosedVote const>> votes_;
  std::deque<VoteId> oldest_first_;
  std::size_t voters_ = 0;
};

}  // namespace shipvote::store
