// The viewers whose ballots for an open vote are known to be stored, so that an edge can refuse a second one by itself.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>

#include "foundation/ids.h"
#include "voting/viewer.h"

namespace shipvote::service {

// Thread-safe. A memory and nothing more: not to be found here means nothing.
class SeenVoters {
 public:
  explicit SeenVoters(std::size_t most) : most_(most) {}

  [[nodiscard]] bool seen(VoteId vote, voting::ViewerKey const& viewer) const;
  // Nothing happens when there are `most` already.
  void add(VoteId vote, voting::ViewerKey const& viewer);
  // Looks at every one of them: for when votes have ended, not for every ballot.
  void forget_if(std::function<bool(VoteId)> const& ended);
  [[nodiscard]] std::size_t size() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  struct Seen {
    voting::ViewerKey viewer;
    VoteId vote;
    friend bool operator==(Seen const&, Seen const&) = default;
  };
  // The key is a cryptographic hash already.
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(Seen const& seen) const noexcept {
      return std::hash<voting::ViewerKey>{}(seen.viewer) ^ std::hash<VoteId>{}(seen.vote);
    }
  };
  // Parts, so that threads seldom meet, and growing moves one part and not all.
  struct Part {
    mutable std::mutex mutex;
    boost::unordered_flat_set<Seen, Hash> seen;
  };
  static constexpr std::size_t parts = 64;
  [[nodiscard]] static std::size_t part_of(voting::ViewerKey const& viewer) noexcept {
    return viewer.bytes.back() % parts;
  }

  std::size_t const most_;
  std::array<Part, parts> parts_;
  std::atomic<std::size_t> count_{0};
};

}  // namespace shipvote::service
