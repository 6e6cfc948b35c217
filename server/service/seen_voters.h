// The viewers whose ballots for an open vote are known to be stored, so that an edge can refuse a second one by itself.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "foundation/ids.h"
#include "voting/viewer.h"

namespace shipvote::service {

// Thread-safe. A memory and nothing more: not to be found here means nothing.
class SeenVoters {
 public:
  explicit SeenVoters(std::size_t most) : most_(most) {}

  [[nodiscard]] bool seen(VoteId vote, voting::ViewerKey const& viewer) const;
  // Nothing happens when there are `most` already, of all votes together.
  void add(VoteId vote, voting::ViewerKey const& viewer);
  // Asks once for each vote; the voters of a vote are dropped as a whole. `ended` must not call this object.
  void forget_if(std::function<bool(VoteId)> const& ended);
  [[nodiscard]] std::size_t size() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  // The key is a cryptographic hash already.
  struct Hash : std::hash<voting::ViewerKey> {
    using is_avalanching = void;
  };
  // Parts, so that threads seldom meet, and growing moves one part and not all.
  struct Part {
    std::mutex mutex;
    boost::unordered_flat_set<voting::ViewerKey, Hash> viewers;
  };
  class OfVote {
   public:
    [[nodiscard]] bool has(voting::ViewerKey const& viewer);
    [[nodiscard]] bool add(voting::ViewerKey const& viewer);  // false: was there
    [[nodiscard]] std::size_t size() const noexcept { return count_.load(std::memory_order_relaxed); }

   private:
    static constexpr std::size_t parts = 8;
    [[nodiscard]] Part& part_of(voting::ViewerKey const& viewer) noexcept {
      return parts_[viewer.bytes.back() % parts];
    }
    std::array<Part, parts> parts_;
    std::atomic<std::size_t> count_{0};
  };

  void count(bool is_new) noexcept { count_.fetch_add(is_new ? 1 : 0, std::memory_order_relaxed); }

  std::size_t const most_;
  mutable std::shared_mutex mutex_;  // of the votes; each has its own for its voters
  std::unordered_map<VoteId, std::unique_ptr<OfVote>> votes_;
  std::atomic<std::size_t> count_{0};
};

}  // namespace shipvote::service
