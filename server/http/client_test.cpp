#include "http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "http/client_test_server.h"

namespace shipvote::http {
namespace {

using namespace std::chrono_literals;
using test::failure_of;
using test::reply;
using test::request_to;
using test::response_of;
using test::ServedConnection;
using test::TestServer;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Client, SendsAGetAsAsked) {
  TestServer server{TestServer::answering([](std::string const& request) { return reply(request); })};
  auto const client = Client::start({});
  OutgoingRequest request = request_to(server.url("/a/b?c=d"));
  request.headers = {{"Client-Id", "abc"}, {"X-Empty", ""}};
  OutgoingResponse const response = response_of(call_and_wait(*client, request));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, StartsWith("GET /a/b?c=d HTTP/1.1\r\n"));
  EXPECT_THAT(response.body, HasSubstr("\r\nClient-Id: abc\r\n"));
  EXPECT_THAT(response.body, HasSubstr("\r\nX-Empty:"));
  EXPECT_THAT(response.body, HasSubstr("\r\nUser-Agent: shipvote\r\n"));
  EXPECT_THAT(response.body, Not(HasSubstr("Content-Type")));
}

TEST(Client, SendsBodiesWithEveryMethod) {
  TestServer server{TestServer::answering([](std::string const& request) { return reply(request); })};
  auto const client = Client::start({});
  for (std::string const method : {"POST", "PUT", "PATCH", "DELETE"}) {
    OutgoingRequest request = request_to(server.url("/x"), method, std::string("a\0b", 3));
    request.headers = {{"Content-Type", "application/json"}};
    OutgoingResponse const response = response_of(call_and_wait(*client, request));
    EXPECT_THAT(response.body, StartsWith(method + " /x HTTP/1.1\r\n"));
    EXPECT_THAT(response.body, HasSubstr("\r\nContent-Type: application/json\r\n"));
    EXPECT_THAT(response.body, Not(HasSubstr("Expect")));
    EXPECT_THAT(response.body, testing::EndsWith(std::string("\r\n\r\na\0b", 7)));
  }
}

TEST(Client, APostWithoutABodyIsStillAPost) {
  TestServer server{TestServer::answering([](std::string const& request) { return reply(request); })};
  auto const client = Client::start({});
  OutgoingResponse const response = response_of(call_and_wait(*client, request_to(server.url("/x"), "POST")));
  EXPECT_THAT(response.body, StartsWith("POST /x "));
  EXPECT_THAT(response.body, HasSubstr("Content-Length: 0\r\n"));
}

TEST(Client, NothingOfAnEarlierRequestIsLeftInTheNext) {
  TestServer server{TestServer::answering([](std::string const& request) { return reply(request); })};
  auto const client = Client::start({});
  OutgoingRequest first = request_to(server.url("/x"), "PUT", "secret body");
  first.headers = {{"Authorization", "Bearer abc"}};
  static_cast<void>(response_of(call_and_wait(*client, first)));
  OutgoingResponse const second = response_of(call_and_wait(*client, request_to(server.url("/y"))));
  EXPECT_THAT(second.body, StartsWith("GET /y "));
  EXPECT_THAT(second.body, Not(HasSubstr("Authorization")));
  EXPECT_THAT(second.body, Not(HasSubstr("secret")));
}

TEST(Client, EveryStatusIsAnAnswerAndRedirectsAreNotFollowed) {
  TestServer server{TestServer::answering([](std::string const& request) {
    std::string const status = request.substr(5, 3);
    return reply("", status + " Some Reason", "Location: /200\r\n");
  })};
  auto const client = Client::start({});
  for (int const status : {200, 204, 301, 302, 307, 400, 401, 404, 429, 500, 503}) {
    auto const response = response_of(call_and_wait(*client, request_to(server.url("/" + std::to_string(status)))));
    EXPECT_EQ(response.status, status);
  }
}

TEST(Client, HeaderNamesAreLowerCaseAndInterimAnswersAreDropped) {
  TestServer server{TestServer::answering([](std::string const&) {
    return "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" +
           reply("body", "200 OK", "X-MIXED-Case:  Some Value \r\nRetry-After: 7\r\n");
  })};
  auto const client = Client::start({});
  OutgoingResponse const response = response_of(call_and_wait(*client, request_to(server.url("/"))));
  EXPECT_EQ(response.header("x-mixed-case"), "Some Value");
  EXPECT_EQ(response.header("retry-after"), "7");
  EXPECT_EQ(response.header("x-early"), "");
  EXPECT_EQ(response.body, "body");
}

TEST(Client, AnAnswerThatDoesNotComeTimesOut) {
  TestServer server{[](ServedConnection& connection) {
    while (connection.read_more()) {
    }
  }};
  auto const client = Client::start({});
  OutgoingRequest request = request_to(server.url("/?key=secret"));
  request.timeout = 50ms;
  OutgoingFailure const failure = failure_of(call_and_wait(*client, request));
  EXPECT_TRUE(failure.timed_out);
  EXPECT_TRUE(failure.was_sent);
  EXPECT_THAT(failure.detail, Not(HasSubstr("secret")));
  EXPECT_EQ(client->figures().failures, 1U);
}

TEST(Client, WaitingForAConnectionCountsAgainstTheTimeout) {
  TestServer server{[](ServedConnection& connection) {
    while (connection.read_more()) {
    }
  }};
  ClientSettings settings;
  settings.connections_per_host = 1;
  auto const client = Client::start(settings);
  std::promise<OutgoingResult> held;
  client->call(request_to(server.url("/held")), [&held](OutgoingResult result) { held.set_value(std::move(result)); });
  OutgoingRequest request = request_to(server.url("/late"));
  request.timeout = 50ms;
  auto const late = failure_of(call_and_wait(*client, request));
  EXPECT_TRUE(late.timed_out);
  EXPECT_FALSE(late.was_sent);
  client->stop();
  EXPECT_FALSE(failure_of(held.get_future().get()).timed_out);
}

TEST(Client, ARefusedConnectionIsAFailure) {
  std::string url;
  {
    TestServer server{TestServer::answering([](std::string const&) { return reply(""); })};
    url = server.url("/");
  }
  auto const client = Client::start({});
  auto const failure = failure_of(call_and_wait(*client, request_to(url)));
  EXPECT_FALSE(failure.timed_out);
  EXPECT_FALSE(failure.was_sent);
}

TEST(Client, AnAnswerCutShortIsAFailure) {
  TestServer server{[](ServedConnection& connection) {
    static_cast<void>(connection.next_request());
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  }};
  auto const client = Client::start({});
  static_cast<void>(failure_of(call_and_wait(*client, request_to(server.url("/")))));
}

TEST(Client, AnAnswerAboveTheLimitIsCutOff) {
  TestServer server{[](ServedConnection& connection) {
    static_cast<void>(connection.next_request());
    std::string const piece(64 * 1024, 'x');
    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (connection.write("10000\r\n" + piece + "\r\n")) {  // until the client hangs up
    }
  }};
  auto const client = Client::start({});
  EXPECT_THAT(failure_of(call_and_wait(*client, request_to(server.url("/")))).detail, HasSubstr("limit"));
}

TEST(Client, AnAnswerOfExactlyTheLimitIsTaken) {
  TestServer server{
      TestServer::answering([](std::string const&) { return reply(std::string(limits::outgoing_answer_bytes, 'x')); })};
  auto const client = Client::start({});
  EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/")))).body.size(),
            limits::outgoing_answer_bytes);
}

TEST(Client, HeadersAboveTheLimitAreCutOff) {
  TestServer server{[](ServedConnection& connection) {
    static_cast<void>(connection.next_request());
    connection.write("HTTP/1.1 200 OK\r\n");
    while (connection.write("X-More: " + std::string(1'000, 'x') + "\r\n")) {
    }
  }};
  auto const client = Client::start({});
  EXPECT_THAT(failure_of(call_and_wait(*client, request_to(server.url("/")))).detail, HasSubstr("limit"));
}

TEST(Client, RefusesWhatIsNoPlainHttpRequest) {
  auto const client = Client::start({});
  for (std::string const url : {"file:///etc/passwd", "ftp://localhost/", "localhost/", "", "http://", "http://a@b/",
                                "http://localhost/\r\nX: y"}) {
    static_cast<void>(failure_of(call_and_wait(*client, request_to(url))));
  }
  static_cast<void>(failure_of(call_and_wait(*client, request_to("http://127.0.0.1:1/", "GET / HTTP/1.1\r\n"))));
  OutgoingRequest request = request_to("http://127.0.0.1:1/");
  request.headers = {{"Authorization", "a\r\nX-Other: b"}};
  EXPECT_EQ(failure_of(call_and_wait(*client, request)).detail, "malformed header");
}

TEST(Client, KeepsItsConnectionForTheNextCall) {
  TestServer server{TestServer::answering([](std::string const&) { return reply("ok"); })};
  auto const client = Client::start({});
  for (int index = 0; index < 50; ++index) {
    EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/"), "POST", "x"))).status, 200);
  }
  EXPECT_EQ(server.accepted(), 1U);
  EXPECT_EQ(client->figures().connections, 1U);
  EXPECT_EQ(client->figures().calls, 50U);
  EXPECT_EQ(client->figures().failures, 0U);
}

// Takes the second request of a connection, and ends without an answer.
TestServer::Serve breaking_at_the_second(std::atomic<int>& taken) {
  return [&taken](ServedConnection& connection) {
    if (connection.next_request().empty()) return;
    ++taken;
    if (!connection.write(reply("first"))) return;
    if (!connection.next_request().empty()) ++taken;
  };
}

TEST(Client, WhatCarriesABodyIsNeverSentTwice) {
  for (std::string const method : {"POST", "PATCH", "PUT"}) {
    std::atomic<int> taken{0};
    TestServer server{breaking_at_the_second(taken)};
    auto const client = Client::start({});
    EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/x"), method, "once"))).body, "first");
    auto const failure = failure_of(call_and_wait(*client, request_to(server.url("/x"), method, "and once")));
    EXPECT_TRUE(failure.was_sent);
    EXPECT_FALSE(failure.timed_out);
    EXPECT_EQ(taken, 2) << method << ": it may have been done";
    auto const next = response_of(call_and_wait(*client, request_to(server.url("/x"), method, "something else")));
    EXPECT_EQ(next.body, "first") << method << ": what failed is over";
  }
}

TEST(Client, WhatWasSentStaysSentWhereNobodyListensAnyMore) {
  TestServer* listening = nullptr;
  TestServer server{[&listening](ServedConnection& connection) {
    if (connection.next_request().empty() || !connection.write(reply("first"))) return;
    if (!connection.next_request().empty()) listening->stop_accepting();
  }};
  listening = &server;
  auto const client = Client::start({});
  EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/x"), "POST", "once"))).body, "first");
  EXPECT_TRUE(failure_of(call_and_wait(*client, request_to(server.url("/x"), "POST", "and once"))).was_sent);
  EXPECT_FALSE(failure_of(call_and_wait(*client, request_to(server.url("/x"), "POST", "and more"))).was_sent);
}

TEST(Client, WhatOnlyAsksIsSentAgainWhereAKeptConnectionBreaks) {
  std::atomic<int> taken{0};
  TestServer server{breaking_at_the_second(taken)};
  auto const client = Client::start({});
  for (int count = 0; count < 2; ++count) {
    EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/x")))).body, "first");
  }
  EXPECT_EQ(taken, 3);
}

TEST(Client, AConnectionThatTheServerClosedIsMadeAnew) {
  TestServer server{[](ServedConnection& connection) {
    static_cast<void>(connection.next_request());
    connection.write(reply("ok"));
  }};
  auto const client = Client::start({});
  for (int index = 0; index < 5; ++index) {
    EXPECT_EQ(response_of(call_and_wait(*client, request_to(server.url("/")))).body, "ok");
  }
}

}  // namespace
}  // namespace shipvote::http
