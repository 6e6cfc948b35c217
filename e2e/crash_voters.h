// Viewers who cast ballots from several connections at once, each ballot sent once and what came of it remembered:
// what a test needs that kills the server in the middle.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "foundation/ids.h"
#include "sim/crowd.h"

namespace shipvote::e2e {

struct CastBallot {
  std::uint64_t viewer = 0;
  ShipId ship;
  std::string answer;  // "200", "400 already_voted"; empty: none came
};

// The ship that this viewer votes for first, and always where ballots do not change.
[[nodiscard]] ShipId ship_of(std::uint64_t viewer, std::vector<ShipId> const& ships);
// The request that casts this ballot; `vote` says where (sim/crowd.h), its viewers do not matter.
[[nodiscard]] std::string ballot_text(sim::CrowdSettings const& vote, std::uint64_t viewer, ShipId ship);
// The request of that viewer for the own ballot.
[[nodiscard]] std::string own_ballot_text(sim::CrowdSettings const& vote, std::uint64_t viewer);

class CrashVoters {
 public:
  // They begin at once. Viewers are numbered from `vote.first_viewer`, and every tenth ballot is a second one of the
  // viewer before (for another ship if they may change), so that two connections cast ballots of one viewer at the same
  // time. The connections are spread over `ports`. One ends when its server is gone, says that the vote is closed, or
  // does not know what became of a ballot.
  CrashVoters(sim::CrowdSettings vote, std::vector<std::uint16_t> const& ports, bool may_change);
  ~CrashVoters();
  CrashVoters(CrashVoters const&) = delete;
  CrashVoters& operator=(CrashVoters const&) = delete;

  // Until so many ballots were answered with 200, or every connection has ended. False: neither within 30 s.
  [[nodiscard]] bool wait_for(std::uint64_t accepted);
  // No more ballots are cast; those under way are still waited for.
  void stop() { enough_ = true; }
  // Waits for the connections to end (the server is gone by now, or they were stopped) and gives all that was cast.
  [[nodiscard]] std::vector<CastBallot> finish();

 private:
  void vote(std::uint16_t port);
  void note(CastBallot ballot);

  sim::CrowdSettings const settings_;
  bool const may_change_;
  std::atomic<std::uint64_t> cast_{0};
  std::atomic<bool> enough_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<CastBallot> ballots_;
  std::uint64_t accepted_ = 0;
  std::size_t running_;
  std::vector<std::thread> threads_;
};

}  // namespace shipvote::e2e
