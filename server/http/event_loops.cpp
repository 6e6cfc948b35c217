#include "http/event_loops.h"

#include <algorithm>
#include <exception>

#include "foundation/log.h"

namespace shipvote::http {

namespace {

thread_local std::optional<std::size_t> current_loop;

// An exception that nobody caught ends one piece of work, not the loop.
void run_until_stopped(boost::asio::io_context& loop, std::size_t index) {
  current_loop = index;
  while (!loop.stopped()) {
    try {
      loop.run();
    } catch (std::exception const& error) {
      log::error("loop_exception", {{"loop", index}, {"error", error.what()}});
    } catch (...) {
      log::error("loop_exception", {{"loop", index}, {"error", "unknown"}});
    }
  }
}

}  // namespace

EventLoops::EventLoops(std::size_t count) {
  for (std::size_t index = 0; index < std::max<std::size_t>(count, 1); ++index) {
    // Posting from other threads stays locked; the reactor's own locks are not needed with one thread a loop.
    loops_.push_back(std::make_unique<boost::asio::io_context>(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO));
    guards_.emplace_back(loops_.back()->get_executor());
  }
}

EventLoops::~EventLoops() { stop(); }

std::size_t EventLoops::count() const noexcept { return loops_.size(); }

boost::asio::io_context& EventLoops::loop(std::size_t index) noexcept { return *loops_[index]; }

std::optional<std::size_t> EventLoops::current() noexcept { return current_loop; }

void EventLoops::start() {
  if (!threads_.empty()) return;
  for (std::size_t index = 0; index < loops_.size(); ++index) {
    threads_.emplace_back([this, index] { run_until_stopped(*loops_[index], index); });
  }
}

void EventLoops::stop() {
  for (auto& loop : loops_) loop->stop();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace shipvote::http
