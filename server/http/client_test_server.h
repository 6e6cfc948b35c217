// A small server for the client's tests: raw sockets on 127.0.0.1, a thread per connection, TLS on request.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/outgoing_call.h"

namespace shipvote::http::test {

// One accepted connection. Reading gives nothing once the other side has gone or the server stops.
class ServedConnection {
 public:
  ServedConnection(int socket, SSL_CTX* tls) : socket_(socket) {
    if (tls == nullptr) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, socket_);
    usable_ = SSL_accept(ssl_) == 1;
  }
  ~ServedConnection() {
    if (ssl_ != nullptr) SSL_free(ssl_);
  }
  ServedConnection(ServedConnection const&) = delete;
  ServedConnection& operator=(ServedConnection const&) = delete;

  [[nodiscard]] bool usable() const { return usable_; }

  // False: no more bytes.
  bool read_more() {
    char bytes[16 * 1024];
    auto const got =
        ssl_ != nullptr ? SSL_read(ssl_, bytes, sizeof bytes) : static_cast<int>(recv(socket_, bytes, sizeof bytes, 0));
    if (got <= 0) return false;
    unread.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const sent = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                        : static_cast<int>(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // The next HTTP/1.1 request (head and body as sent), or an empty text at the end.
  std::string next_request() {
    std::size_t head_end = std::string::npos;
    while ((head_end = unread.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return {};
    }
    std::size_t length = 0;
    std::size_t const field = unread.find("Content-Length: ");
    if (field != std::string::npos && field < head_end) length = std::strtoul(unread.c_str() + field + 16, nullptr, 10);
    std::size_t const whole = head_end + 4 + length;
    while (unread.size() < whole) {
      if (!read_more()) return {};
    }
    std::string request = unread.substr(0, whole);
    unread.erase(0, whole);
    return request;
  }

  std::string unread;

 private:
  int socket_;
  SSL* ssl_ = nullptr;
  bool usable_ = true;
};

// `serve` is called on a thread of its own for each connection, which closes when it returns.
class TestServer {
 public:
  using Serve = std::function<void(ServedConnection&)>;

  explicit TestServer(Serve serve, SSL_CTX* tls = nullptr) : serve_(std::move(serve)), tls_(tls) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, any, length) != 0 || listen(listener_, 256) != 0 || getsockname(listener_, any, &length) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
  }

  ~TestServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (int const open : sockets_) shutdown(open, SHUT_RDWR);
    for (std::thread& thread : threads_) thread.join();
    for (int const open : sockets_) close(open);
    close(listener_);
  }
  TestServer(TestServer const&) = delete;
  TestServer& operator=(TestServer const&) = delete;

  // Answers every request of every connection with what `answer` makes of it; an empty text ends the connection.
  static Serve answering(std::function<std::string(std::string const&)> answer) {
    return [answer = std::move(answer)](ServedConnection& connection) {
      for (std::string request = connection.next_request(); !request.empty(); request = connection.next_request()) {
        std::string const reply = answer(request);
        if (reply.empty() || !connection.write(reply)) return;
      }
    };
  }

  [[nodiscard]] std::string url(std::string_view path, std::string_view scheme = "http",
                                std::string_view host = "127.0.0.1") const {
    return std::string{scheme} + "://" + std::string{host} + ":" + std::to_string(port_) + std::string{path};
  }
  // From now on connections are refused; those that there are go on.
  void stop_accepting() const { shutdown(listener_, SHUT_RDWR); }
  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }

 private:
  void accept_all() {
    for (;;) {
      int const accepted = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) return;
      ++accepted_;
      sockets_.push_back(accepted);
      threads_.emplace_back([this, accepted] {
        sigset_t broken_pipe;  // OpenSSL writes to the socket without MSG_NOSIGNAL
        sigemptyset(&broken_pipe);
        sigaddset(&broken_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        ServedConnection connection{accepted, tls_};
        if (connection.usable()) serve_(connection);
        shutdown(accepted, SHUT_RDWR);
      });
    }
  }

  Serve serve_;
  SSL_CTX* tls_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<std::uint64_t> accepted_{0};
  std::vector<int> sockets_;  // both touched by the acceptor only, then by the destructor
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

inline std::string reply(std::string_view body, std::string_view status = "200 OK", std::string_view headers = {}) {
  return "HTTP/1.1 " + std::string{status} + "\r\n" + std::string{headers} +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

inline OutgoingRequest request_to(std::string url, std::string method = "GET", std::string body = {}) {
  OutgoingRequest request;
  request.url = std::move(url);
  request.method = std::move(method);
  request.body = std::move(body);
  return request;
}

inline OutgoingResponse response_of(OutgoingResult result) {
  if (auto const* failure = std::get_if<OutgoingFailure>(&result)) {
    ADD_FAILURE() << "no answer: " << failure->detail;
    return {};
  }
  return std::get<OutgoingResponse>(std::move(result));
}

inline OutgoingFailure failure_of(OutgoingResult result) {
  if (auto const* response = std::get_if<OutgoingResponse>(&result)) {
    ADD_FAILURE() << "answered with " << response->status;
    return OutgoingFailure{false, ""};
  }
  return std::get<OutgoingFailure>(std::move(result));
}

}  // namespace shipvote::http::test
