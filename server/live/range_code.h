// Numbers to text and back with as few characters as their odds allow: a range coder whose digits are 93 characters
// that need no escape in JSON. All arithmetic stays below 2^53, so that JavaScript's numbers do for the decoder.
// The format is written down in docs/live-messages.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shipvote::live {

inline constexpr std::uint64_t code_digits = 93;
inline constexpr std::uint64_t code_top = 5'595'818'096'650'401;             // 93^8
inline constexpr std::uint64_t code_step = code_top / code_digits;           // 93^7: the range never stays below it
inline constexpr std::uint64_t largest_code_total = std::uint64_t{1} << 32;  // keeps the loss by rounding below 0.01 %
inline constexpr std::uint64_t largest_code_number = (std::uint64_t{1} << 53) - 1;

// The character of a digit (0 to 92), and the digit of a character (93 for one that is none).
[[nodiscard]] char code_character(std::uint64_t digit) noexcept;
[[nodiscard]] std::uint64_t code_digit(char character) noexcept;

class RangeEncoder {
 public:
  // A choice that takes the part [start, start + size) of `total`; the larger the part the fewer characters.
  // 0 < size, start + size <= total <= largest_code_total.
  void part(std::uint64_t start, std::uint64_t size, std::uint64_t total);
  // One of `total` equally likely values.
  void uniform(std::uint64_t value, std::uint64_t total) { part(value, 1, total); }
  void flag(bool value) { uniform(value ? 1 : 0, 2); }
  // Any number up to largest_code_number; costs about 6 bits more than the number has.
  void number(std::uint64_t value);
  // `bits` (up to 52) low bits of `value` as they are.
  void bits(std::uint64_t value, unsigned bits);
  // The text; nothing may be coded afterwards.
  [[nodiscard]] std::string finish();

 private:
  void carry();

  std::string digits_;
  std::uint64_t low_ = 0;
  std::uint64_t range_ = code_top;
};

// Reads what RangeEncoder wrote, given the same totals in the same order. Any text may be read: nonsense gives
// nonsense, or broken(), and never more than the caller asks for.
class RangeDecoder {
 public:
  explicit RangeDecoder(std::string_view text);

  // Where in `total` the coded part lies; followed by take() with the part that this falls into.
  [[nodiscard]] std::uint64_t place(std::uint64_t total);
  void take(std::uint64_t start, std::uint64_t size);
  [[nodiscard]] std::uint64_t uniform(std::uint64_t total);
  [[nodiscard]] bool flag() { return uniform(2) == 1; }
  [[nodiscard]] std::uint64_t number();
  [[nodiscard]] std::uint64_t bits(unsigned bits);

  // True once something was read that no encoder writes.
  [[nodiscard]] bool broken() const noexcept { return broken_; }

 private:
  std::uint64_t next_digit();

  std::string_view text_;
  std::size_t position_ = 0;
  std::uint64_t code_ = 0;
  std::uint64_t range_ = code_top;
  std::uint64_t unit_ = 1;
  bool broken_ = false;
};

}  // namespace shipvote::live
