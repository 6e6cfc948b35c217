// Everything that a test from outside needs: the stand-ins for Twitch and Wargaming in this process, shipvote-web as a
// program, a client of its API, and the tokens that Twitch would give.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "e2e/api_client.h"
#include "e2e/look_again.h"
#include "e2e/running_web.h"
#include "foundation/ids.h"
#include "sim/simulator.h"

namespace shipvote::e2e {

// Asks again and again, for `longest`, until `condition` holds.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::milliseconds longest = std::chrono::seconds{10}) {
  auto const give_up = std::chrono::steady_clock::now() + longest;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    pause_before_looking_again();
  }
  return true;
}

// A channel of the world with its broadcaster's token, and the paths below it.
struct OwnChannel {
  std::string id;
  std::string broadcaster;    // token
  std::vector<ShipId> ships;  // of its garage

  [[nodiscard]] std::string path() const { return "/api/channels/" + id; }
  [[nodiscard]] std::string votes() const { return path() + "/votes"; }
  [[nodiscard]] std::string vote(std::uint64_t vote) const { return votes() + "/" + std::to_string(vote); }
  [[nodiscard]] std::string submit(std::uint64_t vote) const { return this->vote(vote) + "/submit"; }
  [[nodiscard]] std::string status(std::uint64_t vote) const { return this->vote(vote) + "/status"; }
  [[nodiscard]] std::string settings() const { return "/api/settings/channels/" + id; }
};

class World {
 public:
  // `name` is that of the file of exchanges; `flags` are further ones of shipvote-web. Returns once the server knows
  // the fleet. Throws std::runtime_error when it cannot be had.
  World(std::filesystem::path const& programs, std::string const& name, std::vector<std::string> flags = {});

  // A secret, decoded, that the server has besides the one in force.
  [[nodiscard]] static std::string old_secret() { return "an older secret, but still active"; }
  // What the operator's other programs show.
  [[nodiscard]] static std::string internal_secret() { return "internal-secret-of-this-one-world"; }

  [[nodiscard]] std::string token(std::string const& channel, std::string const& role,
                                  std::string const& opaque) const {
    return simulator.mint({channel, role, opaque});
  }
  [[nodiscard]] std::string broadcaster(std::string const& channel) const;
  [[nodiscard]] std::string viewer(std::string const& channel, std::uint64_t number, bool logged_in = true) const;

  // The id of a channel that nobody has set up.
  [[nodiscard]] std::string fresh_channel_id() { return std::to_string(++last_channel_); }
  // Set up with that account of the realm eu (sim/accounts.h); FreshRecruit has 6 ships, SeaCaptain nearly all.
  [[nodiscard]] OwnChannel set_up_channel(std::string const& account = "FreshRecruit");

  // Opens a vote on all ships of the channel, or as `more` says, and gives its id. Throws when it is refused.
  std::uint64_t open_vote(OwnChannel const& channel, boost::json::object const& more = {});
  Answer close_vote(OwnChannel const& channel, std::uint64_t vote);
  Answer cast(OwnChannel const& channel, std::uint64_t vote, std::string const& token, ShipId ship);
  // Settings of a crowd of viewers of that vote, for simulator.crowd().
  [[nodiscard]] sim::CrowdSettings crowd(OwnChannel const& channel, std::uint64_t vote, std::uint64_t viewers) const;
  // The vote as its broadcaster sees it.
  Answer show(OwnChannel const& channel, std::uint64_t vote) {
    return api.get(channel.vote(vote), channel.broadcaster);
  }

  sim::Simulator simulator;
  RunningWeb web;
  ApiClient api;

 private:
  std::uint64_t last_channel_ = 4710;
};

[[nodiscard]] boost::json::array ids(std::vector<ShipId> const& ships);
[[nodiscard]] boost::json::object new_vote(std::vector<ShipId> const& ships, boost::json::object const& more = {});
// Counts of a vote as it is told, by ship.
[[nodiscard]] std::map<ShipId, std::uint32_t> counts_of(Answer const& vote);

}  // namespace shipvote::e2e
