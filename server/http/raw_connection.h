// A client that sends exactly the bytes it is given and reads what comes back: for tests of servers. Blocking, with a
// time-out on every wait; a failed wait shows as an empty or partial answer.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shipvote::http {

struct RawAnswer {
  int status = 0;                                            // 0: no answer
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The first header of that (lower-case) name, or an empty text.
  [[nodiscard]] std::string header(std::string_view name) const {
    for (auto const& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  [[nodiscard]] bool has(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(), [&](auto const& entry) { return entry.first == name; });
  }
};

// For one thread.
class RawConnection {
 public:
  // To 127.0.0.1. A small receive buffer makes a client that soon stops taking what it is sent.
  explicit RawConnection(std::uint16_t port, int receive_buffer_bytes = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    timeval const patience{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer_bytes > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* const untyped = &address;
    connected_ = ::connect(socket_, static_cast<sockaddr*>(untyped), sizeof address) == 0;
  }
  ~RawConnection() { close(); }
  RawConnection(RawConnection const&) = delete;
  RawConnection& operator=(RawConnection const&) = delete;

  [[nodiscard]] bool connected() const noexcept { return connected_; }

  // False when the server no longer takes it.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  // The next answer. `without_body`: to a HEAD request. Answers 1xx are answers of their own.
  [[nodiscard]] RawAnswer read_answer(bool without_body = false) {
    RawAnswer answer = read_head();
    bool const bodiless = without_body || answer.status < 200 || answer.status == 204 || answer.status == 304;
    if (bodiless) return answer;
    if (answer.header("transfer-encoding") == "chunked") {
      for (std::string chunk = read_chunk(); !chunk.empty(); chunk = read_chunk()) answer.body += chunk;
    } else if (answer.has("content-length")) {
      answer.body = read_bytes(std::strtoull(answer.header("content-length").c_str(), nullptr, 10));
    } else {
      answer.body = read_until_closed();
    }
    return answer;
  }

  [[nodiscard]] RawAnswer read_head() {
    RawAnswer answer;
    std::string const status_line = read_line();
    if (status_line.starts_with("HTTP/1.1 ")) answer.status = std::atoi(status_line.c_str() + 9);
    for (std::string line = read_line(); !line.empty(); line = read_line()) {
      std::size_t const colon = std::min(line.find(':'), line.size());
      std::string name = line.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
      answer.headers.emplace_back(std::move(name), line.substr(std::min(colon + 2, line.size())));
    }
    return answer;
  }

  // One chunk of a chunked body; empty after the last one (or when the server is gone).
  [[nodiscard]] std::string read_chunk() {
    std::string chunk = read_bytes(std::strtoull(read_line().c_str(), nullptr, 16));
    (void)read_line();
    return chunk;
  }

  [[nodiscard]] std::string read_bytes(std::size_t bytes) {
    while (received_.size() < bytes && receive()) {
    }
    return take(std::min(bytes, received_.size()));
  }

  [[nodiscard]] std::string read_until_closed() {
    while (receive()) {
    }
    return take(received_.size());
  }

  // Waits until the server closes; false when it sends something instead, or nothing at all for too long.
  [[nodiscard]] bool closed_by_server() {
    if (!received_.empty()) return false;
    bool const more = receive();
    return !more && !timed_out_;
  }

 private:
  [[nodiscard]] bool receive() {
    std::array<char, 16 * 1024> bytes{};
    auto const count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    timed_out_ = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (count <= 0) return false;
    received_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
  }
  [[nodiscard]] std::string take(std::size_t bytes) {
    std::string taken = received_.substr(0, bytes);
    received_.erase(0, bytes);
    return taken;
  }
  // Without its end.
  [[nodiscard]] std::string read_line() {
    std::size_t end = received_.find("\r\n");
    while (end == std::string::npos && receive()) end = received_.find("\r\n");
    if (end == std::string::npos) return take(received_.size());
    std::string line = take(end);
    (void)take(2);
    return line;
  }

  int socket_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string received_;
};

}  // namespace shipvote::http
