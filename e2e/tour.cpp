#include "e2e/tour.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <future>
#include <ostream>

#include "e2e/world.h"

namespace shipvote::e2e {

std::uint64_t sum_of(Counts const& counts) {
  std::uint64_t sum = 0;
  for (auto const& [ship, count] : counts) sum += count;
  return sum;
}

namespace {

Counts counts_of_pairs(std::vector<ShipId> const& ships, std::vector<std::uint32_t> const& counts) {
  Counts told;
  for (std::size_t index = 0; index < ships.size(); ++index) {
    if (counts.at(index) > 0) told[ships[index]] = counts[index];
  }
  return told;
}

// Of latencies the worse: what is told must hold for the viewers of every edge.
void add_to(sim::CrowdResult& sum, sim::CrowdResult const& part) {
  for (auto const count : {&sim::CrowdResult::viewers, &sim::CrowdResult::sent, &sim::CrowdResult::planned_ballots,
                           &sim::CrowdResult::planned_bad_tokens, &sim::CrowdResult::planned_anonymous,
                           &sim::CrowdResult::planned_wrong_ships, &sim::CrowdResult::planned_duplicates}) {
    sum.*count += part.*count;
  }
  for (auto const longest : {&sim::CrowdResult::p50_ms, &sim::CrowdResult::p90_ms, &sim::CrowdResult::p99_ms,
                             &sim::CrowdResult::longest_ms, &sim::CrowdResult::seconds}) {
    sum.*longest = std::max(sum.*longest, part.*longest);
  }
  for (auto const& [answer, count] : part.answers) sum.answers[answer] += count;
  for (auto const& [ship, count] : part.accepted) sum.accepted[ship] += count;
  if (sum.problem.empty()) sum.problem = part.problem;
}

}  // namespace

Counts counts_of_live(live::LiveVote const& vote) { return counts_of_pairs(vote.ships, vote.counts); }

Counts counts_of_stored(voting::Vote const& vote) { return counts_of_pairs(vote.ships, vote.counts); }

Tour::Tour(TourSettings settings, std::ostream& out)
    : settings_(std::move(settings)), report_(out), calls_(settings_.places) {}

bool Tour::take() {
  auto const edges = settings_.places.edge_urls.size();
  report_.heading("The life of a vote: shipvote-web at " + settings_.places.web_url +
                  (edges > 0 ? " behind " + grouped(edges) + " edges" : "") + ", simulator at " +
                  settings_.places.simulator_url);
  try {
    steps();
    return true;
  } catch (TourFailure const&) {
    return false;
  } catch (std::exception const& error) {
    try {
      report_.fail("the tour cannot go on", error.what(), "an answer");
    } catch (TourFailure const&) {
      return false;
    }
  }
}

void Tour::steps() {
  meet_programs();
  set_up_channel();
  listen();
  open_vote();
  viewers_vote();
  read_live_messages();
  close_vote();
  read_closing_messages();
  refuse_late_ballots();
  report_.step("The stored ballots are recounted, beside the running server");
  recount_stored_ballots(vote_, accepted_);
  read_segment();
  vote_that_ends_by_itself();

  auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
  auto const heard = listener_->heard();
  auto const problem = listener_->problem();
  report_.holds(problem.empty(), "the view from step 3 still listens", problem.empty() ? "yes" : problem, "yes");
  report_.heading("\nEverything is as it must be: " + grouped(report_.checked()) + " things checked in " +
                  in_seconds(took));
  report_.tell("requests",
               grouped(calls_.requests() + crowds_.sent) + ", of these " + grouped(crowds_.sent) + " ballots");
  report_.tell("ballots counted", grouped(crowds_.accepted));
  report_.tell("ballots a second, at the most", grouped(static_cast<std::uint64_t>(crowds_.quickest_per_second)) +
                                                    " (" + in_milliseconds(crowds_.p50_ms) +
                                                    " at the middle, 99 of 100 within " +
                                                    in_milliseconds(crowds_.p99_ms) + ")");
  report_.tell("live messages", grouped(heard.size()));
}

VoteId Tour::open(std::vector<ShipId> const& ships, TimePoint ends_at) {
  auto const answer = calls_.send(calls_.control_url(), "POST", calls_.votes_path(), calls_.broadcaster(),
                                  new_vote(ships, {{"scheduled_end", iso8601(ends_at)}}));
  if (answer.status != 200) report_.fail("the vote is opened", answer.text() + " " + answer.body, "200");
  report_.same("its end is the one that was set", answer.string_at("/data/ends_at"), iso8601(ends_at));
  return VoteId{static_cast<std::uint32_t>(answer.number_at("/data/id"))};
}

sim::CrowdSettings Tour::crowd_of(VoteId vote, std::vector<ShipId> const& ships) const {
  sim::CrowdSettings crowd;
  crowd.web_url = settings_.places.web_url;
  crowd.channel_id = settings_.places.channel;
  crowd.vote_id = vote.value;
  crowd.ships = ships;
  crowd.secret = calls_.secret();
  return crowd;
}

sim::CrowdResult Tour::let_vote(sim::CrowdSettings const& settings) {
  auto const urls = calls_.ballot_urls();
  std::vector<std::future<sim::CrowdResult>> crowds;
  auto next = settings;
  for (std::size_t number = 0; number < urls.size(); ++number) {
    auto const left = urls.size() - number;
    next.web_url = urls[number];
    next.viewers = (settings.first_viewer + settings.viewers - next.first_viewer) / left;
    next.per_second = settings.per_second / static_cast<double>(urls.size());
    next.connections = std::max<std::size_t>(1, settings.connections / urls.size());
    crowds.push_back(std::async(std::launch::async, [next] { return sim::Crowd{}.run(next); }));
    next.first_viewer += next.viewers;
  }
  sim::CrowdResult result;
  for (auto& crowd : crowds) add_to(result, crowd.get());
  if (!result.problem.empty()) report_.fail("the viewers can vote", result.problem, "no problem");
  crowds_.sent += result.sent;
  crowds_.accepted += sum_of(result.accepted);
  return result;
}

Counts Tour::counts_told(VoteId vote) {
  auto const answer = calls_.show_vote(vote);
  if (answer.status != 200) report_.fail("the vote can be asked for", answer.text(), "200");
  return counts_of(answer);
}

std::string Tour::name_of(ShipId ship) const {
  auto const found = names_.find(ship);
  return found == names_.end() ? "ship " + ship.text() : found->second;
}

void Tour::same_counts(std::string_view what, Counts const& seen, Counts const& expected) {
  for (auto const ship : ships_) {
    auto const count = [&](Counts const& counts) {
      auto const found = counts.find(ship);
      return name_of(ship) + " " + grouped(found == counts.end() ? 0 : found->second);
    };
    if (count(seen) != count(expected)) report_.fail(what, count(seen), count(expected));
  }
  report_.holds(seen == expected, what, grouped(sum_of(seen)) + " on " + grouped(seen.size()) + " ships",
                grouped(sum_of(expected)) + " on " + grouped(expected.size()) + " ships");
}

}  // namespace shipvote::e2e
