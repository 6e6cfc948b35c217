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
    case OverlayPosition::bottom_left: return "bottom_left";
    case OverlayPosition::bottom_right: return "bottom_right";
  }
  return {};
}

std::optional<OverlayPosition> parse_overlay_position(std::string_view text) noexcept {
  for (auto const position : {OverlayPosition::top_left, OverlayPosition::top_right, OverlayPosition::bottom_left,
                              OverlayPosition::bottom_right}) {
    if (overlay_position_text(position) == text) return position;
  }
  return std::nullopt;
}

std::string_view language_text(Language language) noexcept {
  switch (language) {
    case Language::automatic: return "auto";
    case Language::en: return "en";
    case Language::de: return "de";
    case Language::fr: return "fr";
    case Language::es: return "es";
    case Language::pl: return "pl";
    case Language::ja: return "ja";
    case Language::ko: return "ko";
    case Language::zh_tw: return "zh-TW";
  }
  return {};
}

std::optional<Language> parse_language(std::string_view text) noexcept {
  for (std::size_t index = 0; index < languages; ++index) {
    auto const language = static_cast<Language>(index);
    if (language_text(language) == text) return language;
  }
  return std::nullopt;
}

}  // namespace shipvote::voting
