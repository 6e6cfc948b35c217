// A server on its loops, for tests.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "http/raw_connection.h"
#include "http/server.h"

namespace shipvote::http {

using namespace std::chrono_literals;

// Where handlers wait until the test lets them go on.
class Gate {
 public:
  boost::asio::awaitable<void> pass() {
    co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void()>(
        [](auto handler, Gate* gate) {
          auto const shared = std::make_shared<decltype(handler)>(std::move(handler));
          std::lock_guard const lock(gate->mutex_);
          gate->waiting_.push_back([shared] {
            boost::asio::post(boost::asio::get_associated_executor(*shared), [shared] { std::move (*shared)(); });
          });
          gate->arrived_.notify_all();
        },
        boost::asio::use_awaitable, this);
  }
  // Blocks until so many wait.
  void await(std::size_t count) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(arrived_.wait_for(lock, 30s, [&] { return waiting_.size() >= count; }));
  }
  void open() {
    std::vector<std::function<void()>> released;
    {
      std::lock_guard const lock(mutex_);
      released.swap(waiting_);
    }
    for (auto const& release : released) release();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::function<void()>> waiting_;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    settings.sweep_every = 2ms;
    router.add(Method::get, "/hello", [](Request const&) -> boost::asio::awaitable<Response> {
      Response response(200, std::string("{\"hello\":true}"));
      response.etag = "\"v1\"";
      co_return response;
    });
    router.add(Method::post, "/echo", [](Request const& request) -> boost::asio::awaitable<Response> {
      co_return Response(200, std::string(request.body), "text/plain");
    });
    router.add(Method::get, "/wait/:name", [this](Request const& request) -> boost::asio::awaitable<Response> {
      co_await gate.pass();
      co_return Response(200, std::string(request.parameters[0]), "text/plain");
    });
    router.add(Method::get, "/throws", [](Request const&) -> boost::asio::awaitable<Response> {
      throw std::runtime_error("on purpose");
      co_return Response();
    });
  }
  ~ServerTest() override {
    gate.open();
    if (server) server->drain(0ms);
  }

  void start(std::size_t loop_count = 2) {
    loops = std::make_unique<EventLoops>(loop_count);
    auto bound = Server::bind(*loops, settings, std::move(router));
    ASSERT_TRUE(bound.ok()) << bound.refusal().message;
    server = std::move(bound).value();
    server->start();
    loops->start();
  }
  // Until something that the server does by itself has come about.
  template <class Condition>
  [[nodiscard]] static bool eventually(Condition condition) {
    auto const latest = std::chrono::steady_clock::now() + 30s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > latest) return false;
      std::this_thread::yield();
    }
    return true;
  }
  [[nodiscard]] RawAnswer ask(std::string const& request) {
    RawConnection connection(server->port());
    connection.send(request);
    return connection.read_answer();
  }
  [[nodiscard]] static std::string get(std::string const& path, std::string const& further_headers = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + further_headers + "\r\n";
  }
  [[nodiscard]] static std::string post(std::string const& path, std::string const& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }
  static void expect_refusal(RawAnswer const& answer, int status, std::string const& code) {
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("content-type"), "application/json; charset=utf-8");
    EXPECT_TRUE(answer.body.starts_with("{\"ok\":false,\"code\":\"" + code + "\",\"message\":\"")) << answer.body;
    EXPECT_TRUE(answer.body.ends_with("\"}")) << answer.body;
  }

  ServerSettings settings;
  Router router;
  Gate gate;
  std::unique_ptr<EventLoops> loops;
  std::unique_ptr<Server> server;
};

}  // namespace shipvote::http
