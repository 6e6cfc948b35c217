#include "foundation/base64.h"

#include <array>
#include <cstdint>

namespace shipvote {
namespace {

constexpr std::string_view standard_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The value of each character, or a number with the highest bit set, so that one look at four joined ones is enough.
using Values = std::array<std::uint32_t, 256>;
constexpr std::uint32_t no_digit = 0x8000'0000U;

constexpr Values values_of(std::string_view digits) {
  Values values{};
  values.fill(no_digit);
  for (std::size_t index = 0; index < digits.size(); ++index) {
    values[static_cast<unsigned char>(digits[index])] = static_cast<std::uint32_t>(index);
  }
  return values;
}

constexpr Values standard_values = values_of(standard_digits);
constexpr Values url_values = values_of(url_digits);

constexpr std::size_t decoded_size(std::size_t characters) { return characters / 4 * 3 + (characters % 4) * 3 / 4; }

std::uint32_t value_at(Values const& values, char const* at) { return values[static_cast<unsigned char>(*at)]; }

// The two or three characters after the last whole group; bits beyond the last byte have to be zero.
bool decode_rest(Values const& values, std::string_view rest, char* to) {
  std::uint32_t const first = value_at(values, rest.data());
  std::uint32_t const second = value_at(values, rest.data() + 1);
  std::uint32_t const third = rest.size() == 3 ? value_at(values, rest.data() + 2) : 0;
  if (((first | second | third) & no_digit) != 0) return false;
  std::uint32_t const bits = first << 18U | second << 12U | third << 6U;
  *to = static_cast<char>(bits >> 16U);
  if (rest.size() == 2) return (bits & 0xFFFFU) == 0;
  to[1] = static_cast<char>(bits >> 8U);
  return (bits & 0xFFU) == 0;
}

// Without padding, into at least decoded_size(text.size()) bytes.
bool decode(Values const& values, std::string_view text, char* to) {
  if (text.size() % 4 == 1) return false;
  char const* from = text.data();
  for (std::size_t group = text.size() / 4; group > 0; --group, from += 4, to += 3) {
    std::uint32_t const first = value_at(values, from);
    std::uint32_t const second = value_at(values, from + 1);
    std::uint32_t const third = value_at(values, from + 2);
    std::uint32_t const fourth = value_at(values, from + 3);
    if (((first | second | third | fourth) & no_digit) != 0) return false;
    std::uint32_t const bits = first << 18U | second << 12U | third << 6U | fourth;
    to[0] = static_cast<char>(bits >> 16U);
    to[1] = static_cast<char>(bits >> 8U);
    to[2] = static_cast<char>(bits);
  }
  std::string_view const rest{from, text.size() % 4};
  return rest.empty() || decode_rest(values, rest, to);
}

std::string encode(std::string_view digits, std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (unsigned char const byte : bytes) {
    bits = bits << 8U | byte;
    for (held += 8; held >= 6; held -= 6) text.push_back(digits[(bits >> (held - 6U)) & 0x3FU]);
  }
  if (held > 0) text.push_back(digits[(bits << (6U - held)) & 0x3FU]);
  return text;
}

}  // namespace

std::string base64_encoded(std::string_view bytes) {
  std::string text = encode(standard_digits, bytes);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  if (text.ends_with('=')) {
    if (text.size() % 4 != 0) return std::nullopt;
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  std::string bytes(decoded_size(text.size()), '\0');
  if (!decode(standard_values, text, bytes.data())) return std::nullopt;
  return bytes;
}

std::string base64url_encoded(std::string_view bytes) { return encode(url_digits, bytes); }

std::optional<std::size_t> base64url_decode(std::string_view text, std::span<char> out) noexcept {
  std::size_t const size = decoded_size(text.size());
  if (size > out.size() || !decode(url_values, text, out.data())) return std::nullopt;
  return size;
}

}  // namespace shipvote
