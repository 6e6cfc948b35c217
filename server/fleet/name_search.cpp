#include "fleet/name_search.h"

#include <array>
#include <cstdint>

namespace shipvote::fleet {
namespace {

// What stands for the letters U+00C0 to U+00FF and U+0100 to U+017F. Those of two letters come below.
constexpr std::string_view latin_1 = "aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
constexpr std::string_view latin_extended_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuu"
    "uu"
    "wwyyyzzzzzzs";
static_assert(latin_1.size() == 0x40 && latin_extended_a.size() == 0x80);

std::string letters_for(std::uint32_t letter) {
  switch (letter) {
    case 0xC6:
    case 0xE6: return "ae";
    case 0xDE:
    case 0xFE: return "th";
    case 0xDF: return "ss";
    case 0x152:
    case 0x153: return "oe";
    default: break;
  }
  return {letter < 0x100 ? latin_1[letter - 0xC0] : latin_extended_a[letter - 0x100]};
}

char small(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const first = static_cast<unsigned char>(text[at]);
    auto const second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    // Two bytes, 110xxxxx 10xxxxxx.
    std::uint32_t const letter = (first & 0x1FU) << 6U | (second & 0x3FU);
    bool const two_bytes = (first & 0xE0U) == 0xC0U && (second & 0xC0U) == 0x80U;
    if (two_bytes && letter >= 0xC0 && letter < 0x180) {
      result += letters_for(letter);
      ++at;
    } else {
      result += small(text[at]);
    }
  }
  return result;
}

std::unordered_set<ShipId> ships_named(Fleet const& fleet, std::string_view part) {
  auto const wanted = folded(part);
  std::unordered_set<ShipId> found;
  for (auto const& ship : fleet.ships()) {
    if (folded(ship.name).find(wanted) != std::string::npos) found.insert(ship.id);
  }
  return found;
}

}  // namespace shipvote::fleet
