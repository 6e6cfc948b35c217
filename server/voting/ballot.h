// A ballot: one viewer's answer to one vote, and the box that takes it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/refusal.h"
#include "foundation/time.h"
#include "voting/viewer.h"

namespace shipvote::voting {

struct Ballot {
  VoteId vote;
  ShipId ship;
  ViewerKey viewer;
  TimePoint cast_at;
  ChannelId channel;  // that the viewer's token is of; whoever looks up the vote checks that it is the vote's
};

// What became of a ballot. `accepted` means: on disk and counted. Where ballots may change, a further one of the same
// viewer is accepted as well: it is the one that counts then, and the same ship once more changes nothing.
// `already_voted`: the vote does not allow changes, or the viewer has made limits::changes_per_viewer of them.
enum class BallotVerdict : std::uint8_t {
  accepted,
  already_voted,
  vote_closed,
  vote_not_found,
  ship_not_on_vote,
  overloaded,
  storage_failed,   // and not counted
  outcome_unknown,  // counted or not; casting again tells, because a ballot counts once
};

[[nodiscard]] std::string_view verdict_text(BallotVerdict verdict) noexcept;
// The refusal to tell a viewer; never called for `accepted`.
[[nodiscard]] Refusal verdict_refusal(BallotVerdict verdict);

struct PendingBallot;

// Ballots per ship, parallel to the vote's ships.
using SharedCounts = std::shared_ptr<std::vector<std::uint32_t> const>;

// Where verdicts are handed back. Implementations take them to the thread that waits.
class BallotReturn {
 public:
  virtual ~BallotReturn() = default;
  // `first` heads a list linked by `next`: all ballots of one commit that were cast with this return. Called on the
  // ballot box's own thread; must not block. From this call on the list belongs to the callee.
  virtual void give_back(PendingBallot* first) noexcept = 0;
};

// A ballot that waits for its verdict. Owned by whoever cast it, who keeps it alive and in place until it comes back.
struct PendingBallot {
  Ballot ballot;
  BallotReturn* give_back_to = nullptr;
  BallotVerdict verdict = BallotVerdict::storage_failed;  // valid once given back
  SharedCounts counts;                                    // of the vote, this ballot included, where the box says them
  bool only_asks = false;                                 // the box's: a question, as of store::Store::ask()
  PendingBallot* next = nullptr;                          // the box's while inside, the return's afterwards
};

// Takes ballots from many threads. Implemented by the store's ledger, and by the courier of shipvote-api.
class BallotBox {
 public:
  virtual ~BallotBox() = default;
  // True: taken, and it will be given back exactly once with its verdict. False: not taken, because too many wait
  // (limits::ballots_waiting) or the box is shutting down; the caller answers `overloaded`. Never blocks; any thread.
  [[nodiscard]] virtual bool cast(PendingBallot& ballot) noexcept = 0;
};

}  // namespace shipvote::voting
