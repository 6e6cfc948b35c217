// Serving HTTP/1.1: listener, connections, limits, time-outs.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/limits.h"
#include "foundation/outcome.h"
#include "http/event_loops.h"
#include "http/router.h"

namespace shipvote::http {

struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see Server::port
  std::size_t connections = limits::connections;
  std::size_t body_bytes = limits::request_body_bytes;
  std::chrono::milliseconds request_timeout = limits::request_timeout;
  std::chrono::milliseconds idle_timeout = limits::idle_timeout;
  std::chrono::milliseconds write_stall_timeout = limits::write_stall_timeout;
  std::chrono::milliseconds handler_timeout = limits::handler_timeout;
  std::chrono::milliseconds linger_timeout = limits::linger_timeout;
  std::chrono::milliseconds sweep_every = limits::sweep_every;  // how late a time-out may come
  // Origins that browsers may call from, exact ("https://abc.ext-twitch.tv"); "*" for all. Empty: no CORS headers.
  std::vector<std::string> allowed_origins;
  // Every JSON error of the server itself has the form {"ok":false,"code":…,"message":…}.
};

struct RouteFigure {
  Method method = Method::other;
  std::string pattern;  // "/api/channels/:id"
  std::uint64_t requests = 0;
};

struct ServerFigures {
  std::uint64_t requests = 0;
  std::uint64_t connections_open = 0;     // now
  std::uint64_t connections_refused = 0;  // above the limit: answered with 503 and closed
  std::uint64_t accept_failures = 0;      // out of descriptors and the like
  std::uint64_t timeouts = 0;             // requests too slow, handlers given up, listeners that stopped reading
  std::uint64_t malformed = 0;            // requests refused before a handler saw them
  std::uint64_t handler_failures = 0;     // exceptions and responses that cannot be sent, answered with 500
  std::uint64_t streams_open = 0;         // now
  std::uint64_t streams_cut_off = 0;      // listeners that fell behind
  std::array<std::uint64_t, 6> answers_by_class{};  // [2]: 2xx …
  std::vector<RouteFigure> routes;                  // in the order in which they were added
};

// One listener on every loop (SO_REUSEPORT). A connection stays on the loop that accepted it.
class Server {
 public:
  // Refused when the address cannot be bound, with words that name it. Accepts from start() on.
  [[nodiscard]] static Outcome<std::unique_ptr<Server>> bind(EventLoops& loops, ServerSettings settings, Router router);
  virtual ~Server() = default;

  virtual void start() = 0;
  [[nodiscard]] virtual std::uint16_t port() const noexcept = 0;
  // Stops accepting, closes idle connections and streams, lets requests in flight be answered (with Connection: close)
  // until the deadline, then cuts off the rest. Blocks; call from outside the loops. Idempotent.
  virtual void drain(std::chrono::milliseconds deadline) = 0;
  [[nodiscard]] virtual ServerFigures figures() const = 0;
};

}  // namespace shipvote::http
