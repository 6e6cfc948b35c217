// The tour while the vote is open: ballots of all kinds, and what the views are told meanwhile.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "e2e/tour.h"
#include "e2e/world.h"
#include "foundation/limits.h"
#include "sim/crowd_plan.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using voting::VoteState;

constexpr std::size_t ships_wanted = 30;
constexpr std::chrono::milliseconds vote_lasts = 2min;  // closed by hand long before
constexpr std::chrono::milliseconds announcement_patience = 5s;
constexpr double seconds_of_steady_voting = 6;
constexpr std::uint64_t viewers_at_other_doors = 50;

// So many of the list, spread over all of it.
std::vector<ShipId> some_of(std::vector<ShipId> const& all, std::size_t wanted) {
  std::vector<ShipId> some;
  std::size_t const count = std::min(wanted, all.size());
  for (std::size_t index = 0; index < count; ++index) some.push_back(all[index * all.size() / count]);
  return some;
}

// Ballots that count if every viewer's first one does.
Counts planned_counts(sim::CrowdSettings const& crowd) {
  Counts counts;
  for (std::uint64_t number = crowd.first_viewer; number < crowd.first_viewer + crowd.viewers; ++number) {
    auto const plan = sim::plan_viewer(crowd, number);
    if (plan.habit == sim::ViewerHabit::ordinary) ++counts[plan.ballots.front()];
  }
  return counts;
}

void add(Counts& counts, Counts const& more) {
  for (auto const& [ship, count] : more) counts[ship] += count;
}

std::string crowd_text(sim::CrowdResult const& result) {
  return grouped(result.sent) + " ballots in " +
         in_seconds(std::chrono::milliseconds{static_cast<std::int64_t>(result.seconds * 1000)}) + ", " +
         grouped(static_cast<std::uint64_t>(static_cast<double>(result.sent) / result.seconds)) + " a second";
}

std::string latency_text(sim::CrowdResult const& result) {
  return in_milliseconds(result.p50_ms) + " at the middle, 99 of 100 within " + in_milliseconds(result.p99_ms) +
         ", longest " + in_milliseconds(result.longest_ms);
}

}  // namespace

void Tour::open_vote() {
  ships_ = some_of(garage_, ships_wanted);
  report_.step("A vote is opened, to end in two minutes");
  report_.holds(ships_.size() == ships_wanted, "ships to choose from", grouped(ships_.size()), grouped(ships_wanted));
  opened_at_ = SystemTime{}.now();
  vote_ = open(ships_, opened_at_ + vote_lasts);
  auto const answered_at = SystemTime{}.now();
  report_.tell("vote", vote_.text() + ", answered after " +
                           in_milliseconds(static_cast<double>((answered_at - opened_at_).count())));
  auto const heard = listener_->wait_for(
      [&](HeardMessage const& message) { return message.of(vote_, VoteState::open); }, announcement_patience);
  report_.holds(heard.has_value(), "views are told",
                heard ? "a message of " + grouped(heard->bytes) + " bytes" : "nothing",
                "a message within " + in_seconds(announcement_patience));
  report_.same("  with all its ships", heard->vote()->ships.size(), ships_.size());
  refuse_openings();
}

void Tour::refuse_openings() {
  auto const end = iso8601(SystemTime{}.now() + vote_lasts);
  auto const tried = [&](std::string const& token) {
    return calls_
        .send(calls_.control_url(), "POST", calls_.votes_path(), token, new_vote(ships_, {{"scheduled_end", end}}))
        .text();
  };
  report_.same("a second one beside it", tried(calls_.broadcaster()), "409 vote_already_open");
  report_.same("one opened by a viewer", tried(calls_.viewer()), "401 unauthorized");
  report_.same("one opened by a moderator", tried(calls_.token(settings_.places.channel, "moderator")),
               "401 unauthorized");
  report_.same("one opened by another broadcaster", tried(calls_.token(settings_.places.channel + "1", "broadcaster")),
               "401 unauthorized");
}

void Tour::viewers_vote() {
  report_.step(grouped(settings_.viewers) + " viewers vote");
  auto steady = crowd_of(vote_, ships_);
  steady.viewers = settings_.viewers * 6 / 10;
  steady.per_second = static_cast<double>(steady.viewers) / seconds_of_steady_voting;
  steady.bad_tokens = 0.02;
  steady.anonymous = 0.03;
  steady.wrong_ships = 0.02;
  steady.duplicates = 0.10;
  auto rush = steady;
  rush.first_viewer = steady.first_viewer + steady.viewers;
  rush.viewers = settings_.viewers - steady.viewers;
  rush.per_second = 0;

  auto const first = let_vote(steady);
  report_.tell("at a steady pace", crowd_text(first));
  report_.tell("", latency_text(first));
  auto const second = let_vote(rush);
  report_.tell("the rest as fast as 64 connections go", crowd_text(second));
  report_.tell("", latency_text(second));
  crowds_.quickest_per_second = static_cast<double>(second.sent) / second.seconds;
  crowds_.p50_ms = second.p50_ms;
  crowds_.p99_ms = second.p99_ms;

  std::map<std::string, std::uint64_t> answers = first.answers;
  for (auto const& [name, count] : second.answers) answers[name] += count;
  auto const planned = [&](std::uint64_t sim::CrowdResult::* kind) { return first.*kind + second.*kind; };
  std::uint64_t const bad = planned(&sim::CrowdResult::planned_bad_tokens);
  std::uint64_t const anonymous = planned(&sim::CrowdResult::planned_anonymous);
  std::uint64_t const wrong = planned(&sim::CrowdResult::planned_wrong_ships);
  std::uint64_t const twice = planned(&sim::CrowdResult::planned_duplicates);
  auto const answered = [&](std::string const& name, std::string_view why, std::uint64_t expected) {
    auto const seen = answers[name];
    report_.holds(seen == expected, name + ": " + std::string{why}, grouped(seen) + ", planned " + grouped(expected),
                  grouped(expected));
    answers.erase(name);
  };
  answered("200", "counted", settings_.viewers - bad - anonymous - wrong);
  answered("400 already_voted", "a second ballot", twice);
  answered("400 ship_not_on_vote", "some other ship", wrong);
  answered("401 unauthorized", "a token that is not good", bad);
  answered("403 login_required", "viewers not logged in", anonymous);
  report_.holds(answers.empty(), "anything else", answers.empty() ? "nothing" : answers.begin()->first, "nothing");

  add(accepted_, first.accepted);
  add(accepted_, second.accepted);
  Counts wishes = planned_counts(steady);
  add(wishes, planned_counts(rush));
  same_counts("counted for the ship that was named", accepted_, wishes);
  if (!settings_.places.edge_urls.empty()) try_other_doors(steady);
}

// Whichever way a viewer's ballots come, one counts.
void Tour::try_other_doors(sim::CrowdSettings const& crowd) {
  auto doors = calls_.ballot_urls();
  doors.push_back(settings_.places.web_url);
  std::uint64_t tried = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t number = crowd.first_viewer; tried < viewers_at_other_doors * doors.size(); ++number) {
    auto const plan = sim::plan_viewer(crowd, number);
    if (plan.habit != sim::ViewerHabit::ordinary) continue;
    auto const token = sim::viewer_token(crowd, number, plan.habit, SystemTime{}.now());
    json::object const ballot{{"ship_id", plan.ballots.front().value}};
    for (auto const& door : doors) {
      auto const answer = calls_.send(door, "POST", calls_.vote_path(vote_) + "/submit", token, ballot);
      ++tried;
      refused += answer.text() == "400 already_voted" ? 1 : 0;
    }
  }
  report_.same("again, at every edge and directly: already_voted", refused, tried);
  same_counts("  and nothing counted twice", counts_told(vote_), accepted_);
}

void Tour::read_live_messages() {
  report_.step("What the views were told meanwhile");
  auto const all = sum_of(accepted_);
  auto const newest = listener_->wait_for(
      [&](HeardMessage const& message) { return message.of(vote_, VoteState::open) && message.vote()->ballots == all; },
      announcement_patience);
  report_.holds(newest.has_value(), "the last message counts every ballot", newest ? grouped(all) : "none does so",
                grouped(all) + " within " + in_seconds(announcement_patience));
  same_counts("  the same for every ship", counts_of_live(*newest->vote()), accepted_);
  same_counts("  the same as the server answers", counts_told(vote_), accepted_);

  auto const heard = listener_->heard();
  std::uint64_t unreadable = 0;
  std::size_t largest = 0;
  std::uint64_t sequence = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t other_than_packed = 0;
  std::chrono::milliseconds closest = std::chrono::milliseconds::max();
  TimePoint before{};
  std::uint64_t of_vote = 0;
  for (auto const& message : heard) {
    if (!message.decoded || !message.decoded->live) {
      ++unreadable;
      continue;
    }
    auto const& snapshot = message.decoded->live->snapshot;
    largest = std::max(largest, message.bytes);
    if (snapshot.sequence <= sequence) ++out_of_order;
    sequence = snapshot.sequence;
    auto const since_last = snapshot.server_time - std::exchange(before, snapshot.server_time);
    if (!message.of(vote_, VoteState::open)) continue;
    ++of_vote;
    if (message.decoded->type != live::MessageType::vote_progress) continue;
    closest = std::min(closest, since_last);
    if (message.decoded->voted_ships != counts_of_live(*message.vote())) ++other_than_packed;
  }
  auto const lasted = std::chrono::duration_cast<std::chrono::milliseconds>(newest->at - opened_at_);
  report_.holds(of_vote >= 3, "messages", grouped(of_vote) + " in " + in_seconds(lasted), "at least 3");
  report_.same("  that cannot be read", unreadable, 0U);
  report_.same("  whose number did not grow", out_of_order, 0U);
  report_.same("  with other counts for version 3", other_than_packed, 0U);
  report_.holds(closest >= limits::message_spacing, "  counts told after the message before, least",
                in_milliseconds(static_cast<double>(closest.count())), "1000 ms or more");
  report_.holds(largest <= limits::message_bytes, "  largest", grouped(largest) + " bytes", "at most 5,000 bytes");
}

}  // namespace shipvote::e2e
