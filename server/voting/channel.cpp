#include "voting/channel.h"

namespace shipvote::voting {

std::string_view realm_text(Realm realm) noexcept {
  switch (realm) {
    case Realm::eu: return "eu";
    case Realm::na: return "na";
    case Realm::asia: return "asia";
  }
  return {};
}

std::optional<Realm> parse_realm(std::string_view text) noexcept {
  for (auto const realm : {Realm::eu, Realm::na, Realm::asia}) {
    if (realm_text(realm) == text) return realm;
  }
  return std::nullopt;
}

std::string_view overlay_position_text(OverlayPosition position) noexcept {
  switch (position) {
    case OverlayPosition::top_left: return "top_left";
    case OverlayPosition::top_right: return "top_right";
  }
  return {};
}

std::optional<OverlayPosition> parse_overlay_position(std::string_view text) noexcept {
  for (auto const position : {OverlayPosition::top_left, OverlayPosition::top_right}) {
    if (overlay_position_text(position) == text) return position;
  }
  return std::nullopt;
}

}  // namespace shipvote::voting
