// The three types of live messages that version 3 of the front end knows (docs/platforms/old-clients.md,
// "Live messages").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shipvote::live {

enum class MessageType : std::uint8_t { vote_status, vote_progress, channel_update };
inline constexpr std::size_t message_types = 3;

[[nodiscard]] constexpr std::string_view message_type_text(MessageType type) noexcept {
  switch (type) {
    case MessageType::vote_status: return "vote_status";
    case MessageType::vote_progress: return "vote_progress";
    case MessageType::channel_update: return "channel_update";
  }
  return "";
}

}  // namespace shipvote::live
