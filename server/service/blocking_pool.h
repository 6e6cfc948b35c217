// A few threads for calls that block (database reads, Wargaming), so that the event loops never do.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

#include "foundation/limits.h"

namespace shipvote::service {

// More calls wait than the pool allows. Answered with `overloaded`.
class PoolOverloaded : public std::runtime_error {
 public:
  PoolOverloaded() : std::runtime_error("too many blocking calls wait") {}
};

class BlockingPool {
 public:
  BlockingPool(std::size_t threads, std::size_t most_waiting);
  ~BlockingPool();
  BlockingPool(BlockingPool const&) = delete;
  BlockingPool& operator=(BlockingPool const&) = delete;

  // False when full or stopped: the call was not taken. Any thread.
  [[nodiscard]] bool submit(std::function<void()> call);

  // Runs `call` on the pool and comes back to the awaiting coroutine's executor with its value or its exception. Throws
  // PoolOverloaded when it was not taken.
  template <class Call>
  [[nodiscard]] boost::asio::awaitable<std::invoke_result_t<Call&>> run(Call call);

  // Runs what was taken, then ends the threads. Idempotent.
  void stop();

 private:
  void work();

  std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

template <class Call>
boost::asio::awaitable<std::invoke_result_t<Call&>> BlockingPool::run(Call call) {
  using Value = std::invoke_result_t<Call&>;
  constexpr bool nothing = std::is_void_v<Value>;
  std::conditional_t<nothing, char, std::optional<Value>> value{};
  std::exception_ptr fault;
  bool taken = true;
  auto const executor = co_await boost::asio::this_coro::executor;

  auto const start = [&](auto handler) {
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    taken = submit([&, executor, resume] {
      try {
        if constexpr (nothing) {
          call();
        } else {
          value.emplace(call());
        }
      } catch (...) {
        fault = std::current_exception();
      }
      boost::asio::post(executor, [resume] { std::move (*resume)(); });
    });
    if (!taken) boost::asio::post(executor, [resume] { std::move (*resume)(); });
  };
  co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void()>(start, boost::asio::use_awaitable);

  if (!taken) throw PoolOverloaded{};
  if (fault) std::rethrow_exception(fault);
  if constexpr (!nothing) co_return std::move(*value);
}

}  // namespace shipvote::service
