// The tour's second vote: nobody closes it.
#include <boost/json/object.hpp>

#include "e2e/tour.h"
#include "e2e/world.h"
#include "foundation/limits.h"

namespace shipvote::e2e {
namespace {

using namespace std::chrono_literals;
using voting::VoteState;

constexpr std::size_t ships_of_short_vote = 5;
constexpr std::chrono::milliseconds short_vote_lasts = 2s;
constexpr std::chrono::milliseconds patience = 10s;
constexpr std::uint64_t viewers_of_short_vote = 300;

}  // namespace

void Tour::vote_that_ends_by_itself() {
  report_.step("A second vote, to end in two seconds, which nobody closes");
  std::vector<ShipId> const ships{ships_.begin(), ships_.begin() + ships_of_short_vote};
  auto const ends_at = SystemTime{}.now() + short_vote_lasts;
  auto const vote = open(ships, ends_at);
  auto crowd = crowd_of(vote, ships);
  crowd.viewers = viewers_of_short_vote;
  auto result = let_vote(crowd);
  // On a machine that has much else to do, the end may come in between.
  report_.same("ballots counted, or too late", result.answers["200"] + result.answers["400 vote_closed"],
               viewers_of_short_vote);

  auto const closing = listener_->wait_for(
      [&](HeardMessage const& message) { return message.of(vote, VoteState::closed); }, short_vote_lasts + patience);
  if (!closing) report_.fail("it is closed", "no message says so", "a closing message");
  auto const after = closing->decoded->live->snapshot.server_time - ends_at;
  report_.holds(after >= 0ms && after <= limits::latest_automatic_close, "closed, and told to views, after its end by",
                in_milliseconds(static_cast<double>(after.count())), "0 to 250 ms");
  report_.tell("  heard after", in_milliseconds(static_cast<double>((closing->at - ends_at).count())));

  auto const shown = calls_.show_vote(vote);
  report_.same("its state", shown.string_at("/data/status"), "closed");
  report_.same("  why", shown.string_at("/data/close_reason"), "scheduled");
  report_.same("  when", shown.string_at("/data/closed_at"), iso8601(ends_at));
  same_counts("the result counts every ballot", counts_of(shown), result.accepted);
  same_counts("what views were shown last", counts_of_live(*closing->vote()), result.accepted);
  recount_stored_ballots(vote, result.accepted);
}

}  // namespace shipvote::e2e
