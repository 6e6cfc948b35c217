// Who has voted in one open vote, and for what: compact, and never slow for long.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "voting/viewer.h"

namespace shipvote::store {

// Split into parts by some bits of the key, so that growing moves one part and not a million voters at once. 20 to 45
// bytes a voter. One thread at a time.
class Voters {
 public:
  // False, and nothing changes, when that viewer is there already.
  bool add(voting::ViewerKey const& viewer, std::uint16_t ship) {
    bool const added = part_of(viewer).try_emplace(viewer, ship).second;
    count_ += added ? 1U : 0U;
    return added;
  }

  void remove(voting::ViewerKey const& viewer) noexcept { count_ -= part_of(viewer).erase(viewer); }

  void reserve(std::size_t voters) {
    // Keys are hashes: parts differ by a few per cent at most.
    for (auto& part : parts_) part.reserve(voters / parts + voters / parts / 16);
  }

  [[nodiscard]] std::size_t size() const noexcept { return count_; }

  static constexpr std::size_t parts = 64;
  [[nodiscard]] static std::size_t part_number(voting::ViewerKey const& viewer) noexcept {
    return viewer.bytes.back() % parts;
  }

 private:
  // The key is a cryptographic hash already; its first bytes spread well enough.
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(voting::ViewerKey const& key) const noexcept { return std::hash<voting::ViewerKey>{}(key); }
  };
  using Part = boost::unordered_flat_map<voting::ViewerKey, std::uint16_t, Hash>;

  [[nodiscard]] Part& part_of(voting::ViewerKey const& viewer) noexcept { return parts_[part_number(viewer)]; }

  std::array<Part, parts> parts_;
  std::size_t count_ = 0;
};

// Adds very many voters at once, some thousand to one part after the other: a part fits into the processor's cache, all
// of them do not. Everything is added when this is destroyed.
class VoterLoading {
 public:
  explicit VoterLoading(Voters& voters) : voters_(voters) {}
  ~VoterLoading() {
    for (auto& waiting : waiting_) add_all(waiting);
  }
  VoterLoading(VoterLoading const&) = delete;
  VoterLoading& operator=(VoterLoading const&) = delete;
  VoterLoading(VoterLoading&&) = delete;
  VoterLoading& operator=(VoterLoading&&) = delete;

  void add(voting::ViewerKey const& viewer, std::uint16_t ship) {
    auto& waiting = waiting_[Voters::part_number(viewer)];
    waiting.emplace_back(viewer, ship);
    if (waiting.size() == most_waiting) add_all(waiting);
  }

 private:
  using Waiting = std::vector<std::pair<voting::ViewerKey, std::uint16_t>>;
  static constexpr std::size_t most_waiting = 2'048;

  void add_all(Waiting& waiting) {
    for (auto const& [viewer, ship] : waiting) voters_.add(viewer, ship);
    waiting.clear();
  }

  Voters& voters_;
  std::array<Waiting, Voters::parts> waiting_;
};

}  // namespace shipvote::store
