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

// Thread-safe. What a vote is about (id, channel, ships, end) never changes and is read without a lock.
class VoteView {
 public:
  explicit VoteView(voting::Vote vote);

  [[nodiscard]] VoteId id() const noexcept { return id_; }
  [[nodiscard]] ChannelId channel() const noexcept { return channel_; }
  [[nodiscard]] std::optional<TimePoint> ends_at() const noexcept { return ends_at_; }
  [[nodiscard]] voting::ResultVisibility visibility() const noexcept { return visibility_; }
  [[nodiscard]] bool open() const noexcept { return open_.load(std::memory_order_acquire); }
  [[nodiscard]] bool has_ship(ShipId ship) const noexcept;

  // A copy as of now.
  [[nodiscard]] voting::Vote vote() const;
  // Grows with every change; a body rendered at a version stays right while the version stands.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

  // The ledger's word: called on its thread after a commit. Ignored once closed.
  void set_counts(std::span<std::uint32_t const> counts, TimePoint now);
  // The vote as the store closed it.
  void close(voting::Vote closed);

  // The bodies that anyone may ask for.
  enum class Body { open_list, full, brief };
  [[nodiscard]] RenderedSlot& slot(Body body) noexcept { return slots_[static_cast<std::size_t>(body)]; }

 private:
  VoteId const id_;
  ChannelId const channel_;
  std::optional<TimePoint> const ends_at_;
  voting::ResultVisibility const visibility_;
  std::vector<ShipId> sorted_ships_;
  std::atomic<bool> open_;
  std::atomic<std::uint64_t> version_{1};
  mutable std::mutex mutex_;
  voting::Vote vote_;
  std::array<RenderedSlot, 3> slots_;
};

}  // namespace shipvote::service
