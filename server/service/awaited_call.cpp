#include "service/awaited_call.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace shipvote::service {

namespace asio = boost::asio;

asio::awaitable<OutgoingResult> awaited_call(OutgoingCaller& caller, OutgoingRequest request) {
  auto const executor = co_await asio::this_coro::executor;
  OutgoingResult result = OutgoingFailure{false, "not called"};
  auto const start = [&](auto handler) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    caller.call(std::move(request), [&result, executor, resume](OutgoingResult told) {
      result = std::move(told);
      asio::post(executor, [resume] { std::move (*resume)(); });
    });
  };
  co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(start, asio::use_awaitable);
  co_return result;
}

}  // namespace shipvote::service
