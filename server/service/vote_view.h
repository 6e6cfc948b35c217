// One vote as readers see it: in memory, kept in step with the ledger.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "service/rendered.h"
#include "voting/vote.h"

namespace shipvote::service {

// Thread-safe. What a vote is about (id, channel, ships, options) never changes, and is read without a lock like its
// end.
class VoteView {
 public:
  explicit VoteView(voting::Vote vote);

  [[nodiscard]] VoteId id() const noexcept { return id_; }
  [[nodiscard]] ChannelId channel() const noexcept { return channel_; }
  [[nodiscard]] std::optional<TimePoint> ends_at() const noexcept {
    auto const end = ends_at_.load(std::memory_order_acquire);
    return end == TimePoint::max() ? std::nullopt : std::optional{end};
  }
  // Whether its end, if it has one, has come.
  [[nodiscard]] bool ended(TimePoint now) const noexcept { return now >= ends_at_.load(std::memory_order_acquire); }
  [[nodiscard]] bool ballots_may_change() const noexcept { return ballots_may_change_; }
  [[nodiscard]] voting::ResultVisibility visibility() const noexcept { return visibility_; }
  [[nodiscard]] bool open() const noexcept { return open_.load(std::memory_order_acquire); }
  [[nodiscard]] bool has_ship(ShipId ship) const noexcept;
  [[nodiscard]] std::size_t ship_count() const noexcept { return sorted_ships_.size(); }

  // A copy as of now.
  [[nodiscard]] voting::Vote vote() const;
  // Grows with every change; a body rendered at a version stays right while the version stands.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

  // The ledger's word: called on its thread after a commit. Ignored once closed.
  void set_counts(std::span<std::uint32_t const> counts, TimePoint now);
  // The vote as the store moved its end. Ignored once closed.
  void move_end(std::optional<TimePoint> ends_at, TimePoint now);
  // The vote as the store closed it.
  void close(voting::Vote closed);

  // The bodies that anyone may ask for.
  enum class Body { open_list, full, brief, counts, counts_of_voter, accepted };
  [[nodiscard]] RenderedSlot& slot(Body body) noexcept { return slots_[static_cast<std::size_t>(body)]; }

 private:
  VoteId const id_;
  ChannelId const channel_;
  std::atomic<TimePoint> ends_at_;  // none: the largest
  static_assert(std::atomic<TimePoint>::is_always_lock_free);
  voting::ResultVisibility const visibility_;
  bool const ballots_may_change_;
  std::vector<ShipId> sorted_ships_;
  std::atomic<bool> open_;
  std::atomic<std::uint64_t> version_{1};
  mutable std::mutex mutex_;
  voting::Vote vote_;
  std::array<RenderedSlot, 6> slots_;
};

}  // namespace shipvote::service
