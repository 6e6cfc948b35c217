// What one listener to a stream has yet to be sent; the end of a stream that others hold.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "http/message.h"

namespace shipvote::http {

class StreamConnection;

// Send and close from any thread; the rest belongs to the connection, on its loop. Outlives the connection if it must.
class StreamBacklog final : public Stream {
 public:
  StreamBacklog(boost::asio::io_context& loop, std::weak_ptr<StreamConnection> connection);

  bool send(SharedBytes bytes) override;
  void close() override;
  [[nodiscard]] bool closed() const noexcept override { return closed_.load(std::memory_order_acquire); }

  enum class State { open, closing, fell_behind };
  // Appends what was sent since the last time.
  [[nodiscard]] State take(std::vector<SharedBytes>& into);
  // That many bytes have left.
  void written(std::size_t bytes);
  // The listener is gone; nothing is posted to the loop from now on.
  void abandon();

 private:
  void wake();

  std::mutex mutex_;
  boost::asio::io_context* loop_;  // none when abandoned
  std::weak_ptr<StreamConnection> const connection_;
  std::vector<SharedBytes> pending_;
  std::size_t unsent_bytes_ = 0;
  bool woken_ = false;
  bool fell_behind_ = false;
  std::atomic<bool> closed_{false};
};

}  // namespace shipvote::http
