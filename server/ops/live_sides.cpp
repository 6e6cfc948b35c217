#include "ops/live_sides.h"

#include <algorithm>

#include "foundation/limits.h"
#include "ops/setting_values.h"

namespace shipvote::ops {

std::string_view live_messages_text(LiveMessages messages) noexcept {
  switch (messages) {
    case LiveMessages::web: return "web";
    case LiveMessages::edges: return "edges";
    case LiveMessages::off: return "off";
  }
  return {};
}

std::optional<LiveMessages> parse_live_messages(std::string_view text) noexcept {
  for (auto const side : {LiveMessages::web, LiveMessages::edges}) {
    if (live_messages_text(side) == text) return side;
  }
  auto const flag = parse_switch(text);
  if (!flag) return std::nullopt;
  return *flag ? LiveMessages::web : LiveMessages::off;
}

std::optional<ChannelShare> parse_share(std::string_view text) noexcept {
  auto const slash = std::min(text.find('/'), text.size());
  auto const of = parse_count(text.substr(std::min(slash + 1, text.size())), 1, limits::edge_shares);
  if (!of) return std::nullopt;
  auto const number = parse_count(text.substr(0, slash), 1, *of);
  if (!number) return std::nullopt;
  return ChannelShare{static_cast<std::uint32_t>(*number), static_cast<std::uint32_t>(*of)};
}

bool is_edge_name(std::string_view text) noexcept {
  constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
  return !text.empty() && text.size() <= limits::edge_name_bytes &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace shipvote::ops
