// What all connections of one loop share.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/response_head.h"
#include "http/router.h"
#include "http/server.h"
#include "http/sweeper.h"

namespace shipvote::http {

// A socket that knows its loop's concrete executor, which spares the indirection of any_io_executor.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Counted on one thread, read on any.
class Counter {
 public:
  void add() noexcept { count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  void remove() noexcept { count_.store(count_.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> count_{0};
};

struct LoopFigures {
  Counter requests;
  Counter connections_refused;
  Counter accept_failures;
  Counter timeouts;
  Counter malformed;
  Counter handler_failures;
  Counter streams_open;
  Counter streams_cut_off;
  std::array<Counter, 6> answers_by_class;
  std::vector<Counter> requests_by_route;  // parallel to Router::routes()
};

// What all loops of a server share.
struct Serving {
  Serving(ServerSettings server_settings, Router server_router)
      : settings(std::move(server_settings)),
        router(std::move(server_router)),
        cross_origin(settings.allowed_origins) {}

  ServerSettings const settings;
  Router const router;
  CrossOrigin const cross_origin;
  std::atomic<std::size_t> connections_open{0};
  std::atomic<bool> draining{false};
  std::mutex drained_mutex;
  std::condition_variable drained;  // connections_open has become zero while draining
};

// One of the connections that a server may have; given back with the object.
class ConnectionSlot {
 public:
  // Nothing above the limit.
  [[nodiscard]] static ConnectionSlot take(std::shared_ptr<Serving> serving);
  ConnectionSlot() = default;
  ConnectionSlot(ConnectionSlot&&) noexcept = default;
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;
  ~ConnectionSlot();
  explicit operator bool() const noexcept { return serving_ != nullptr; }

 private:
  std::shared_ptr<Serving> serving_;
};

// For the loop's thread; figures for any.
class ServingLoop {
 public:
  ServingLoop(boost::asio::io_context& io, std::shared_ptr<Serving> shared);

  [[nodiscard]] bool draining() const noexcept { return serving->draining.load(std::memory_order_relaxed); }
  [[nodiscard]] std::string_view date() const noexcept { return date_; }
  // Sixteen characters that no other request of this or another loop or run is likely to have.
  void write_request_id(std::span<char, 16> id) noexcept;
  // Looks at the clocks: time-outs and the Date header.
  void tick();

  boost::asio::io_context& loop;
  std::shared_ptr<Serving> const serving;
  LoopFigures figures;
  Sweeper sweeper;
  std::string head;                      // scratch for composing, reused by all
  std::array<char, 16 * 1024> unread{};  // scratch for what nobody reads
  std::size_t refused_now = 0;           // connections being told that the server is full

 private:
  void refresh_date();

  std::string date_;
  long long date_second_ = -1;
  std::uint32_t id_start_;
  std::uint32_t id_next_ = 0;
};

}  // namespace shipvote::http
