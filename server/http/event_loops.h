// The threads that serve: one event loop each.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace shipvote::http {

// Owns the loops and their threads. Made before and destroyed after everything that runs on them.
// Any thread may post to a loop; everything else (sockets, timers) must be touched from that loop's thread alone,
// because the loops do without locks around I/O. One thread runs each loop, so what runs on it needs no strand.
class EventLoops {
 public:
  explicit EventLoops(std::size_t count);  // at least 1
  ~EventLoops();                           // stops and joins
  EventLoops(EventLoops const&) = delete;
  EventLoops& operator=(EventLoops const&) = delete;

  [[nodiscard]] std::size_t count() const noexcept;
  [[nodiscard]] boost::asio::io_context& loop(std::size_t index) noexcept;
  // Which loop runs the calling thread (of whichever EventLoops): for code that must be answered where it asked.
  // Nothing on other threads.
  [[nodiscard]] static std::optional<std::size_t> current() noexcept;
  // Once. What was posted before runs then.
  void start();
  // Work that has not run yet is dropped with the loops. Idempotent; from outside the loops.
  void stop();

 private:
  std::vector<std::unique_ptr<boost::asio::io_context>> loops_;
  std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
  std::vector<std::thread> threads_;
};

}  // namespace shipvote::http
