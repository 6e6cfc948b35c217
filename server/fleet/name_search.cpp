#include "fleet/name_search.h"

#include <algorithm>
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

// Spaces, punctuation, signs, and accents that follow their letter.
struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};
constexpr std::array<CodeRange, 15> not_letters{{{0x00, 0x2F},
                                                 {0x3A, 0x40},
                                                 {0x5B, 0x60},
                                                 {0x7B, 0xBF},
                                                 {0xD7, 0xD7},
                                                 {0xF7, 0xF7},
                                                 {0x300, 0x36F},
                                                 {0x2000, 0x206F},
                                                 {0x3000, 0x3004},
                                                 {0x3008, 0x3020},
                                                 {0x30FB, 0x30FB},
                                                 {0xFF01, 0xFF0F},
                                                 {0xFF1A, 0xFF20},
                                                 {0xFF3B, 0xFF40},
                                                 {0xFF5B, 0xFF65}}};

bool is_letter(std::uint32_t code) noexcept {
  return std::none_of(not_letters.begin(), not_letters.end(),
                      [code](CodeRange range) { return code >= range.first && code <= range.last; });
}

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

// What the text begins with: a code point in 1 to 3 bytes. Longer ones are no letters that are dropped or changed, so
// their bytes pass one by one, as broken ones do.
struct Decoded {
  std::uint32_t code;
  std::size_t bytes;
};
constexpr std::uint32_t passes = 0x10FFFF;

Decoded decoded(std::string_view text) noexcept {
  auto const byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  auto const follows = [&](std::size_t at) { return at < text.size() && (byte(at) & 0xC0U) == 0x80U; };
  if (byte(0) < 0x80) return {byte(0), 1};
  if ((byte(0) & 0xE0U) == 0xC0U && follows(1)) return {(byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  if ((byte(0) & 0xF0U) == 0xE0U && follows(1) && follows(2)) {
    return {(byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  }
  return {passes, 1};
}

}  // namespace

std::string folded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    auto const [code, bytes] = decoded(text);
    if (code >= 0xC0 && code < 0x180 && is_letter(code)) {
      result += letters_for(code);
    } else if (is_letter(code)) {
      for (char const byte : text.substr(0, bytes)) result += small(byte);
    }
    text.remove_prefix(bytes);
  }
  return result;
}

std::unordered_set<ShipId> ships_named(Fleet const& fleet, std::string_view part) {
  auto const wanted = folded(part);
  std::unordered_set<ShipId> found;
  if (wanted.empty()) return found;
  for (auto const& ship : fleet.ships()) {
    if (folded(ship.name).find(wanted) != std::string::npos) found.insert(ship.id);
  }
  return found;
}

}  // namespace shipvote::fleet
