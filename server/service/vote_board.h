// The votes that viewers ask about, in memory: every open one, and those that closed lately.
#pragma once

#include <deque>
#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "service/vote_view.h"
#include "store/store.h"

namespace shipvote::service {

// Thread-safe; holds no lock over I/O.
class VoteBoard : public store::TallyListener {
 public:
  explicit VoteBoard(TimeSource const& time) : time_(time) {}

  // The channel's open vote, or none.
  [[nodiscard]] std::shared_ptr<VoteView> open_vote(ChannelId channel) const;
  // Open or closed lately; none says nothing about the store.
  [[nodiscard]] std::shared_ptr<VoteView> find(VoteId vote) const;
  [[nodiscard]] std::vector<std::shared_ptr<VoteView>> open_votes() const;
  // The channel's vote that closed last; none says nothing about the store.
  [[nodiscard]] std::shared_ptr<VoteView> last_closed(ChannelId channel) const;

  // The view of a vote that the store has opened. One that is known as closed stays so.
  std::shared_ptr<VoteView> opened(voting::Vote vote);
  // The vote as the store closed it; from now on found among the closed. False: it was before.
  bool closed(voting::Vote vote);

  // The vote as the store moved its end.
  void end_moved(voting::Vote const& vote);

  // Takes a vote off the board, open or closed: for a board that follows another one.
  void forget(VoteId vote);

  void tally_changed(VoteId vote, std::span<std::uint32_t const> counts) noexcept override;

  // Told after a vote was opened, changed otherwise than in its counts, or closed; must be cheap. Set before the first
  // vote.
  void watch(std::function<void(VoteId)> watcher) { watcher_ = std::move(watcher); }
  // Told after a vote's counts changed, on the ledger's thread; must be cheap. Set before the first vote.
  void listen(std::function<void(VoteView const&, std::span<std::uint32_t const>)> listener) {
    listener_ = std::move(listener);
  }

 private:
  [[nodiscard]] bool take_closed(voting::Vote vote);  // false: it was closed before
  void drop(std::unordered_map<VoteId, std::shared_ptr<VoteView>>::iterator vote);
  void tell_watcher(VoteId vote) const;

  TimeSource const& time_;
  std::function<void(VoteId)> watcher_;
  std::function<void(VoteView const&, std::span<std::uint32_t const>)> listener_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<VoteId, std::shared_ptr<VoteView>> votes_;
  std::unordered_map<ChannelId, std::shared_ptr<VoteView>> open_by_channel_;
  std::unordered_map<ChannelId, std::shared_ptr<VoteView>> last_closed_by_channel_;  // of those that closed lately
  std::deque<VoteId> closed_lately_;  // oldest first, at most limits::closed_votes_kept
};

}  // namespace shipvote::service
