#include "service/blocking_pool.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <string>
#include <thread>

namespace shipvote::service {
namespace {

namespace asio = boost::asio;

// Runs a coroutine on `loop`, on this thread, until it is through, and hands out what it threw. The loop has to outlive
// the pool, whose thread may still be on its way out of the post that woke it.
template <class Value>
Value run_on(asio::io_context& loop, asio::awaitable<Value> work) {
  std::promise<Value> promise;
  asio::co_spawn(loop, std::move(work), [&promise](std::exception_ptr fault, Value value) {
    if (fault) {
      promise.set_exception(fault);
    } else {
      promise.set_value(std::move(value));
    }
  });
  loop.restart();
  loop.run();
  return promise.get_future().get();
}

asio::awaitable<std::pair<std::thread::id, std::thread::id>> threads_seen(BlockingPool& pool) {
  auto const inside = co_await pool.run([] { return std::this_thread::get_id(); });
  co_return std::pair{inside, std::this_thread::get_id()};
}

TEST(BlockingPoolTest, WorksOnItsOwnThreadAndComesBackToTheCaller) {
  asio::io_context loop{1};
  BlockingPool pool{2, 10};
  auto const [inside, after] = run_on(loop, threads_seen(pool));
  EXPECT_NE(inside, std::this_thread::get_id());
  EXPECT_EQ(after, std::this_thread::get_id());
}

asio::awaitable<std::string> failing(BlockingPool& pool) {
  co_return co_await pool.run([]() -> std::string { throw std::runtime_error("no disk"); });
}

TEST(BlockingPoolTest, ExceptionsReachWhoeverWaits) {
  asio::io_context loop{1};
  BlockingPool pool{1, 10};
  try {
    (void)run_on(loop, failing(pool));
    FAIL() << "nothing was thrown";
  } catch (std::runtime_error const& fault) {
    EXPECT_STREQ(fault.what(), "no disk");
  }
}

asio::awaitable<int> seven(BlockingPool& pool) {
  co_return co_await pool.run([] { return 7; });
}

TEST(BlockingPoolTest, RefusesWhatWouldWaitBeyondTheLimit) {
  asio::io_context loop{1};
  BlockingPool pool{1, 1};
  std::promise<void> go;
  std::promise<void> started;
  ASSERT_TRUE(pool.submit([&] {
    started.set_value();
    go.get_future().wait();
  }));
  started.get_future().wait();
  ASSERT_TRUE(pool.submit([] {}));   // waits
  EXPECT_FALSE(pool.submit([] {}));  // one too many
  EXPECT_THROW((void)run_on(loop, seven(pool)), PoolOverloaded);
  go.set_value();
  pool.stop();
}

TEST(BlockingPoolTest, StopFinishesWhatWasTakenAndTakesNoMore) {
  asio::io_context loop{1};
  BlockingPool pool{1, 100};
  int done = 0;
  for (int call = 0; call < 50; ++call) ASSERT_TRUE(pool.submit([&done] { ++done; }));
  pool.stop();
  EXPECT_EQ(done, 50);
  EXPECT_FALSE(pool.submit([&done] { ++done; }));
  EXPECT_THROW((void)run_on(loop, seven(pool)), PoolOverloaded);
  EXPECT_EQ(done, 50);
}

}  // namespace
}  // namespace shipvote::service
