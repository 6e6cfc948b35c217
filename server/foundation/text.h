// Small questions about texts that no library of ours answers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace shipvote {

// Without blanks, tabs and line ends before and after.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Whether a byte of UTF-8 belongs to the character that an earlier one began.
[[nodiscard]] constexpr bool continues_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Code points of a valid UTF-8 text.
[[nodiscard]] constexpr std::size_t characters(std::string_view utf8) noexcept {
  return utf8.size() - static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), continues_character));
}

}  // namespace shipvote
