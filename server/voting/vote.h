// A vote: the question that a streamer puts to the viewers, with the ships to choose from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "foundation/time.h"

namespace shipvote::voting {

enum class VoteState { open, closed };
[[nodiscard]] std::string_view vote_state_text(VoteState state) noexcept;

// Why a vote ended.
enum class CloseReason { broadcaster, scheduled, channel_deleted };
[[nodiscard]] std::string_view close_reason_text(CloseReason reason) noexcept;
[[nodiscard]] std::optional<CloseReason> parse_close_reason(std::string_view text) noexcept;

// When viewers may see counts. The broadcaster always may.
enum class ResultVisibility { live, after_ballot, after_close };
[[nodiscard]] std::string_view result_visibility_text(ResultVisibility visibility) noexcept;
[[nodiscard]] std::optional<ResultVisibility> parse_result_visibility(std::string_view text) noexcept;

// The result of a closed vote that has ballots.
struct Winner {
  ShipId ship;
  std::uint32_t ballots = 0;
  // More than one ship: these were tied with the most ballots, and `ship` was drawn among them with the vote's seed.
  std::vector<ShipId> tied;

  friend bool operator==(Winner const&, Winner const&) = default;
};

struct Vote {
  VoteId id;
  ChannelId channel;
  std::vector<ShipId> ships;  // distinct, 1 to limits::ships_per_vote, in the order that the streamer gave
  VoteState state = VoteState::open;
  ResultVisibility visibility = ResultVisibility::live;
  bool ballots_may_change = false;  // a viewer's later ballot takes the place of the earlier one
  TimePoint opened_at;
  std::optional<TimePoint> ends_at;  // when the server closes it by itself
  std::optional<TimePoint> closed_at;
  std::optional<CloseReason> close_reason;
  std::vector<std::uint32_t> counts;  // ballots per ship, parallel to `ships`
  std::uint64_t tie_seed = 0;         // drawn at the opening, so that a tie can be recomputed by anyone
  std::optional<Winner> winner;       // of a closed vote; none without ballots
  TimePoint updated_at;

  [[nodiscard]] std::uint64_t ballots() const noexcept;
  friend bool operator==(Vote const&, Vote const&) = default;
};

// What a streamer asks for when opening a vote.
struct NewVote {
  ChannelId channel;
  std::vector<ShipId> ships;
  std::optional<TimePoint> ends_at;
  ResultVisibility visibility = ResultVisibility::live;
  bool ballots_may_change = false;
};

// Checks all that can be checked without looking at other votes: ships known, distinct, 1 to limits::ships_per_vote;
// the end ahead of `now` and at most limits::longest_vote away. The refusal names every wrong field.
[[nodiscard]] Outcome<void> check_new_vote(NewVote const& vote, std::unordered_set<ShipId> const& known_ships,
                                           TimePoint now);

// Checks an end that is set, or moved, at `now`: none, or ahead and at most limits::longest_vote away. The refusal
// names the field `scheduled_end`.
[[nodiscard]] Outcome<void> check_vote_end(std::optional<TimePoint> ends_at, TimePoint now);

// The result for these counts. Ties: the tied ships in ascending order of id, and the one at position
// (draw of `tie_seed`) modulo their number wins. None when nobody voted. `ships` and `counts` are parallel.
[[nodiscard]] std::optional<Winner> decide_winner(std::span<ShipId const> ships, std::span<std::uint32_t const> counts,
                                                  std::uint64_t tie_seed);

// How ties are decided, for whoever reads a stored result.
inline constexpr std::string_view tie_rule = "drawn among the tied ships";

}  // namespace shipvote::voting
