// What viewers are told of a channel and its vote: plain values, built by the service from what it holds.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "voting/channel.h"
#include "voting/vote.h"

namespace shipvote::live {

// The settings of a channel that views act upon.
struct ChannelState {
  ChannelId id;
  voting::OverlayPosition overlay_position = voting::OverlayPosition::top_left;
  bool anonymous_may_vote = false;
  bool only_in_game = true;
  voting::Language language = voting::Language::automatic;
  std::chrono::seconds show_result{15};
  bool latency_hold = false;

  friend bool operator==(ChannelState const&, ChannelState const&) = default;
};

// A vote as it is told. Always holds the true counts: what must stay hidden is left out by the encoder and nowhere
// else.
struct LiveVote {
  VoteId id;
  ChannelId channel;
  std::vector<ShipId> ships;          // distinct, at most limits::ships_per_vote; any order
  std::vector<std::uint32_t> counts;  // ballots per ship, parallel to `ships`
  std::uint64_t ballots = 0;          // of all ships, also of those that a message had no room for
  voting::VoteState state = voting::VoteState::open;
  voting::ResultVisibility visibility = voting::ResultVisibility::live;
  bool ballots_may_change = false;
  TimePoint opened_at;
  std::optional<TimePoint> ends_at;
  std::optional<TimePoint> closed_at;               // of a closed vote
  std::optional<voting::CloseReason> close_reason;  // of a closed vote
  // Of a closed vote with ballots: one of `ships` with the most ballots; `tied` in ascending order, all that have as
  // many.
  std::optional<voting::Winner> winner;

  // Whether the counts (and the number of ballots with them) may not leave the server yet.
  [[nodiscard]] bool counts_hidden() const noexcept {
    return state == voting::VoteState::open && visibility != voting::ResultVisibility::live;
  }
  friend bool operator==(LiveVote const&, LiveVote const&) = default;
};

[[nodiscard]] ChannelState channel_state(voting::Channel const& channel);
[[nodiscard]] LiveVote live_vote(voting::Vote const& vote);

// The vote as viewers may see it: hidden counts and their sum are zero, ships in ascending order, and of those only the
// `most_ships` with the most ballots (the winner among its equals first, then the lower id; by id alone while hidden).
[[nodiscard]] LiveVote told_vote(LiveVote const& vote, std::size_t most_ships);

// Everything that one message, or one segment, tells.
struct Snapshot {
  TimePoint server_time;       // when it was written, by the server's clock
  std::uint64_t sequence = 0;  // grows per channel (sequence.h); the highest one heard is the truth
  ChannelState channel;
  std::optional<LiveVote> vote;         // the open vote, or in messages the one that has just closed
  std::optional<LiveVote> last_result;  // segments only: the newest closed vote

  friend bool operator==(Snapshot const&, Snapshot const&) = default;
};

// Set where a message had room for some of the ships only. Never happens to votes on real ships
// (docs/live-messages.md).
struct Leftover {
  std::size_t vote_ships = 0;         // ships of the vote that are not in it
  std::size_t last_result_ships = 0;  // the same of the last result
  friend bool operator==(Leftover const&, Leftover const&) = default;
};

}  // namespace shipvote::live
