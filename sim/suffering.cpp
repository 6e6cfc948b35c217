#include "sim/suffering.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sim/simulator.h"

namespace shipvote::sim {

boost::asio::awaitable<void> dawdle(Simulator const& simulator, std::chrono::milliseconds how_long) {
  constexpr std::chrono::milliseconds look_again{20};
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  auto const deadline = std::chrono::steady_clock::now() + how_long;
  while (!simulator.stopping() && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(look_again);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

boost::asio::awaitable<http::Response> fall_silent(Simulator const& simulator) {
  co_await dawdle(simulator, longest_silence);
  http::Response response(504, std::string{}, "");
  response.close_connection = true;
  co_return response;
}

}  // namespace shipvote::sim
