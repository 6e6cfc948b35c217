#include "voting/vote.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <string>

#include "foundation/limits.h"

namespace shipvote::voting {
namespace {

// SplitMix64: one well-mixed draw from a seed, the same on every machine and in every language.
std::uint64_t draw(std::uint64_t seed) noexcept {
  std::uint64_t mixed = seed + 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31U);
}

std::string check_ships(std::vector<ShipId> const& ships, std::unordered_set<ShipId> const& known_ships) {
  if (ships.empty()) return "must name at least one ship";
  if (ships.size() > limits::ships_per_vote) {
    return "must name at most " + std::to_string(limits::ships_per_vote) + " ships";
  }
  std::unordered_set<ShipId> seen;
  for (ShipId const ship : ships) {
    if (!known_ships.contains(ship)) return "ship " + ship.text() + " is unknown or cannot be voted for";
    if (!seen.insert(ship).second) return "ship " + ship.text() + " is named twice";
  }
  return {};
}

std::string check_end(std::optional<TimePoint> ends_at, TimePoint now) {
  if (!ends_at) return {};
  if (*ends_at <= now) return "must lie in the future";
  if (*ends_at - now > limits::longest_vote) {
    auto const hours = std::chrono::duration_cast<std::chrono::hours>(limits::longest_vote).count();
    return "must be at most " + std::to_string(hours) + " hours away";
  }
  return {};
}

}  // namespace

std::string_view vote_state_text(VoteState state) noexcept { return state == VoteState::open ? "open" : "closed"; }

std::string_view close_reason_text(CloseReason reason) noexcept {
  switch (reason) {
    case CloseReason::broadcaster: return "broadcaster";
    case CloseReason::scheduled: return "scheduled";
    case CloseReason::channel_deleted: return "channel_deleted";
  }
  return {};
}

std::optional<CloseReason> parse_close_reason(std::string_view text) noexcept {
  for (auto const reason : {CloseReason::broadcaster, CloseReason::scheduled, CloseReason::channel_deleted}) {
    if (close_reason_text(reason) == text) return reason;
  }
  return std::nullopt;
}

std::string_view result_visibility_text(ResultVisibility visibility) noexcept {
  switch (visibility) {
    case ResultVisibility::live: return "live";
    case ResultVisibility::after_ballot: return "after_ballot";
    case ResultVisibility::after_close: return "after_close";
  }
  return {};
}

std::optional<ResultVisibility> parse_result_visibility(std::string_view text) noexcept {
  for (auto const known : {ResultVisibility::live, ResultVisibility::after_ballot, ResultVisibility::after_close}) {
    if (result_visibility_text(known) == text) return known;
  }
  return std::nullopt;
}

std::uint64_t Vote::ballots() const noexcept { return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}); }

Outcome<void> check_new_vote(NewVote const& vote, std::unordered_set<ShipId> const& known_ships, TimePoint now) {
  Refusal refusal{RefusalCode::invalid_request, ""};
  auto const note = [&refusal](std::string const& field, std::string const& problem) {
    if (problem.empty()) return;
    refusal.message += (refusal.message.empty() ? "" : "; ") + field + " " + problem;
    refusal.fields.emplace_back(field, problem);
  };
  note("ships", check_ships(vote.ships, known_ships));
  note("scheduled_end", check_end(vote.ends_at, now));
  if (!refusal.fields.empty()) return refusal;
  return {};
}

Outcome<void> check_vote_end(std::optional<TimePoint> ends_at, TimePoint now) {
  auto const problem = check_end(ends_at, now);
  if (problem.empty()) return {};
  return Refusal{RefusalCode::invalid_request, "scheduled_end " + problem}.with_field("scheduled_end", problem);
}

std::optional<Winner> decide_winner(std::span<ShipId const> ships, std::span<std::uint32_t const> counts,
                                    std::uint64_t tie_seed) {
  if (ships.size() != counts.size()) std::abort();
  std::uint32_t const most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  if (most == 0) return std::nullopt;
  std::vector<ShipId> leading;
  for (std::size_t index = 0; index < ships.size(); ++index) {
    if (counts[index] == most) leading.push_back(ships[index]);
  }
  if (leading.size() == 1) return Winner{leading.front(), most, {}};
  std::sort(leading.begin(), leading.end());
  ShipId const drawn = leading[draw(tie_seed) % leading.size()];
  return Winner{drawn, most, std::move(leading)};
}

}  // namespace shipvote::voting
