// Small questions about texts that no library of ours answers.
#pragma once

#include <string_view>

namespace shipvote {

// Without blanks, tabs and line ends before and after.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace shipvote
