#include "sim/suffering.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sim/simulator.h"

namespace shipvote::sim {

boost::asio::awaitable<http::Response> fall_silent(Simulator const& simulator) {
  constexpr std::chrono::milliseconds look_again{20};
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  auto const deadline = std::chrono::steady_clock::now() + longest_silence;
  while (!simulator.stopping() && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(look_again);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
  http::Response response(504, std::string{}, "");
  response.close_connection = true;
  co_return response;
}

}  // namespace shipvote::sim
