// The ships of a vote and their counts within a message: what takes nearly all of its room. Wargaming's ship ids are an
// index (upper 12 bits) and a class of nation and type (lower 20 bits), few of each; so a set of ships is coded as a
// grid of indexes and classes, and any other set of numbers as gaps. The format is written down in
// docs/live-messages.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "foundation/ids.h"
#include "live/range_code.h"

namespace shipvote::live {

// `ships` ascending and distinct, at most limits::ships_per_vote.
void encode_ships(RangeEncoder& encoder, std::span<ShipId const> ships);
// Ascending and distinct; nothing if no encoder wrote this.
[[nodiscard]] std::optional<std::vector<ShipId>> decode_ships(RangeDecoder& decoder);

// Numbers that are likely of a few sizes, all at most `largest`, which is told along.
void encode_counts(RangeEncoder& encoder, std::span<std::uint32_t const> counts);
[[nodiscard]] std::optional<std::vector<std::uint32_t>> decode_counts(RangeDecoder& decoder, std::size_t how_many);

}  // namespace shipvote::live
