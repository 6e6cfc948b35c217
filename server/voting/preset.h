// Presets: how a streamer likes to open votes, kept on the server under a name.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "voting/vote.h"
#include "voting/warship.h"

namespace shipvote::voting {

// Given out by the store, from 1.
using PresetId = Id<struct PresetTag, std::uint64_t, (std::uint64_t{1} << 53) - 1>;

enum class PremiumChoice { any, only, without };
[[nodiscard]] std::string_view premium_choice_text(PremiumChoice choice) noexcept;
[[nodiscard]] std::optional<PremiumChoice> parse_premium_choice(std::string_view text) noexcept;

// Which ships of the garage may be voted on. fleet/rule.h finds them.
struct ShipRule {
  std::vector<std::string> nations;  // codes of the API, at most limits::nations_per_rule; empty: any
  std::vector<ShipType> types;       // empty: any
  int tier_from = 1;                 // 1 to limits::highest_tier, not above tier_to
  int tier_to = 11;
  PremiumChoice premium = PremiumChoice::any;
  std::uint32_t not_won_in_last = 0;  // votes of the channel, 0 to limits::votes_looked_back
  std::optional<std::uint32_t> draw;  // so many of them by chance, 1 to limits::ships_per_vote; none: all

  friend bool operator==(ShipRule const&, ShipRule const&) = default;
};

struct NewPreset {
  std::string name;  // UTF-8, 1 to limits::preset_name_characters characters; unique within its channel (A is a)
  std::variant<std::vector<ShipId>, ShipRule> ships;  // these, or found by a rule
  std::optional<std::chrono::seconds> duration;       // none: the vote has no end
  ResultVisibility visibility = ResultVisibility::live;
  bool ballots_may_change = false;

  friend bool operator==(NewPreset const&, NewPreset const&) = default;
};

struct Preset {
  PresetId id;
  ChannelId channel;
  NewPreset content;
  TimePoint created_at;
  TimePoint updated_at;

  friend bool operator==(Preset const&, Preset const&) = default;
};

}  // namespace shipvote::voting
