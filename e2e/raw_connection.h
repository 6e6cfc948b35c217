// A TCP connection to the server that stays open and sends what it is told, byte for byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace shipvote::e2e {

class RawConnection {
 public:
  // To 127.0.0.1. Throws std::system_error when nobody listens.
  explicit RawConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval const longest{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return;
    int const error = errno;
    ::close(socket_);
    throw std::system_error(error, std::generic_category(), "connecting");
  }
  ~RawConnection() {
    if (socket_ >= 0) ::close(socket_);
  }
  RawConnection(RawConnection&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  RawConnection& operator=(RawConnection&&) = delete;

  void send(std::string_view bytes) const { (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // What arrives until there has been `end`, or until the other side closes.
  [[nodiscard]] std::string receive_until(std::string_view end) const {
    std::string text;
    std::array<char, 4096> bytes{};
    while (text.find(end) == std::string::npos) {
      auto const count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (count <= 0) break;
      text.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return text;
  }
  // What arrives next; empty once the other side has closed, or when nothing came for 30 s.
  [[nodiscard]] std::string receive_some() const {
    std::array<char, 4096> bytes{};
    auto const count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    return count <= 0 ? std::string{} : std::string{bytes.data(), static_cast<std::size_t>(count)};
  }

 private:
  int socket_;
};

}  // namespace shipvote::e2e
