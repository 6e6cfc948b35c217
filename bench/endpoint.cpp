#include "bench/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "bench/answer_head.h"

namespace shipvote::bench {
namespace {

[[noreturn]] void fail(char const* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// The socket functions take every kind of address through one pointer type.
sockaddr* generic(sockaddr_in& address) noexcept {
  return reinterpret_cast<sockaddr*>(&address);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

Descriptor new_socket() {
  Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!socket.open()) fail("socket");
  return socket;
}

void limit_waiting(int socket, std::chrono::milliseconds timeout) {
  timeval const limit{.tv_sec = timeout.count() / 1000, .tv_usec = (timeout.count() % 1000) * 1000};
  if (::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0) fail("SO_RCVTIMEO");
  if (::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0) fail("SO_SNDTIMEO");
}

void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (open()) ::close(number_);
}

Descriptor connect_to(std::uint16_t port) {
  auto socket = new_socket();
  int const yes = 1;
  if (::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) fail("TCP_NODELAY");
  auto address = loopback(port);
  if (::connect(socket.number(), generic(address), sizeof address) != 0) fail("connect");
  return socket;
}

std::uint16_t free_port() {
  auto const socket = new_socket();
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket.number(), generic(address), size) != 0) fail("bind");
  if (::getsockname(socket.number(), generic(address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

Answer ask(std::uint16_t port, std::string_view request, std::chrono::milliseconds timeout) {
  auto const socket = connect_to(port);
  limit_waiting(socket.number(), timeout);
  send_all(socket.number(), request);
  std::string received;
  std::array<char, 65536> chunk{};
  AnswerHead head;
  auto state = HeadState::incomplete;
  while (state == HeadState::incomplete || received.size() < head.head_bytes + head.body_bytes) {
    auto const bytes = ::recv(socket.number(), chunk.data(), chunk.size(), 0);
    if (bytes < 0) fail("no answer");
    if (bytes == 0) throw std::runtime_error("the connection was closed before the answer was whole");
    received.append(chunk.data(), static_cast<std::size_t>(bytes));
    if (state == HeadState::incomplete) state = read_head(received, head);
    if (state == HeadState::malformed) throw std::runtime_error("no HTTP answer: " + received.substr(0, 200));
  }
  return Answer{head.status, received.substr(head.head_bytes, head.body_bytes)};
}

}  // namespace shipvote::bench
