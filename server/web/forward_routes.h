// What an edge passes on to shipvote-web as it is: opening a vote, and closing one.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "foundation/outgoing_call.h"
#include "http/router.h"
#include "service/channel_board.h"
#include "web/authorization.h"

namespace shipvote::web {

struct ForwardFigures {
  std::atomic<std::uint64_t> forwarded{0};
  std::atomic<std::uint64_t> failed{0};  // no answer came
};

// Lives as long as the router that uses it.
struct ForwardParts {
  Authorization const& authorization;
  service::ChannelBoard const& channels;
  OutgoingCaller& caller;
  std::string web_url;
  ForwardFigures& figures;
};

// The token is checked here already; shipvote-web checks it once more, and its answer is passed back unchanged. Without
// an answer: 503, and whether it was done can only be asked.
void add_forward_routes(http::Router& router, ForwardParts const& parts);

}  // namespace shipvote::web
