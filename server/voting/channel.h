// A streamer's channel and its settings.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/ids.h"
#include "foundation/time.h"

namespace shipvote::voting {

// The Wargaming realms that exist (docs/platforms/wargaming.md, "Realms and hosts").
enum class Realm { eu, na, asia };
[[nodiscard]] std::string_view realm_text(Realm realm) noexcept;
[[nodiscard]] std::optional<Realm> parse_realm(std::string_view text) noexcept;

enum class OverlayPosition { top_left, top_right, bottom_left, bottom_right };
[[nodiscard]] std::string_view overlay_position_text(OverlayPosition position) noexcept;
[[nodiscard]] std::optional<OverlayPosition> parse_overlay_position(std::string_view text) noexcept;

// What views speak: the viewer's own language, or one for everybody.
enum class Language { automatic, en, de, fr, es, pl, ja, ko, zh_tw };
inline constexpr std::size_t languages = 9;
[[nodiscard]] std::string_view language_text(Language language) noexcept;  // "auto", "en", … "zh-TW"
[[nodiscard]] std::optional<Language> parse_language(std::string_view text) noexcept;

struct Channel {
  ChannelId id;
  std::string wows_username;  // as Wargaming spells it
  AccountId wows_account;
  Realm wows_realm = Realm::eu;
  OverlayPosition overlay_position = OverlayPosition::top_left;
  bool anonymous_may_vote = false;  // viewers who are not logged in (opaque ids "A…")
  bool only_in_game = true;         // the overlay shows itself only while the stream's category is World of Warships
  Language language = Language::automatic;
  std::chrono::seconds show_result{15};  // in the overlay; limits::show_result_least to limits::show_result_longest
  bool latency_hold = false;             // views hold a result back until the viewer's picture has caught up
  bool chat_result = false;              // one line in the chat when a vote closes
  bool moderators_may_control = false;   // open and close votes
  std::string live_key;                  // opens the channel's event stream; empty: none was made yet. Never logged
  std::optional<TimePoint> garage_refreshed_at;
  TimePoint created_at;
  TimePoint updated_at;

  friend bool operator==(Channel const&, Channel const&) = default;
};

}  // namespace shipvote::voting
