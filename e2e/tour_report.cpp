#include "e2e/tour_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace shipvote::e2e {
namespace {

constexpr std::size_t mark_columns = 8;
constexpr std::size_t what_columns = 50;

std::string padded(std::string_view text, std::size_t columns) {
  std::string line{text};
  line.resize(std::max(columns, line.size() + 1), ' ');
  return line;
}

std::string formatted(char const* format, double number) {
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), format, number);  // NOLINT: the formats are below
  return text.data();
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, ',');
  return text;
}

std::string share(std::uint64_t part, std::uint64_t all) {
  return all == 0 ? "none" : formatted("%.1f %%", 100.0 * static_cast<double>(part) / static_cast<double>(all));
}

std::string in_seconds(std::chrono::milliseconds duration) {
  return formatted("%.1f s", std::chrono::duration<double>(duration).count());
}

std::string in_milliseconds(double milliseconds) {
  return formatted(milliseconds < 10 ? "%.2f ms" : "%.0f ms", milliseconds);
}

void TourReport::heading(std::string_view title) { out_ << title << "\n" << std::flush; }

void TourReport::step(std::string_view title) {
  ++steps_;
  out_ << "\n" << (steps_ < 10 ? " " : "") << steps_ << "  " << title << "\n" << std::flush;
}

void TourReport::line(std::string_view mark, std::string_view what, std::string_view seen) {
  out_ << "    " << padded(mark, mark_columns) << padded(what, what_columns) << seen << "\n" << std::flush;
}

void TourReport::tell(std::string_view what, std::string_view seen) { line("", what, seen); }

void TourReport::holds(bool condition, std::string_view what, std::string_view seen, std::string_view expected) {
  if (!condition) fail(what, seen, expected);
  ++checked_;
  line("ok", what, seen);
}

void TourReport::fail(std::string_view what, std::string_view seen, std::string_view expected) {
  out_ << "    " << padded("FAILED", mark_columns) << what << "\n";
  line("", "  expected", expected);
  line("", "  seen", seen);
  throw TourFailure{std::string{what}};
}

}  // namespace shipvote::e2e
