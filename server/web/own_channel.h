// What all routes of a broadcaster's settings begin and end with.
#pragma once

#include <vector>

#include "foundation/outcome.h"
#include "http/message.h"
#include "web/route_parts.h"

namespace shipvote::web {

// The channel of the path, once the token is its broadcaster's.
[[nodiscard]] Outcome<ChannelId> own_channel(RouteParts const& parts, http::Request const& request);

// The channel as its broadcaster may read it. `recent_ships` are those of the newest vote.
[[nodiscard]] http::Response channel_answer(int status, RouteParts const& parts, service::ChannelView const& view,
                                            std::vector<ShipId> const& recent_ships);

}  // namespace shipvote::web
