// What is known of one vote, and of every viewer's ballot in it, from the answers that viewers got.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "e2e/crash_voters.h"
#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::e2e {

using Counts = std::map<ShipId, std::uint32_t>;

// Of two ballots of one viewer that were on their way at the same time nobody knows which arrived last.
struct KnownBallot {
  std::set<ShipId> acknowledged;  // answered "ok", or told of as the earlier ballot
  std::set<ShipId> perhaps;       // sent, and not answered for certain

  [[nodiscard]] bool certain() const { return !acknowledged.empty(); }  // some ballot of this viewer counts
  [[nodiscard]] std::set<ShipId> possible() const {
    auto ships = acknowledged;
    ships.insert(perhaps.begin(), perhaps.end());
    return ships;
  }
};

struct KnownVote {
  VoteId id;
  std::vector<ShipId> ships;
  bool may_change = false;
  std::optional<TimePoint> ends_at;
  std::map<std::uint64_t, KnownBallot> ballots;  // by viewer
  std::optional<std::string> result;             // once it is closed: the vote as it was told then

  void learn(CastBallot const& ballot) {
    if (ballot.answer.empty() || ballot.answer == "503 outcome_unknown") {
      ballots[ballot.viewer].perhaps.insert(ballot.ship);
    } else if (ballot.answer == "200" || ballot.answer == "400 already_voted") {
      ballots[ballot.viewer].acknowledged.insert(ballot.ship);
    }
  }
  void learn_for_certain(std::uint64_t viewer, ShipId ship) { ballots[viewer] = {{ship}, {}}; }

  [[nodiscard]] Counts least() const {
    Counts counts;
    for (auto const& [viewer, ballot] : ballots) {
      auto const possible = ballot.possible();
      if (ballot.certain() && possible.size() == 1) ++counts[*possible.begin()];
    }
    return counts;
  }
  [[nodiscard]] Counts most() const {
    Counts counts;
    for (auto const& [viewer, ballot] : ballots) {
      for (auto const ship : ballot.possible()) ++counts[ship];
    }
    return counts;
  }
  [[nodiscard]] std::size_t uncertain() const {
    std::size_t number = 0;
    for (auto const& [viewer, ballot] : ballots) number += ballot.certain() && ballot.possible().size() == 1 ? 0U : 1U;
    return number;
  }
};

}  // namespace shipvote::e2e
