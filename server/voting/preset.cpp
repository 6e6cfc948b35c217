#include "voting/preset.h"

namespace shipvote::voting {

std::string_view premium_choice_text(PremiumChoice choice) noexcept {
  switch (choice) {
    case PremiumChoice::any: return "any";
    case PremiumChoice::only: return "only";
    case PremiumChoice::without: return "without";
  }
  return {};
}

std::optional<PremiumChoice> parse_premium_choice(std::string_view text) noexcept {
  for (auto const choice : {PremiumChoice::any, PremiumChoice::only, PremiumChoice::without}) {
    if (premium_choice_text(choice) == text) return choice;
  }
  return std::nullopt;
}

}  // namespace shipvote::voting
