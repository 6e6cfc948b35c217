// Figures as the report shows them.
#pragma once

#include <array>
#include <cmath>
#include <cstdio>
#include <string>

namespace shipvote::bench {

// As printf writes it, at most 255 characters.
template <class... Values>
[[nodiscard]] std::string line(char const* format, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

// To so many steps between two whole numbers.
[[nodiscard]] inline double rounded(double value, double steps_per_unit) {
  return std::round(value * steps_per_unit) / steps_per_unit;
}

}  // namespace shipvote::bench
