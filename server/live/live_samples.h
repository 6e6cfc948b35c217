// Votes for this room's tests, from a made-up fleet whose ids are built like real ones.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "live/sending.h"
#include "live/state.h"

namespace shipvote::live::samples {

inline constexpr TimePoint noon{std::chrono::milliseconds{1'795'435'200'123}};
inline constexpr ChannelId channel_id{4711};

// Series and tiers give few indexes, nations and types few classes, as with Wargaming's ids. Ascending, distinct, and
// the same on every platform.
inline std::vector<ShipId> fleet(std::size_t how_many) {
  std::vector<ShipId> ships;
  std::uint64_t draw = 1;
  auto const next = [&draw](std::uint64_t below) {
    draw = draw * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>((draw >> 33) % below);
  };
  constexpr std::uint32_t series[] = {0, 100, 100, 100, 200, 500, 500, 700, 710, 900};
  constexpr std::uint32_t types[] = {0xEB000, 0xE3000, 0xF3000, 0xFB000, 0x6B000};
  while (ships.size() < how_many) {
    std::uint32_t const index = 4095 - series[next(10)] - next(20);
    std::uint32_t const nation = 0x4D0 + 0x20 * next(13);
    ShipId const ship{index << 20 | types[next(next(3) == 0 ? 5 : 3)] | nation};
    if (std::find(ships.begin(), ships.end(), ship) == ships.end()) ships.push_back(ship);
  }
  std::sort(ships.begin(), ships.end());
  return ships;
}

inline ChannelState channel() {
  ChannelState state;
  state.id = channel_id;
  return state;
}

// An open vote, opened a minute before noon, which ends two minutes after it.
inline LiveVote vote(std::vector<ShipId> ships, std::vector<std::uint32_t> counts) {
  LiveVote vote;
  vote.id = VoteId{12};
  vote.channel = channel_id;
  vote.ships = std::move(ships);
  vote.counts = std::move(counts);
  for (std::uint32_t const count : vote.counts) vote.ballots += count;
  vote.opened_at = noon - std::chrono::minutes{1};
  vote.ends_at = noon + std::chrono::minutes{2};
  return vote;
}

inline LiveVote vote(std::size_t ships, std::uint32_t count = 0) {
  return vote(fleet(ships), std::vector<std::uint32_t>(ships, count));
}

inline LiveVote closed(LiveVote vote) {
  vote.state = voting::VoteState::closed;
  vote.closed_at = noon - std::chrono::milliseconds{7};
  vote.close_reason = voting::CloseReason::broadcaster;
  vote.winner = voting::decide_winner(vote.ships, vote.counts, 5);
  return vote;
}

inline Snapshot snapshot(LiveVote vote) {
  Snapshot told;
  told.server_time = noon;
  told.sequence = static_cast<std::uint64_t>(noon.time_since_epoch().count());
  told.channel = channel();
  told.vote = std::move(vote);
  return told;
}

inline SendResult result_of(SendVerdict verdict) {
  SendResult result;
  result.verdict = verdict;
  return result;
}

// Counts as they come: from 1 to `largest`, the same on every platform.
inline std::vector<std::uint32_t> counts(std::size_t how_many, std::uint32_t largest) {
  std::mt19937_64 draw(7);
  std::vector<std::uint32_t> counts(how_many);
  for (auto& count : counts) count = static_cast<std::uint32_t>(1 + draw() % largest);
  return counts;
}

}  // namespace shipvote::live::samples
