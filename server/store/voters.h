// Who has voted in one open vote, and for what: compact, and never slow for long.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "foundation/limits.h"
#include "voting/viewer.h"

namespace shipvote::store {

// What is kept of one voter: the ship (its index in the vote) that counts now, and how often it took another's place.
struct Choice {
  std::uint16_t ship : 10;
  std::uint16_t changes : 6;
};
static_assert(sizeof(Choice) == 2);

// Of a stored ballot for a ship that is not on the vote.
inline constexpr std::uint16_t stray_ship = 1'023;
static_assert(limits::ships_per_vote < stray_ship && limits::changes_per_viewer < 64);

// Split into parts by some bits of the key, so that growing moves one part and not a million voters at once. 20 to 45
// bytes a voter. One thread at a time.
class Voters {
 public:
  // The viewer's choice, and whether it is the one given here: nothing changes when the viewer has one already. It may
  // be changed in place until the next voter is added.
  std::pair<Choice&, bool> add(voting::ViewerKey const& viewer, std::uint16_t ship) {
    auto const [place, added] = part_of(viewer).try_emplace(viewer, Choice{ship, 0});
    count_ += added ? 1U : 0U;
    return {place->second, added};
  }

  // Null: has not voted. As for add(), good until the next voter is added.
  [[nodiscard]] Choice* find(voting::ViewerKey const& viewer) noexcept {
    auto& part = part_of(viewer);
    auto const place = part.find(viewer);
    return place == part.end() ? nullptr : &place->second;
  }
  [[nodiscard]] Choice const* find(voting::ViewerKey const& viewer) const noexcept {
    auto const& part = parts_[part_number(viewer)];
    auto const place = part.find(viewer);
    return place == part.end() ? nullptr : &place->second;
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
  using Part = boost::unordered_flat_map<voting::ViewerKey, Choice, Hash>;

  [[nodiscard]] Part& part_of(voting::ViewerKey const& viewer) noexcept { return parts_[part_number(viewer)]; }

  std::array<Part, parts> parts_;
  std::size_t count_ = 0;
};

// Adds the choices of very many voters at once, some thousand to one part after the other: a part fits into the
// processor's cache, all of them do not. A viewer's choices keep their order. finish() adds the rest.
class VoterLoading {
 public:
  // `replaced` is told the ship of every choice that a later one of the same viewer took the place of, and that one's.
  VoterLoading(Voters& voters, std::function<void(std::uint16_t, std::uint16_t)> replaced)
      : voters_(voters), replaced_(std::move(replaced)) {}
  ~VoterLoading() = default;
  VoterLoading(VoterLoading const&) = delete;
  VoterLoading& operator=(VoterLoading const&) = delete;
  VoterLoading(VoterLoading&&) = delete;
  VoterLoading& operator=(VoterLoading&&) = delete;

  void add(voting::ViewerKey const& viewer, std::uint16_t ship) {
    auto& waiting = waiting_[Voters::part_number(viewer)];
    waiting.emplace_back(viewer, ship);
    if (waiting.size() == most_waiting) add_all(waiting);
  }

  void finish() {
    for (auto& waiting : waiting_) add_all(waiting);
  }

 private:
  using Waiting = std::vector<std::pair<voting::ViewerKey, std::uint16_t>>;
  static constexpr std::size_t most_waiting = 2'048;

  void add_all(Waiting& waiting) {
    for (auto const& [viewer, ship] : waiting) {
      auto const [choice, is_first] = voters_.add(viewer, ship);
      if (is_first) continue;
      replaced_(choice.ship, ship);
      choice.ship = ship & stray_ship;
      if (choice.changes < limits::changes_per_viewer) ++choice.changes;
    }
    waiting.clear();
  }

  Voters& voters_;
  std::function<void(std::uint16_t, std::uint16_t)> replaced_;
  std::array<Waiting, Voters::parts> waiting_;
};

}  // namespace shipvote::store
