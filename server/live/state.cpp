#include "live/state.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace shipvote::live {
namespace {

// Positions within the vote, the leading ships first.
std::vector<std::size_t> leading(LiveVote const& vote) {
  std::vector<std::size_t> order(vote.ships.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  ShipId const winner = vote.winner ? vote.winner->ship : ShipId{};
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    if (vote.counts[left] != vote.counts[right]) return vote.counts[left] > vote.counts[right];
    if ((vote.ships[left] == winner) != (vote.ships[right] == winner)) return vote.ships[left] == winner;
    return vote.ships[left] < vote.ships[right];
  });
  return order;
}

void keep_positions(LiveVote& vote, std::vector<std::size_t> const& positions) {
  std::vector<ShipId> ships;
  std::vector<std::uint32_t> counts;
  ships.reserve(positions.size());
  counts.reserve(positions.size());
  for (std::size_t const position : positions) {
    ships.push_back(vote.ships[position]);
    counts.push_back(vote.counts[position]);
  }
  vote.ships = std::move(ships);
  vote.counts = std::move(counts);
}

}  // namespace

ChannelState channel_state(voting::Channel const& channel) {
  ChannelState state;
  state.id = channel.id;
  state.overlay_position = channel.overlay_position;
  state.anonymous_may_vote = channel.anonymous_may_vote;
  state.only_in_game = channel.only_in_game;
  state.language = channel.language;
  state.show_result = channel.show_result;
  state.latency_hold = channel.latency_hold;
  return state;
}

LiveVote live_vote(voting::Vote const& vote) {
  LiveVote live;
  live.id = vote.id;
  live.channel = vote.channel;
  live.ships = vote.ships;
  live.counts = vote.counts;
  live.counts.resize(vote.ships.size());
  for (std::uint32_t const count : live.counts) live.ballots += count;
  live.state = vote.state;
  live.visibility = vote.visibility;
  live.ballots_may_change = vote.ballots_may_change;
  live.opened_at = vote.opened_at;
  live.ends_at = vote.ends_at;
  live.closed_at = vote.closed_at;
  live.close_reason = vote.close_reason;
  live.winner = vote.winner;
  return live;
}

LiveVote told_vote(LiveVote const& vote, std::size_t most_ships) {
  if (vote.counts.size() != vote.ships.size()) std::abort();
  LiveVote told = vote;
  if (told.counts_hidden()) {
    std::fill(told.counts.begin(), told.counts.end(), 0U);
    told.ballots = 0;
  }
  if (told.state == voting::VoteState::open) told.winner.reset();
  std::vector<std::size_t> order = leading(told);
  if (order.size() > most_ships) order.resize(most_ships);
  std::sort(order.begin(), order.end(),
            [&](std::size_t left, std::size_t right) { return told.ships[left] < told.ships[right]; });
  keep_positions(told, order);
  if (told.winner) {
    // What is tied is what the counts say; of ships without room nothing is told.
    std::erase_if(told.winner->tied,
                  [&](ShipId ship) { return !std::binary_search(told.ships.begin(), told.ships.end(), ship); });
  }
  return told;
}

}  // namespace shipvote::live
