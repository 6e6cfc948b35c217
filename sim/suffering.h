// Answers that come late or never: waits that end when the simulator stops, or after a bound.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "http/message.h"

namespace shipvote::sim {

class Simulator;

// Longer than any sensible client waits.
inline constexpr std::chrono::seconds longest_silence{30};

// Says nothing for `longest_silence`, then closes the connection with a 504.
[[nodiscard]] boost::asio::awaitable<http::Response> fall_silent(Simulator const& simulator);

// Waits before an answer.
[[nodiscard]] boost::asio::awaitable<void> dawdle(Simulator const& simulator, std::chrono::milliseconds how_long);

}  // namespace shipvote::sim
