// The threads that serve: one event loop each.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace shipvote::http {

// Owns the loops and their threads. Made before and destroyed after everything that runs on them.
class EventLoops {
 public:
  explicit EventLoops(std::size_t count);  // at least 1
  ~EventLoops();                           // stops and joins
  EventLoops(EventLoops const&) = delete;
  EventLoops& operator=(EventLoops const&) = delete;

  [[nodiscard]] std::size_t count() const noexcept;
  [[nodiscard]] boost::asio::io_context& loop(std::size_t index) noexcept;
  void start();
  void stop();  // idempotent; from outside the loops

 private:
  std::vector<std::unique_ptr<boost::asio::io_context>> loops_;
  std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
  std::vector<std::thread> threads_;
};

}  // namespace shipvote::http
