// The open votes as the ledger's writer knows them: who voted, the tallies, and what a new ballot is worth.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "store/voters.h"
#include "voting/ballot.h"
#include "voting/vote.h"

namespace shipvote::store {

// One open vote. Made from what is stored; changed by OpenVotes only.
struct OpenVote {
  explicit OpenVote(voting::Vote const& vote);  // with counts of zero, and without voters

  // The place of that ship among `ships`; stray_ship when it is none of them.
  [[nodiscard]] std::uint16_t index_of(std::int64_t ship) const noexcept;

  VoteId id;
  ChannelId channel;
  std::optional<TimePoint> ends_at;
  bool ballots_may_change;
  std::vector<ShipId> ships;
  std::vector<std::uint32_t> counts;  // parallel to `ships`
  std::uint32_t last_sequence = 0;    // of the newest ballot; ballots are numbered from 1
  Voters voters;
  boost::unordered_flat_map<std::uint32_t, std::uint16_t> ship_index;
  bool opened = false;   // in the present group
  bool closed = false;   // in the present group
  bool changed = false;  // its tally, in the present group
};

// What a ballot is worth, and its place when it is accepted.
struct Judgement {
  voting::BallotVerdict verdict = voting::BallotVerdict::vote_not_found;
  std::int64_t row = 0;  // vote << 32 | sequence; 0: there is nothing to store, the viewer voted for this ship before
};

// The answer to whoever asks for the own ballot.
struct Choosing {
  voting::BallotVerdict verdict = voting::BallotVerdict::vote_not_found;
  ShipId ship;
};

[[nodiscard]] constexpr std::int64_t first_row(VoteId vote) noexcept {
  return (static_cast<std::int64_t>(vote.value) << 32) + 1;
}
[[nodiscard]] constexpr std::int64_t last_row(VoteId vote) noexcept {
  return (static_cast<std::int64_t>(vote.value) << 32) + 0xFFFF'FFFF;
}

// Changes are made in groups: everything since the last keep() or undo() is one group, and shares one commit. Used by
// the writer's thread alone (voters_in_memory() aside, which is for it too).
class OpenVotes {
 public:
  // Before the first group: what is stored.
  void restore(std::unique_ptr<OpenVote> vote);
  void restore_largest(VoteId largest) noexcept { largest_ = kept_largest_ = largest; }

  // Decides, in this order: unknown vote, closed vote, ship not on it, voted already. An accepted ballot is counted, in
  // the place of the viewer's earlier one if there is one. `ballot` stays in place until the group is kept or undone.
  [[nodiscard]] Judgement judge(voting::Ballot const& ballot);
  // Takes an accepted ballot of this group out again. All of them, the last one first.
  void take_back(voting::Ballot const& ballot) noexcept;
  // Which ship counts for that viewer. `accepted` when the vote is open: the ship, or 0 for one who has not voted.
  [[nodiscard]] Choosing choice_of(VoteId vote, voting::ViewerKey const& viewer) noexcept;

  [[nodiscard]] OpenVote* find(VoteId id) noexcept;  // null when it is not open
  [[nodiscard]] OpenVote* open_in(ChannelId channel) noexcept;
  [[nodiscard]] bool was_given(VoteId id) const noexcept { return id.value >= 1 && id <= largest_; }
  [[nodiscard]] VoteId next_id() const noexcept { return VoteId{largest_.value + 1}; }

  void open(std::unique_ptr<OpenVote> vote);  // its id is next_id()
  void close(OpenVote& vote);
  void move_end(OpenVote& vote, std::optional<TimePoint> ends_at);

  // Votes whose tally changed in this group, closed ones included.
  [[nodiscard]] std::span<OpenVote* const> changed() const noexcept { return changed_; }

  // The group is on disk. `retire` takes over the votes that were closed in it.
  template <class Retire>
  void keep(Retire&& retire) noexcept;
  void undo() noexcept;  // it is not; accepted ballots must have been taken back before

  [[nodiscard]] std::size_t voters() const noexcept { return voters_; }

 private:
  // A ballot of this group whose viewer had voted before.
  struct Later {
    voting::Ballot const* ballot;
    OpenVote* vote;
    Choice before;
    bool stored;  // false: for the same ship
  };
  struct MovedEnd {
    OpenVote* vote = nullptr;
    std::optional<TimePoint> before;
  };

  [[nodiscard]] OpenVote* any(VoteId id) noexcept;  // also one closed in this group
  [[nodiscard]] Judgement judge_later(voting::Ballot const& ballot, OpenVote& vote, Choice& choice, std::uint16_t ship);
  [[nodiscard]] Judgement count(OpenVote& vote, std::uint16_t ship);
  void take_back_later(Later const& later) noexcept;
  void keep_changes() noexcept;

  boost::unordered_flat_map<std::uint32_t, std::unique_ptr<OpenVote>> votes_;
  boost::unordered_flat_map<std::uint64_t, OpenVote*> by_channel_;
  OpenVote* latest_ = nullptr;  // most ballots are for the same vote as the one before
  std::vector<OpenVote*> changed_;
  std::vector<OpenVote*> opened_;
  std::vector<OpenVote*> closed_;
  std::vector<Later> later_;
  std::vector<MovedEnd> moved_ends_;
  VoteId largest_;
  VoteId kept_largest_;
  std::size_t voters_ = 0;
};

template <class Retire>
void OpenVotes::keep(Retire&& retire) noexcept {
  keep_changes();
  for (auto* const vote : closed_) {
    auto const found = votes_.find(vote->id.value);
    voters_ -= vote->voters.size();
    retire(std::move(found->second));
    votes_.erase(found);
  }
  closed_.clear();
}

}  // namespace shipvote::store
