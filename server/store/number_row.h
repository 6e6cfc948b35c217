// A row of 32-bit numbers as bytes, little-endian: how ships and counts of a vote are stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace shipvote::store {

// Replaces what `bytes` holds; reuses its memory.
void write_number_row(std::span<std::uint32_t const> numbers, std::vector<std::byte>& bytes);

// Nothing when the size is not a multiple of four.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> read_number_row(std::span<std::byte const> bytes);

}  // namespace shipvote::store
