// What the routes of a broadcaster and of those who control votes begin and end with.
#pragma once

#include <vector>

#include "foundation/outcome.h"
#include "http/message.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

// The channel of the path, once the token is its broadcaster's.
[[nodiscard]] Outcome<ChannelId> own_channel(RouteParts const& parts, http::Request const& request);

struct Control {
  ChannelId channel;
  Reader reader = Reader::anyone;  // moderators open and close votes, but hidden counts are the broadcaster's alone
};
// The channel of the path, once the token may control its votes (Authorization::check_control).
[[nodiscard]] Outcome<Control> control_of_channel(RouteParts const& parts, http::Request const& request);

// The channel as its broadcaster may read it. `recent_ships` are those of the newest vote.
[[nodiscard]] http::Response channel_answer(int status, RouteParts const& parts, service::ChannelView const& view,
                                            std::vector<ShipId> const& recent_ships);

}  // namespace shipvote::web
