// A snapshot as one short text, for the field "live" of messages and segments. The format, with a decoder in words, is
// in docs/live-messages.md; the first character is the protocol version.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "live/state.h"

namespace shipvote::live {

inline constexpr std::uint64_t protocol_version = 1;  // below code_digits

// How many ships of each vote are told at most.
struct Room {
  std::size_t vote_ships = SIZE_MAX;
  std::size_t last_result_ships = SIZE_MAX;
};

// Times from 1970 on, and numbers below 2^53. A winner that is no ship of its vote is an impossible state and aborts.
[[nodiscard]] std::string pack(Snapshot const& snapshot, Room room);

struct Unpacked {
  Snapshot snapshot;  // votes as told_vote() gives them
  Leftover leftover;
};

// Nothing for a text that no pack() wrote, or one of another protocol version.
[[nodiscard]] std::optional<Unpacked> unpack(std::string_view text);

}  // namespace shipvote::live
