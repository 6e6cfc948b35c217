// The use case that everything else exists for: a viewer casts a ballot.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "foundation/outcome.h"
#include "http/event_loops.h"
#include "service/ballot_waiting.h"
#include "service/channel_board.h"
#include "service/vote_board.h"
#include "twitch/token.h"
#include "voting/ballot.h"

namespace shipvote::service {

// Ballots by what became of them, since the start.
struct BallotFigures {
  std::uint64_t accepted = 0;
  std::uint64_t already_voted = 0;
  std::uint64_t vote_closed = 0;
  std::uint64_t vote_not_found = 0;
  std::uint64_t ship_not_on_vote = 0;
  std::uint64_t login_required = 0;
  std::uint64_t overloaded = 0;
  std::uint64_t storage_failed = 0;
  std::uint64_t outcome_unknown = 0;
};

// The refusal for a ballot whose vote is neither open nor closed lately, as far as this program knows.
using UnknownVote = std::function<boost::asio::awaitable<Refusal>(ChannelId, VoteId)>;

class BallotDesk {
 public:
  struct Parts {
    http::EventLoops& loops;
    voting::BallotBox& box;
    VoteBoard const& votes;
    ChannelBoard const& channels;
    TimeSource const& time;
    // What to say of a vote that is not on the board. Left out: the box is asked, which knows better than this program.
    UnknownVote unknown_vote;
  };
  explicit BallotDesk(Parts parts);
  ~BallotDesk();

  // Call on an event loop. Comes back once the ballot is on disk and counted, or refused. `claims` must be of the
  // channel. With the vote if this ballot entitles the viewer to its counts (ResultVisibility::after_ballot), the
  // ballot itself counted in, else with nothing.
  [[nodiscard]] boost::asio::awaitable<Outcome<std::shared_ptr<VoteView>>> cast(twitch::Claims const& claims,
                                                                                VoteId vote, ShipId ship);

  [[nodiscard]] BallotFigures figures() const noexcept;

 private:
  // What can be said without asking the ledger; nothing when only the ledger knows.
  [[nodiscard]] std::optional<Refusal> refuse_early(twitch::Claims const& claims, VoteView const& view, ShipId ship,
                                                    TimePoint now) const;
  [[nodiscard]] std::optional<Refusal> refuse_viewer(twitch::Claims const& claims) const;
  void count(RefusalCode code) noexcept;

  Parts parts_;
  BallotWaiting waiting_;
  std::atomic<std::uint64_t> accepted_{0};
  struct Refused;
  std::unique_ptr<Refused> refused_;
};

}  // namespace shipvote::service
