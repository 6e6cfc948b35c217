// Many calls at once, queues, and the end of the client while calls are under way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "http/client.h"
#include "http/client_test_server.h"

namespace shipvote::http {
namespace {

using test::failure_of;
using test::reply;
using test::request_to;
using test::response_of;
using test::ServedConnection;
using test::TestServer;
using testing::HasSubstr;

// A gate that many threads wait at.
class ThreadGate {
 public:
  void open() {
    std::lock_guard const lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

TEST(ClientConcurrency, ManyConcurrentCallsAreAllAnsweredOverFewConnections) {
  TestServer server{TestServer::answering(
      [](std::string const& request) { return reply(request.substr(5, request.find(' ', 5) - 5)); })};
  ClientSettings settings;
  settings.connections_per_host = 4;
  auto const client = Client::start(settings);
  constexpr int per_thread = 500;
  std::mutex mutex;
  std::multiset<std::string> answers;
  std::promise<void> all;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int index = 0; index < per_thread; ++index) {
        client->call(request_to(server.url("/" + std::to_string(thread * per_thread + index))),
                     [&](OutgoingResult result) {
                       std::string body = response_of(std::move(result)).body;
                       std::lock_guard const lock{mutex};
                       answers.insert(std::move(body));
                       if (answers.size() == 4 * per_thread) all.set_value();
                     });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  all.get_future().wait();
  for (int index = 0; index < 4 * per_thread; ++index) EXPECT_EQ(answers.count(std::to_string(index)), 1U) << index;
  EXPECT_LE(server.accepted(), 4U);
  EXPECT_EQ(client->figures().in_flight, 0U);
}

TEST(ClientConcurrency, AHostThatHangsHoldsUpNoOther) {
  TestServer hanging{[](ServedConnection& connection) {
    while (connection.read_more()) {
    }
  }};
  TestServer quick{TestServer::answering([](std::string const&) { return reply("ok"); })};
  ClientSettings settings;
  settings.connections_per_host = 2;
  auto const client = Client::start(settings);
  std::atomic<int> failed{0};
  for (int index = 0; index < 20; ++index) {
    client->call(request_to(hanging.url("/")), [&failed](OutgoingResult) { ++failed; });
  }
  EXPECT_EQ(response_of(call_and_wait(*client, request_to(quick.url("/")))).body, "ok");
  EXPECT_EQ(failed, 0);
  client->stop();
  EXPECT_EQ(failed, 20);
}

TEST(ClientConcurrency, CallsThatWaitGoByTheirTurn) {
  std::mutex mutex;
  std::string order;
  TestServer server{TestServer::answering([&](std::string const& request) {
    std::lock_guard const lock{mutex};
    order += request.substr(5, 2);  // of "GET /u1 HTTP/1.1"
    return reply("ok");
  })};
  ClientSettings settings;
  settings.connections_per_host = 1;
  auto const client = Client::start(settings);
  std::atomic<int> left{6};
  std::promise<void> all;
  // From inside an answer, so that all of them wait before the client looks at any.
  client->call(request_to(server.url("/00")), [&](OutgoingResult) {
    for (auto const& [path, turn] :
         {std::pair{"/l1", CallTurn::last}, std::pair{"/u1", CallTurn::usual}, std::pair{"/f1", CallTurn::first},
          std::pair{"/l2", CallTurn::last}, std::pair{"/u2", CallTurn::usual}, std::pair{"/f2", CallTurn::first}}) {
      auto request = request_to(server.url(path));
      request.turn = turn;
      client->call(std::move(request), [&](OutgoingResult) {
        if (--left == 0) all.set_value();
      });
    }
  });
  all.get_future().wait();
  std::lock_guard const lock{mutex};
  EXPECT_EQ(order, "00f1f2u1u2l1l2");
}

TEST(ClientConcurrency, CallsOfTheLastTurnHaveTheirShareWhereOthersNeverEnd) {
  std::mutex mutex;
  std::string order;
  TestServer server{TestServer::answering([&](std::string const& request) {
    std::lock_guard const lock{mutex};
    order += request.at(5);  // of "GET /u HTTP/1.1"
    return reply("ok");
  })};
  ClientSettings settings;
  settings.connections_per_host = 1;
  auto const client = Client::start(settings);
  constexpr auto before = limits::outgoing_calls_before_last;
  std::atomic<std::size_t> left{3 * before};
  std::promise<void> all;
  auto const call = [&](char const* path, CallTurn turn) {
    auto request = request_to(server.url(path));
    request.turn = turn;
    client->call(std::move(request), [&](OutgoingResult) {
      if (--left == 0) all.set_value();
    });
  };
  client->call(request_to(server.url("/0")), [&](OutgoingResult) {
    call("/l", CallTurn::last);
    call("/l", CallTurn::last);
    for (std::size_t index = 0; index < 3 * before - 2; ++index) call("/f", CallTurn::first);
  });
  all.get_future().wait();
  std::string const others(before - 1, 'f');
  std::lock_guard const lock{mutex};
  EXPECT_EQ(order, "0" + others + "l" + others + "l" + std::string(before, 'f'));
}

TEST(ClientConcurrency, WaitingCallsOfEveryTurnAreFailedInTimeAndAtTheEnd) {
  TestServer hanging{[](ServedConnection& connection) {
    while (connection.read_more()) {
    }
  }};
  ClientSettings settings;
  settings.connections_per_host = 1;
  auto const client = Client::start(settings);
  client->call(request_to(hanging.url("/")), [](OutgoingResult) {});
  std::atomic<int> failed{0};
  std::promise<void> expired;
  for (auto const turn : {CallTurn::first, CallTurn::usual, CallTurn::last}) {
    auto request = request_to(hanging.url("/"));
    request.turn = turn;
    client->call(request, [&failed](OutgoingResult result) {
      EXPECT_THAT(failure_of(std::move(result)).detail, HasSubstr("shutting down"));
      ++failed;
    });
    request.timeout = std::chrono::milliseconds{50};
    client->call(request, [&](OutgoingResult result) {
      EXPECT_TRUE(failure_of(std::move(result)).timed_out);
      if (++failed == 3) expired.set_value();
    });
  }
  expired.get_future().wait();
  client->stop();
  EXPECT_EQ(failed, 6);
}

TEST(ClientConcurrency, TooManyWaitingCallsAreRefusedAtOnce) {
  ThreadGate gate;
  TestServer server{TestServer::answering([&gate](std::string const&) {
    gate.wait();
    return reply("ok");
  })};
  ClientSettings settings;
  settings.connections_per_host = 1;
  settings.calls_waiting = 3;
  auto const client = Client::start(settings);
  std::mutex mutex;
  int answered = 0;
  int refused = 0;
  std::promise<void> some_refused;
  std::promise<void> all;
  constexpr int calls = 40;
  for (int index = 0; index < calls; ++index) {
    client->call(request_to(server.url("/")), [&](OutgoingResult result) {
      std::lock_guard const lock{mutex};
      if (std::holds_alternative<OutgoingResponse>(result)) {
        ++answered;
      } else if (++refused == calls - 4) {  // one on its way, three waiting
        some_refused.set_value();
      }
      if (answered + refused == calls) all.set_value();
    });
    // Lets the first call leave the queue, so that the counts below are certain.
    while (index == 0 && server.accepted() == 0) std::this_thread::yield();
  }
  some_refused.get_future().wait();  // while nothing has been answered yet
  gate.open();
  all.get_future().wait();
  EXPECT_EQ(answered, 4);
  EXPECT_EQ(client->figures().failures, static_cast<std::uint64_t>(calls - 4));
}

TEST(ClientConcurrency, StopFailsWhatIsInFlightAndWhatComesLaterExactlyOnce) {
  TestServer server{[](ServedConnection& connection) {
    while (connection.read_more()) {
    }
  }};
  ClientSettings settings;
  settings.connections_per_host = 2;
  auto const client = Client::start(settings);
  constexpr int calls = 100;
  std::vector<std::atomic<int>> told(calls);
  for (auto& each : told) {
    client->call(request_to(server.url("/")), [&each](OutgoingResult result) {
      EXPECT_FALSE(failure_of(std::move(result)).timed_out);
      ++each;
    });
  }
  while (server.accepted() == 0) std::this_thread::yield();
  client->stop();
  for (auto const& each : told) EXPECT_EQ(each, 1);
  client->stop();
  EXPECT_THAT(failure_of(call_and_wait(*client, request_to(server.url("/")))).detail, HasSubstr("shutting down"));
  EXPECT_EQ(client->figures().in_flight, 0U);
  EXPECT_EQ(client->figures().failures, 101U);
}

TEST(ClientConcurrency, StopWhileManyThreadsCallTellsEveryOneExactlyOnce) {
  TestServer server{TestServer::answering([](std::string const&) { return reply("ok"); })};
  auto const client = Client::start({});
  constexpr int per_thread = 300;
  std::vector<std::atomic<int>> told(3 * per_thread);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (std::size_t thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::size_t index = 0; index < per_thread; ++index) {
        auto& each = told[thread * per_thread + index];
        client->call(request_to(server.url("/")), [&each](OutgoingResult) { ++each; });
      }
    });
  }
  while (client->figures().calls < per_thread) std::this_thread::yield();
  client->stop();
  for (std::thread& thread : threads) thread.join();
  for (auto const& each : told) EXPECT_EQ(each, 1);
}

TEST(ClientConcurrency, DoneMayCallAgain) {
  TestServer server{TestServer::answering([](std::string const&) { return reply("ok"); })};
  auto const client = Client::start({});
  std::promise<int> finished;
  std::function<void(int)> again = [&](int left) {
    client->call(request_to(server.url("/")), [&, left](OutgoingResult result) {
      EXPECT_EQ(response_of(std::move(result)).body, "ok");
      if (left == 0) {
        finished.set_value(0);
      } else {
        again(left - 1);
      }
    });
  };
  again(20);
  finished.get_future().wait();
  EXPECT_EQ(server.accepted(), 1U);
}

}  // namespace
}  // namespace shipvote::http
