#include "foundation/time.h"

#include <array>
#include <cstdio>

namespace shipvote {
namespace {

// Reads exactly `digits` decimal digits at `at` and moves on; nothing when there are fewer.
std::optional<int> digits_at(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int number = 0;
  for (std::size_t index = 0; index < digits; ++index) {
    char const digit = text[at + index];
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  at += digits;
  return number;
}

bool symbol_at(std::string_view text, std::size_t& at, std::string_view allowed) {
  if (at >= text.size() || allowed.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

std::optional<std::chrono::milliseconds> fraction_at(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return std::chrono::milliseconds{0};
  ++at;
  int milliseconds = 0;
  std::size_t read = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && read < 9) {
    if (read < 3) milliseconds = milliseconds * 10 + (text[at] - '0');
    ++read;
    ++at;
  }
  if (read == 0) return std::nullopt;
  for (; read < 3; ++read) milliseconds *= 10;
  return std::chrono::milliseconds{milliseconds};
}

std::optional<std::chrono::minutes> offset_at(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return std::nullopt;
  char const sign = text[at];
  ++at;
  if (sign == 'Z' || sign == 'z') return std::chrono::minutes{0};
  if (sign != '+' && sign != '-') return std::nullopt;
  auto const hours = digits_at(text, at, 2);
  if (!hours || *hours > 14 || !symbol_at(text, at, ":")) return std::nullopt;
  auto const minutes = digits_at(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  auto const offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return sign == '+' ? offset : -offset;
}

}  // namespace

TimePoint SystemTime::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

TimePoint SteadyTime::now() const {
  return TimePoint{std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())};
}

std::string iso8601(TimePoint time) {
  auto const day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const clock{time - day};
  std::array<char, 40> text{};
  int const length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                    static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<TimePoint> parse_iso8601(std::string_view text) {
  std::size_t at = 0;
  auto const year = digits_at(text, at, 4);
  if (!year || !symbol_at(text, at, "-")) return std::nullopt;
  auto const month = digits_at(text, at, 2);
  if (!month || !symbol_at(text, at, "-")) return std::nullopt;
  auto const day = digits_at(text, at, 2);
  if (!day || !symbol_at(text, at, "Tt")) return std::nullopt;
  auto const hour = digits_at(text, at, 2);
  if (!hour || *hour > 23 || !symbol_at(text, at, ":")) return std::nullopt;
  auto const minute = digits_at(text, at, 2);
  if (!minute || *minute > 59 || !symbol_at(text, at, ":")) return std::nullopt;
  auto const second = digits_at(text, at, 2);
  if (!second || *second > 59) return std::nullopt;
  auto const fraction = fraction_at(text, at);
  if (!fraction) return std::nullopt;
  auto const offset = offset_at(text, at);
  if (!offset || at != text.size()) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return TimePoint{std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                   std::chrono::seconds{*second} + *fraction - *offset};
}

}  // namespace shipvote
