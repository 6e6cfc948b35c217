// The whole life of a vote, played against running programs and told step by step: `make tour`.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "e2e/tour_calls.h"
#include "e2e/tour_listener.h"
#include "e2e/tour_report.h"
#include "sim/crowd.h"
#include "voting/vote.h"

namespace shipvote::e2e {

using Counts = std::map<ShipId, std::uint32_t>;  // ballots by ship; ships without any are left out
[[nodiscard]] std::uint64_t sum_of(Counts const& counts);
[[nodiscard]] Counts counts_of_live(live::LiveVote const& vote);
[[nodiscard]] Counts counts_of_stored(voting::Vote const& vote);

struct TourSettings {
  TourPlaces places;
  std::uint64_t viewers = 20'000;  // 1,000 to 1,000,000
};

// One tour, once, in one thread. Each step needs those before it.
class Tour {
 public:
  Tour(TourSettings settings, std::ostream& out);
  // False when something is not as it must be; what that is has been printed.
  [[nodiscard]] bool take();

 private:
  struct Crowds {
    std::uint64_t accepted = 0;
    std::uint64_t sent = 0;
    double quickest_per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
  };

  void steps();
  // tour_setup.cpp
  void meet_programs();
  void end_earlier_vote();
  void set_up_channel();
  void listen();
  // tour_voting.cpp
  void open_vote();
  void refuse_openings();
  void viewers_vote();
  void try_other_doors(sim::CrowdSettings const& crowd);
  void read_live_messages();
  // tour_result.cpp
  void close_vote();
  void read_closing_messages();
  void refuse_late_ballots();
  void recount_stored_ballots(VoteId vote, Counts const& expected);
  void read_segment();
  // tour_short_vote.cpp
  void vote_that_ends_by_itself();

  [[nodiscard]] VoteId open(std::vector<ShipId> const& ships, TimePoint ends_at);
  [[nodiscard]] sim::CrowdSettings crowd_of(VoteId vote, std::vector<ShipId> const& ships) const;
  // Spread over all edges, each at the same time as the others.
  [[nodiscard]] sim::CrowdResult let_vote(sim::CrowdSettings const& settings);
  // What the channel's votes say over the API, at this moment.
  [[nodiscard]] Counts counts_told(VoteId vote);
  [[nodiscard]] std::string name_of(ShipId ship) const;
  void same_counts(std::string_view what, Counts const& seen, Counts const& expected);

  TourSettings settings_;
  TourReport report_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  TourCalls calls_;
  std::unique_ptr<LiveListener> listener_;
  std::map<ShipId, std::string> names_;
  std::vector<ShipId> garage_;  // ships of the channel that may be voted on and are switched on

  // The vote that the tour is about.
  VoteId vote_;
  std::vector<ShipId> ships_;
  TimePoint opened_at_;
  Counts accepted_;  // ballots that were answered 200
  std::optional<voting::Winner> winner_;
  TimePoint closed_at_;
  Crowds crowds_;
};

}  // namespace shipvote::e2e
