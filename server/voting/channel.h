// A streamer's channel and its settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::voting {

// The Wargaming realms that exist (contract/wargaming.md section 1).
enum class Realm { eu, na, asia };
[[nodiscard]] std::string_view realm_text(Realm realm) noexcept;
[[nodiscard]] std::optional<Realm> parse_realm(std::string_view text) noexcept;

enum class OverlayPosition { top_left, top_right };
[[nodiscard]] std::string_view overlay_position_text(OverlayPosition position) noexcept;
[[nodiscard]] std::optional<OverlayPosition> parse_overlay_position(std::string_view text) noexcept;

struct Channel {
  ChannelId id;
  std::string wows_username;  // as Wargaming spells it
  AccountId wows_account;
  Realm wows_realm = Realm::eu;
  OverlayPosition overlay_position = OverlayPosition::top_left;
  bool anonymous_may_vote = false;  // viewers who are not logged in (opaque ids "A…")
  std::optional<TimePoint> garage_refreshed_at;
  TimePoint created_at;
  TimePoint updated_at;

  friend bool operator==(Channel const&, Channel const&) = default;
};

}  // namespace shipvote::voting
