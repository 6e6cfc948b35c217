#include "live/range_code.h"

#include <array>
#include <bit>
#include <utility>

namespace shipvote::live {
namespace {

constexpr unsigned number_lengths = 54;  // 0 to 53 bits
constexpr unsigned bits_at_once = 26;

// All printable ASCII but the quote and the backslash; the space last, so that a text never ends in one.
constexpr std::array<char, code_digits> make_alphabet() {
  std::array<char, code_digits> alphabet{};
  std::size_t count = 0;
  for (char character = '!'; character <= '~'; ++character) {
    if (character != '"' && character != '\\') alphabet[count++] = character;
  }
  alphabet[count] = ' ';
  return alphabet;
}

constexpr std::array<char, code_digits> alphabet = make_alphabet();

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  for (auto& digit : digits) digit = code_digits;
  for (std::size_t digit = 0; digit < alphabet.size(); ++digit) {
    digits[static_cast<unsigned char>(alphabet[digit])] = static_cast<std::uint8_t>(digit);
  }
  return digits;
}

constexpr std::array<std::uint8_t, 256> digits_of_characters = make_digits();

}  // namespace

char code_character(std::uint64_t digit) noexcept { return alphabet[digit]; }

std::uint64_t code_digit(char character) noexcept {
  return digits_of_characters[static_cast<unsigned char>(character)];
}

void RangeEncoder::carry() {
  for (std::size_t place = digits_.size(); place-- > 0;) {
    auto const digit = static_cast<unsigned char>(digits_[place]);
    if (digit + 1U < code_digits) {
      digits_[place] = static_cast<char>(digit + 1);
      return;
    }
    digits_[place] = 0;
  }
}

void RangeEncoder::part(std::uint64_t start, std::uint64_t size, std::uint64_t total) {
  std::uint64_t const unit = range_ / total;
  low_ += start * unit;
  range_ = size * unit;
  if (low_ >= code_top) {
    low_ -= code_top;
    carry();
  }
  while (range_ < code_step) {
    digits_.push_back(static_cast<char>(low_ / code_step));
    low_ = (low_ % code_step) * code_digits;
    range_ *= code_digits;
  }
}

void RangeEncoder::bits(std::uint64_t value, unsigned bits) {
  while (bits > 0) {
    unsigned const now = bits > bits_at_once ? bits - bits_at_once : bits;
    bits -= now;
    uniform((value >> bits) & ((std::uint64_t{1} << now) - 1), std::uint64_t{1} << now);
  }
}

void RangeEncoder::number(std::uint64_t value) {
  auto const length = static_cast<unsigned>(std::bit_width(value));
  uniform(length, number_lengths);
  if (length > 1) bits(value, length - 1);
}

std::string RangeEncoder::finish() {
  // The shortest text within [low, low + range): what follows reads as zeros.
  for (std::uint64_t step = code_top; step > 0; step /= code_digits) {
    std::uint64_t value = (low_ + step - 1) / step * step;
    if (value >= low_ + range_) continue;
    if (value >= code_top) {
      value -= code_top;
      carry();
    }
    for (std::uint64_t place = code_step; place > 0 && value > 0; place /= code_digits) {
      digits_.push_back(static_cast<char>(value / place));
      value %= place;
    }
    break;
  }
  while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
  for (char& digit : digits_) digit = alphabet[static_cast<unsigned char>(digit)];
  return std::move(digits_);
}

RangeDecoder::RangeDecoder(std::string_view text) : text_(text) {
  for (int digit = 0; digit < 8; ++digit) code_ = code_ * code_digits + next_digit();
}

std::uint64_t RangeDecoder::next_digit() {
  if (position_ >= text_.size()) return 0;
  std::uint64_t const digit = code_digit(text_[position_++]);
  if (digit < code_digits) return digit;
  broken_ = true;
  return 0;
}

std::uint64_t RangeDecoder::place(std::uint64_t total) {
  unit_ = range_ / total;
  std::uint64_t const place = code_ / unit_;
  if (place < total) return place;
  broken_ = true;
  code_ = 0;
  return 0;
}

void RangeDecoder::take(std::uint64_t start, std::uint64_t size) {
  code_ -= start * unit_;
  range_ = size * unit_;
  while (range_ < code_step) {
    code_ = code_ * code_digits + next_digit();
    range_ *= code_digits;
  }
}

std::uint64_t RangeDecoder::uniform(std::uint64_t total) {
  std::uint64_t const value = place(total);
  take(value, 1);
  return value;
}

std::uint64_t RangeDecoder::bits(unsigned bits) {
  std::uint64_t value = 0;
  while (bits > 0) {
    unsigned const now = bits > bits_at_once ? bits - bits_at_once : bits;
    bits -= now;
    value = (value << now) | uniform(std::uint64_t{1} << now);
  }
  return value;
}

std::uint64_t RangeDecoder::number() {
  auto const length = static_cast<unsigned>(uniform(number_lengths));
  if (length < 2) return length;
  return (std::uint64_t{1} << (length - 1)) | bits(length - 1);
}

}  // namespace shipvote::live
