// Calling HTTP(S): one libcurl multi handle on a thread of its own; pooled connections, HTTP/2, verified certificates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "foundation/outgoing_call.h"

namespace shipvote::http {

struct ClientSettings {
  std::string user_agent = "shipvote";
  std::size_t connections_per_host = limits::outgoing_connections_per_host;
  std::size_t calls_waiting = limits::outgoing_calls_waiting;  // for a free connection, over all hosts
  std::string certificate_authorities;                         // a PEM file; empty: the system's
};

struct ClientFigures {
  std::uint64_t calls = 0;
  std::uint64_t failures = 0;     // no answer
  std::uint64_t connections = 0;  // made since the start
  std::uint64_t in_flight = 0;    // now; waiting for a connection included
};

// call() may be used from every thread, from inside `done` too. What it promises beyond OutgoingCaller:
//  - a request's timeout runs from call() on, so time spent waiting for a connection counts;
//  - calls that wait for a connection to the same host go by their turn, and within it in the order of their coming;
//    but those of the last turn let no more than limits::outgoing_calls_before_last others go before them;
//  - only http and https, certificates and host names always verified, no redirect followed, no cookies kept;
//  - the proxy variables of the environment are honoured, but never for this machine itself (localhost, 127.0.0.1);
//  - a request for which a kept connection broke before the first byte of an answer is sent once more, unless some of
//    its body has left: then that is the failure, because what carries a body must not be done twice;
//  - `done` runs on the client's thread and never under a lock. Two exceptions, where it runs inside call(): after
//    stop(), and when as many refused calls as calls_waiting still wait to be told.
class Client : public OutgoingCaller {
 public:
  // Throws std::runtime_error when libcurl cannot be set up.
  [[nodiscard]] static std::unique_ptr<Client> start(ClientSettings settings);
  [[nodiscard]] virtual ClientFigures figures() const noexcept = 0;
  // Fails what is in flight and everything later, ends the thread. Idempotent; also done by the destructor. Not from
  // inside `done`.
  virtual void stop() = 0;
};

}  // namespace shipvote::http
