#include "bench/load.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/endpoint.h"

namespace shipvote::bench {
namespace {

std::string answer_with(std::string const& body, int status = 200) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

// Answers the n-th request, over all connections, with the pieces that `reply` gives for n; none hangs up.
class ScriptedServer {
 public:
  using Reply = std::function<std::vector<std::string>(int)>;

  explicit ScriptedServer(Reply reply) : reply_(std::move(reply)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.number(), generic, size) != 0 || ::listen(listener_.number(), 64) != 0 ||
        ::getsockname(listener_.number(), generic, &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread{[this] { accept_all(); }};
  }
  ~ScriptedServer() {
    ::shutdown(listener_.number(), SHUT_RDWR);
    acceptor_.join();
    for (auto& session : sessions_) session.join();
  }
  ScriptedServer(ScriptedServer const&) = delete;
  ScriptedServer& operator=(ScriptedServer const&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  void accept_all() {
    for (;;) {
      int const socket = ::accept(listener_.number(), nullptr, nullptr);
      if (socket < 0) return;
      sessions_.emplace_back([this, socket] { serve(Descriptor{socket}); });
    }
  }

  void serve(Descriptor const& socket) {
    std::string received;
    std::array<char, 4096> chunk{};
    for (;;) {
      auto const bytes = ::recv(socket.number(), chunk.data(), chunk.size(), 0);
      if (bytes <= 0) return;
      received.append(chunk.data(), static_cast<std::size_t>(bytes));
      if (!received.ends_with("\r\n\r\n")) continue;
      received.clear();
      auto const pieces = reply_(requests_++);
      if (pieces.empty()) return;
      for (auto const& piece : pieces) ::send(socket.number(), piece.data(), piece.size(), MSG_NOSIGNAL);
    }
  }

  Reply reply_;
  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> requests_{0};
  std::vector<std::thread> sessions_;
  std::thread acceptor_;
};

LoadResult load_on(ScriptedServer const& server, std::size_t requests, std::string const& expected) {
  PreparedRequests prepared;
  prepared.add("GET / HTTP/1.1\r\n\r\n");
  LoadPlan plan;
  plan.port = server.port();
  plan.connections = 3;
  plan.request_count = requests;
  plan.expected.body = expected;
  return run_load(plan, prepared);
}

TEST(Load, SendsEveryRequestOnce) {
  ScriptedServer const server{[](int) { return std::vector{answer_with("fine")}; }};
  auto const result = load_on(server, 100, "fine");
  EXPECT_EQ(result.answered, 100U);
  EXPECT_EQ(result.unexpected, 0U);
  EXPECT_EQ(result.latencies.total(), 100U);
  EXPECT_EQ(server.requests(), 100);
  EXPECT_GT(result.per_second(), 0);
}

TEST(Load, KeepsThePace) {
  ScriptedServer const server{[](int) { return std::vector{answer_with("fine")}; }};
  PreparedRequests prepared;
  prepared.add("GET / HTTP/1.1\r\n\r\n");
  LoadPlan plan;
  plan.port = server.port();
  plan.connections = 3;
  plan.request_count = 50;
  plan.per_second = 1'000;
  plan.expected.body = "fine";
  auto const result = run_load(plan, prepared);
  EXPECT_EQ(result.answered, 50U);
  EXPECT_EQ(server.requests(), 50);
  EXPECT_GE(result.elapsed, std::chrono::milliseconds{49});  // the last one is not sent before
}

TEST(Load, PutsPiecesTogether) {
  ScriptedServer const server{
      [](int) { return std::vector<std::string>{"HTTP/1.1 20", "0 OK\r\ncontent-length: 4\r", "\n\r\nfi", "ne"}; }};
  EXPECT_EQ(load_on(server, 6, "fine").answered, 6U);
}

TEST(Load, TakesLongBodies) {
  std::string const body(300'000, 'x');
  ScriptedServer const server{[&](int) { return std::vector{answer_with(body)}; }};
  EXPECT_EQ(load_on(server, 20, body).answered, 20U);
}

TEST(Load, CountsWhatItDidNotExpect) {
  ScriptedServer const server{[](int number) {
    if (number % 4 == 1) return std::vector{answer_with("fine", 503)};
    if (number % 4 == 3) return std::vector{answer_with("evil")};
    return std::vector{answer_with("fine")};
  }};
  auto const result = load_on(server, 40, "fine");
  EXPECT_EQ(result.answered, 20U);
  EXPECT_EQ(result.unexpected, 20U);
  EXPECT_EQ(result.latencies.total(), 20U);
  EXPECT_FALSE(result.first_unexpected.empty());
}

TEST(Load, ConnectsAgainAfterALostConnection) {
  ScriptedServer const server{
      [](int number) { return number % 5 == 4 ? std::vector<std::string>{} : std::vector{answer_with("fine")}; }};
  auto const result = load_on(server, 50, "fine");
  EXPECT_EQ(result.answered, 40U);
  EXPECT_EQ(result.unexpected, 10U);
  EXPECT_EQ(result.reconnects, 10U);
}

TEST(Load, GivesUpOnAServerThatNeverAnswers) {
  ScriptedServer const server{[](int) { return std::vector<std::string>{"HTTP/1.1 200 OK\r\n"}; }};
  PreparedRequests prepared;
  prepared.add("GET / HTTP/1.1\r\n\r\n");
  LoadPlan plan;
  plan.port = server.port();
  plan.connections = 1;
  plan.request_count = 1;
  plan.patience = std::chrono::milliseconds{150};
  EXPECT_THROW(static_cast<void>(run_load(plan, prepared)), std::runtime_error);
}

}  // namespace
}  // namespace shipvote::bench
