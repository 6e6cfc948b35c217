#include "voting/ballot.h"

#include <cstdlib>

namespace shipvote::voting {

std::string_view verdict_text(BallotVerdict verdict) noexcept {
  switch (verdict) {
    case BallotVerdict::accepted: return "accepted";
    case BallotVerdict::already_voted: return "already_voted";
    case BallotVerdict::vote_closed: return "vote_closed";
    case BallotVerdict::vote_not_found: return "vote_not_found";
    case BallotVerdict::ship_not_on_vote: return "ship_not_on_vote";
    case BallotVerdict::overloaded: return "overloaded";
    case BallotVerdict::storage_failed: return "storage_failed";
    case BallotVerdict::outcome_unknown: return "outcome_unknown";
  }
  return "unknown";
}

Refusal verdict_refusal(BallotVerdict verdict) {
  switch (verdict) {
    case BallotVerdict::already_voted: return {RefusalCode::already_voted, "You have voted already"};
    case BallotVerdict::vote_closed: return {RefusalCode::vote_closed, "This vote is closed"};
    case BallotVerdict::vote_not_found: return {RefusalCode::vote_not_found, "There is no such vote on this channel"};
    case BallotVerdict::ship_not_on_vote: return {RefusalCode::ship_not_on_vote, "This ship is not on the vote"};
    case BallotVerdict::overloaded: return {RefusalCode::overloaded, "Too many ballots at once, try again in a moment"};
    case BallotVerdict::storage_failed:
      return {RefusalCode::storage_failed, "Your ballot could not be stored, try again in a moment"};
    case BallotVerdict::outcome_unknown:
      return {RefusalCode::outcome_unknown, "Your ballot may have been counted, try again in a moment: it counts once"};
    case BallotVerdict::accepted: break;
  }
  std::abort();
}

}  // namespace shipvote::voting
