// A call out, awaited by a coroutine.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "foundation/outgoing_call.h"

namespace shipvote::service {

// Comes back to the awaiting coroutine's executor with what became of the call. The request's time-out bounds the wait.
[[nodiscard]] boost::asio::awaitable<OutgoingResult> awaited_call(OutgoingCaller& caller, OutgoingRequest request);

}  // namespace shipvote::service
