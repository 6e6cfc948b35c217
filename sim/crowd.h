// A crowd of simulated viewers who cast ballots at a shipvote-web, as fast as it answers or at a pace.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "foundation/ids.h"

namespace shipvote::sim {

struct CrowdSettings {
  std::string web_url = "http://127.0.0.1:8080";  // http only
  std::string channel_id;
  std::uint64_t vote_id = 0;
  std::vector<ShipId> ships;  // of the vote; viewers like the first ones better
  std::string secret;         // decoded; the tokens are signed with it

  std::uint64_t viewers = 1'000;   // 1 to 1,000,000
  std::uint64_t first_viewer = 1;  // number of the first; the same number is the same person
  std::size_t connections = 64;    // 1 to 1,000, kept alive
  double per_second = 0;           // viewers who start in a second; 0: as fast as the connections allow
  // Fractions of the viewers, 0 to 1. The first three exclude one another, in this order; those concerned add up to 1
  // at most.
  double bad_tokens = 0;   // signature broken, run out, or of another channel, in turn
  double anonymous = 0;    // not logged in
  double wrong_ships = 0;  // vote for a ship that is not on the vote
  double duplicates = 0;   // of the others: vote twice, the second time perhaps for another ship
  std::uint64_t seed = 1;
  std::chrono::milliseconds answer_timeout{10'000};
};

struct CrowdResult {
  std::uint64_t viewers = 0;  // done so far
  std::uint64_t sent = 0;     // ballots
  // Answers by status and code: "200", "400 already_voted", "no answer".
  std::map<std::string, std::uint64_t> answers;
  std::map<ShipId, std::uint32_t> accepted;  // ballots answered with 200, by ship
  // What the crowd set out to do.
  std::uint64_t planned_ballots = 0;
  std::uint64_t planned_bad_tokens = 0;
  std::uint64_t planned_anonymous = 0;
  std::uint64_t planned_wrong_ships = 0;
  std::uint64_t planned_duplicates = 0;
  // From the first byte sent to the whole answer read.
  double p50_ms = 0;
  double p90_ms = 0;
  double p99_ms = 0;
  double longest_ms = 0;
  double seconds = 0;
  bool running = false;
  std::string problem;  // why it could not begin or was broken off; empty: none
};

// Runs one crowd at a time, on a thread of its own. Any thread.
class Crowd {
 public:
  Crowd();
  ~Crowd();  // stops
  Crowd(Crowd const&) = delete;
  Crowd& operator=(Crowd const&) = delete;

  // Runs a crowd to its end and tells what came of it. Blocks.
  [[nodiscard]] CrowdResult run(CrowdSettings settings);
  // Starts one in the background; false while another one runs.
  [[nodiscard]] bool start(CrowdSettings settings);
  // How far the running one is, or how the last one ended. Latencies are told at the end.
  [[nodiscard]] CrowdResult result() const;
  // Breaks off and waits for the end. Idempotent.
  void stop();

 private:
  void join();

  std::mutex mutex_;  // starting and stopping
  std::thread thread_;
  std::atomic<bool> stop_{false};
  std::atomic<bool> busy_{false};
  mutable std::mutex result_mutex_;
  CrowdResult result_;
};

}  // namespace shipvote::sim
