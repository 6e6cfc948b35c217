// Waiting for a socket in a coroutine on the socket's own loop.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <tuple>
#include <utility>

#include "http/serving_loop.h"

namespace shipvote::http {

inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

// Nothing could be written or read just now; the socket is sound.
[[nodiscard]] inline bool blocked(boost::system::error_code const& error) noexcept {
  namespace asio = boost::asio;
  return error == asio::error::would_block || error == asio::error::try_again || error == asio::error::interrupted;
}

// As async_read_some with `as_result`, but the coroutine is resumed directly: its executor is any_io_executor, and
// going through that costs an allocation and a dispatch for each operation although both are the same loop. The lambda
// between them has no executor of its own, which lets Asio call it where the socket completes.
[[nodiscard]] inline auto read_some(Socket& socket, boost::asio::mutable_buffer buffer) {
  return boost::asio::async_initiate<decltype(as_result), void(boost::system::error_code, std::size_t)>(
      [](auto handler, Socket* from, boost::asio::mutable_buffer into) {
        from->async_read_some(into, [handler = std::move(handler)](auto error, std::size_t bytes) mutable {
          std::move(handler)(error, bytes);
        });
      },
      as_result, &socket, buffer);
}

}  // namespace shipvote::http
