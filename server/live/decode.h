// Reads live messages again: for tests, simulated viewers and the tour. Any text may be given.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "foundation/ids.h"
#include "live/message_type.h"
#include "live/packed.h"
#include "live/state.h"

namespace shipvote::live {

struct DecodedMessage {
  MessageType type = MessageType::channel_update;
  TimePoint timestamp;
  // What a version-3 client reads, by type.
  std::optional<VoteId> vote;                               // vote_status, vote_progress
  std::optional<voting::VoteState> status;                  // vote_status
  std::map<ShipId, std::uint32_t> voted_ships;              // vote_progress
  std::optional<voting::OverlayPosition> overlay_position;  // channel_update
  // What our own views read. Missing where the sender is older than protocol_version, or newer.
  std::optional<Unpacked> live;
};

// Nothing for a text that is no live message.
[[nodiscard]] std::optional<DecodedMessage> decode_message(std::string_view text);

}  // namespace shipvote::live
