// Sockets to servers on this machine (127.0.0.1), and one request at a time over them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace shipvote::bench {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  [[nodiscard]] int number() const noexcept { return number_; }
  [[nodiscard]] bool open() const noexcept { return number_ >= 0; }

 private:
  int number_ = -1;
};

// A TCP connection without Nagle's delay, still blocking. Throws std::system_error when nobody listens.
[[nodiscard]] Descriptor connect_to(std::uint16_t port);

// A port that nobody listens on right now.
[[nodiscard]] std::uint16_t free_port();

struct Answer {
  int status = 0;
  std::string body;
};

// Sends one whole request on a connection of its own and reads the answer. Throws std::runtime_error when no proper
// answer comes within `timeout`.
[[nodiscard]] Answer ask(std::uint16_t port, std::string_view request,
                         std::chrono::milliseconds timeout = std::chrono::seconds{30});

}  // namespace shipvote::bench
