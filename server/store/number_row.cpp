#include "store/number_row.h"

namespace shipvote::store {

void write_number_row(std::span<std::uint32_t const> numbers, std::vector<std::byte>& bytes) {
  bytes.resize(numbers.size() * 4);
  std::size_t at = 0;
  for (std::uint32_t const number : numbers) {
    for (unsigned shift = 0; shift < 32; shift += 8) bytes[at++] = static_cast<std::byte>(number >> shift);
  }
}

std::optional<std::vector<std::uint32_t>> read_number_row(std::span<std::byte const> bytes) {
  if (bytes.size() % 4 != 0) return std::nullopt;
  std::vector<std::uint32_t> numbers(bytes.size() / 4);
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    numbers[index / 4] |= std::to_integer<std::uint32_t>(bytes[index]) << (index % 4 * 8);
  }
  return numbers;
}

}  // namespace shipvote::store
