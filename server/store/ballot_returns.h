// Sorts the ballots of one group by where their verdicts go, so that each return is called once.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <vector>

#include "voting/ballot.h"

namespace shipvote::store {

// Used by one thread. Keeps its memory from group to group.
class BallotReturns {
 public:
  // Appends to the list of that ballot's return; order of arrival is kept.
  void add(voting::PendingBallot& ballot);
  // Calls every return with its list and forgets them. The ballots must not be touched afterwards.
  void give_back_all() noexcept;

 private:
  struct List {
    voting::BallotReturn* to;
    voting::PendingBallot* first;
    voting::PendingBallot* last;
  };

  std::vector<List> lists_;
  boost::unordered_flat_map<voting::BallotReturn*, std::size_t> position_;
  std::size_t latest_ = 0;
};

}  // namespace shipvote::store
