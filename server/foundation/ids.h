// The identities that travel through every room, each a type of its own so that none can stand in for another.
#pragma once

#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shipvote {

template <class Tag, class Number, Number largest>
struct Id {
  using number_type = Number;
  static constexpr Number max = largest;

  Number value{};

  friend constexpr auto operator<=>(Id, Id) = default;
  [[nodiscard]] std::string text() const { return std::to_string(value); }
};

// A Twitch channel: its broadcaster's user id, written in decimal digits.
using ChannelId = Id<struct ChannelTag, std::uint64_t, (std::uint64_t{1} << 53) - 1>;
// Given out by the store, from 1, growing. Below 2^31 so that (vote, sequence) fits one 63-bit ballot row id.
using VoteId = Id<struct VoteTag, std::uint32_t, (std::uint32_t{1} << 31) - 1>;
// A warship in the Wargaming API: above 2^31 for real ships, below 2^32 (docs/platforms/wargaming.md, "List of ships").
using ShipId = Id<struct ShipTag, std::uint32_t, UINT32_MAX>;
// A World of Warships account.
using AccountId = Id<struct AccountTag, std::uint64_t, (std::uint64_t{1} << 53) - 1>;

// Decimal digits only, from 1 to the type's largest; nothing for anything else (signs, spaces, zero, overflow).
template <class AnyId>
[[nodiscard]] std::optional<AnyId> parse_id(std::string_view text) noexcept {
  if (text.empty() || text.size() > 20) return std::nullopt;
  for (char const digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
  }
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number == 0 || number > AnyId::max) return std::nullopt;
  return AnyId{static_cast<typename AnyId::number_type>(number)};
}

}  // namespace shipvote

template <class Tag, class Number, Number largest>
struct std::hash<shipvote::Id<Tag, Number, largest>> {
  std::size_t operator()(shipvote::Id<Tag, Number, largest> id) const noexcept {
    return static_cast<std::size_t>(id.value * 0x9E3779B97F4A7C15ULL);
  }
};
