// The tour from the close on: the result, and that it is the same wherever one looks.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "e2e/tour.h"
#include "e2e/world.h"
#include "foundation/limits.h"

namespace shipvote::e2e {
namespace {

using namespace std::chrono_literals;
using voting::VoteState;

constexpr std::chrono::milliseconds message_patience = 5s;
constexpr std::chrono::milliseconds closing_message_within = 1s;
constexpr std::uint64_t late_viewers = 500;
constexpr std::chrono::milliseconds segment_patience = 65s;    // writes are limited by the minute
constexpr std::chrono::milliseconds segment_asked_every = 3s;  // so are reads

}  // namespace

void Tour::close_vote() {
  report_.step("The vote is closed");
  auto const answer = calls_.close_vote(vote_);
  report_.same("by the streamer", answer.text(), "200");
  report_.same("  which is the reason stored", answer.string_at("/data/close_reason"), "broadcaster");
  same_counts("the result counts every ballot", counts_of(answer), accepted_);
  closed_at_ = *parse_iso8601(answer.string_at("/data/closed_at"));

  auto const most = std::max_element(accepted_.begin(), accepted_.end(),
                                     [](auto const& one, auto const& other) { return one.second < other.second; });
  winner_.emplace();
  winner_->ship = ShipId{static_cast<std::uint32_t>(answer.number_at("/data/winner/ship_id"))};
  winner_->ballots = static_cast<std::uint32_t>(answer.number_at("/data/winner/ballots"));
  for (auto const& ship : answer.at("/data/winner/tied").as_array()) {
    winner_->tied.push_back(ShipId{ship.to_number<std::uint32_t>()});
  }
  auto const all = sum_of(accepted_);
  report_.holds(winner_->ballots == most->second && accepted_[winner_->ship] == most->second, "the winner",
                name_of(winner_->ship) + " with " + grouped(winner_->ballots) + " of " + grouped(all) + " ballots, " +
                    share(winner_->ballots, all),
                "a ship with " + grouped(most->second) + " ballots");
  report_.tell("  tie", winner_->tied.empty()
                            ? "none"
                            : grouped(winner_->tied.size()) + " ships; " + answer.string_at("/data/winner/rule"));
}

void Tour::read_closing_messages() {
  auto const closing = listener_->wait_for(
      [&](HeardMessage const& message) { return message.of(vote_, VoteState::closed); }, message_patience);
  if (!closing) report_.fail("views are told", "nothing", "a closing message within " + in_seconds(message_patience));
  auto const after = closing->decoded->live->snapshot.server_time - closed_at_;
  report_.holds(after <= closing_message_within, "views are told after",
                in_milliseconds(static_cast<double>(after.count())), "at most " + in_seconds(closing_message_within));
  // Version-3 views wait for the status, and may need a message with the counts before it.
  auto const status = listener_->wait_for(
      [&](HeardMessage const& message) {
        return message.of(vote_, VoteState::closed) && message.decoded->status == VoteState::closed;
      },
      message_patience);
  report_.holds(status.has_value(), "views of version 3 are told", status ? "vote_status closed" : "nothing",
                "vote_status closed");
  live::LiveVote last = *closing->vote();
  for (auto const& message : listener_->heard()) {
    if (message.of(vote_, VoteState::closed)) last = *message.vote();
  }
  same_counts("what they were shown last is the result", counts_of_live(last), accepted_);
  report_.holds(last.winner == winner_, "  with the same winner", last.winner ? name_of(last.winner->ship) : "none",
                name_of(winner_->ship));
}

void Tour::refuse_late_ballots() {
  report_.step("Too late");
  auto late = crowd_of(vote_, ships_);
  late.first_viewer = settings_.viewers + 1;
  late.viewers = late_viewers;
  auto result = let_vote(late);
  report_.same("400 vote_closed: ballots after the close", result.answers["400 vote_closed"], late_viewers);
  report_.same("  of these counted", sum_of(result.accepted), 0U);
  report_.same("a second close", calls_.close_vote(vote_).text(), "400 vote_closed");
  same_counts("the result stands", counts_told(vote_), accepted_);
}

void Tour::recount_stored_ballots(VoteId vote, Counts const& expected) {
  auto const store = calls_.stored();
  auto const recount = store->recount(vote);
  auto const stored = store->vote(vote);
  report_.same("ballots stored", recount.rows, sum_of(expected));
  report_.same("  by as many different viewers", recount.viewers, recount.rows);
  report_.same("  for ships that are not on the vote", recount.strays, 0U);
  voting::Vote counted = *stored;
  counted.counts = recount.recounted;
  same_counts("counted one by one", counts_of_stored(counted), expected);
  same_counts("  the same as the stored tally", counts_of_stored(*stored), counts_of_stored(counted));
  auto const decided = voting::decide_winner(counted.ships, counted.counts, stored->tie_seed);
  report_.holds(decided == stored->winner, "the winner, decided once more", decided ? name_of(decided->ship) : "none",
                stored->winner ? name_of(stored->winner->ship) : "none");
}

void Tour::read_segment() {
  report_.step("A view that loads now reads the configuration segment at Twitch");
  auto const give_up = std::chrono::steady_clock::now() + segment_patience;
  auto const is_told = [&](std::optional<live::Unpacked> const& segment) {
    return segment && segment->snapshot.last_result && segment->snapshot.last_result->id == vote_;
  };
  auto segment = calls_.segment();
  while (!is_told(segment) && std::chrono::steady_clock::now() < give_up) {
    listener_->wait_for_another(segment_asked_every);
    segment = calls_.segment();
  }
  report_.holds(is_told(segment), "the last result in it",
                is_told(segment) ? "vote " + vote_.text() : "another or none",
                "vote " + vote_.text() + " within " + in_seconds(segment_patience));
  auto const& result = *segment->snapshot.last_result;
  same_counts("  with the same counts", counts_of_live(result), accepted_);
  report_.holds(result.winner == winner_, "  with the same winner",
                result.winner ? name_of(result.winner->ship) : "none", name_of(winner_->ship));
  report_.holds(!segment->snapshot.vote.has_value(), "  and no open vote", segment->snapshot.vote ? "one" : "none",
                "none");
}

}  // namespace shipvote::e2e
