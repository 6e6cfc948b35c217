// Who sends live messages to viewers: shipvote-web or its edges, and which edge for which channels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/ids.h"

namespace shipvote::ops {

// shipvote-web decides, and tells its edges.
enum class LiveMessages {
  web,    // shipvote-web itself
  edges,  // each shipvote-api for the channels of its share
  off,    // nobody: viewers learn of changes only by asking
};
[[nodiscard]] std::string_view live_messages_text(LiveMessages messages) noexcept;
// Also "on", "true" and "yes" for web, "false" and "no" for off.
[[nodiscard]] std::optional<LiveMessages> parse_live_messages(std::string_view text) noexcept;

// An edge's part of the channels: those whose id leaves `number - 1` when divided by `of`.
struct ChannelShare {
  std::uint32_t number = 1;  // from 1 to `of`
  std::uint32_t of = 1;      // to limits::edge_shares
  [[nodiscard]] bool has(ChannelId channel) const noexcept { return channel.value % of == number - 1; }
  [[nodiscard]] std::string text() const { return std::to_string(number) + "/" + std::to_string(of); }
  friend bool operator==(ChannelShare const&, ChannelShare const&) = default;
};
// "1/2".
[[nodiscard]] std::optional<ChannelShare> parse_share(std::string_view text) noexcept;

// What an edge may be called: letters, digits, ".", "-" and "_", 1 to limits::edge_name_bytes.
[[nodiscard]] bool is_edge_name(std::string_view text) noexcept;

}  // namespace shipvote::ops
