// Calling HTTP(S): one libcurl multi handle on a thread of its own; pooled connections, HTTP/2, verified certificates.
#pragma once

#include <memory>
#include <string>

#include "foundation/outgoing_call.h"

namespace shipvote::http {

struct ClientSettings {
  std::string user_agent = "shipvote";
  std::size_t connections_per_host = limits::outgoing_connections_per_host;
  std::size_t calls_waiting = limits::outgoing_calls_waiting;
  std::string certificate_authorities;  // a PEM file; empty: the system's
};

struct ClientFigures {
  std::uint64_t calls = 0;
  std::uint64_t failures = 0;     // no answer
  std::uint64_t connections = 0;  // made since the start
  std::uint64_t in_flight = 0;    // now
};

class Client : public OutgoingCaller {
 public:
  [[nodiscard]] static std::unique_ptr<Client> start(ClientSettings settings);
  [[nodiscard]] virtual ClientFigures figures() const noexcept = 0;
  // Fails what is in flight and everything later, ends the thread. Idempotent; also done by the destructor.
  virtual void stop() = 0;
};

}  // namespace shipvote::http
