// The one line about a result that goes to a channel's chat.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "voting/channel.h"
#include "voting/vote.h"

namespace shipvote::live {

// The name of a ship; empty where it is not known.
using ShipName = std::function<std::string(ShipId)>;

// Winner, share in per cent and number of voters of a closed vote; with a tie the tied ships, as many as there is room
// for. At most limits::chat_characters long, whatever the names; of a ship without a name the id. Empty when nobody
// voted, or while the vote is open. Language::automatic is English.
[[nodiscard]] std::string chat_line(voting::Vote const& vote, voting::Language language, ShipName const& name_of);

// The length of a UTF-8 text as platforms count it that write characters beyond the first 65,536 as two.
[[nodiscard]] std::size_t chat_length(std::string_view text) noexcept;

}  // namespace shipvote::live
