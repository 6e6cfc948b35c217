#include <atomic>
#include <thread>

#include "http/server_fixture.h"

namespace shipvote::http {
namespace {

TEST_F(ServerTest, AnswersWithTheHeadersEveryAnswerHas) {
  start();
  RawAnswer const answer = ask(get("/hello"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"hello\":true}");
  EXPECT_EQ(answer.header("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("etag"), "\"v1\"");
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("x-request-id").size(), 16U);
  EXPECT_TRUE(answer.header("date").ends_with(" GMT"));
  EXPECT_FALSE(answer.has("connection"));
  EXPECT_FALSE(answer.has("access-control-allow-origin"));
  EXPECT_FALSE(answer.has("vary"));
}

TEST_F(ServerTest, KeepsTheConnectionForFurtherRequests) {
  start();
  RawConnection connection(server->port());
  std::string previous_id;
  for (int request = 0; request < 3; ++request) {
    connection.send(post("/echo", "body " + std::to_string(request)));
    RawAnswer const answer = connection.read_answer();
    EXPECT_EQ(answer.body, "body " + std::to_string(request));
    EXPECT_NE(answer.header("x-request-id"), previous_id);
    previous_id = answer.header("x-request-id");
  }
  EXPECT_EQ(server->figures().requests, 3U);
  EXPECT_EQ(server->figures().answers_by_class[2], 3U);
  EXPECT_EQ(server->figures().connections_open, 1U);
  for (auto const& route : server->figures().routes) {
    EXPECT_EQ(route.requests, route.pattern == "/echo" ? 3U : 0U) << route.pattern;
  }
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  start();
  RawConnection connection(server->port());
  std::string const chunked =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthird\r\n0\r\n\r\n";
  connection.send(get("/wait/first") + post("/echo", "second") + chunked + get("/wait/fourth") + get("/unknown"));
  gate.await(1);
  gate.open();
  EXPECT_EQ(connection.read_answer().body, "first");
  EXPECT_EQ(connection.read_answer().body, "second");
  EXPECT_EQ(connection.read_answer().body, "third");
  gate.await(1);
  gate.open();
  EXPECT_EQ(connection.read_answer().body, "fourth");
  EXPECT_EQ(connection.read_answer().status, 404);
}

TEST_F(ServerTest, ManyPipelinedRequestsBeyondTheBuffer) {
  start();
  RawConnection connection(server->port());
  std::string all;
  for (int request = 0; request < 500; ++request) all += post("/echo", std::to_string(request));
  std::thread sender([&] { connection.send(all); });
  for (int request = 0; request < 500; ++request) EXPECT_EQ(connection.read_answer().body, std::to_string(request));
  sender.join();
}

TEST_F(ServerTest, AHalfClosedClientStillGetsItsAnswer) {
  start();
  RawConnection connection(server->port());
  connection.send(get("/wait/last"));
  connection.finish_sending();
  gate.await(1);
  gate.open();
  EXPECT_EQ(connection.read_answer().body, "last");
  EXPECT_TRUE(connection.closed_by_server());
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  start();
  for (std::string const& request : {get("/hello", "Connection: close\r\n"), std::string("GET /hello HTTP/1.0\r\n\r\n"),
                                     std::string("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")}) {
    RawConnection connection(server->port());
    connection.send(request);
    RawAnswer const answer = connection.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(connection.closed_by_server());
  }
}

TEST_F(ServerTest, RefusesUnknownPathsAndMethods) {
  start();
  RawAnswer const unknown = ask(get("/nowhere"));
  expect_refusal(unknown, 404, "not_found");
  RawAnswer const wrong = ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  expect_refusal(wrong, 405, "method_not_allowed");
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
  expect_refusal(ask("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n"), 405, "method_not_allowed");
}

TEST_F(ServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  start();
  RawConnection connection(server->port());
  connection.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
  RawAnswer const head = connection.read_answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "14");
  EXPECT_EQ(head.header("etag"), "\"v1\"");
  EXPECT_EQ(connection.read_answer().body, "{\"hello\":true}");
}

TEST_F(ServerTest, WhatTheClientHasIsNotSentAgain) {
  start();
  RawConnection connection(server->port());
  connection.send(get("/hello", "If-None-Match: \"v0\", W/\"v1\"\r\n") + get("/hello", "If-None-Match: \"v0\"\r\n"));
  RawAnswer const unchanged = connection.read_answer();
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.header("etag"), "\"v1\"");
  EXPECT_EQ(unchanged.body, "");
  EXPECT_EQ(connection.read_answer().status, 200);
}

TEST_F(ServerTest, AHandlersOwnHeadersAreSent) {
  router.add(Method::post, "/things", [](Request const&) -> boost::asio::awaitable<Response> {
    Response response(201, std::string("{}"));
    response.headers.emplace_back("Location", "/things/1");
    response.headers.emplace_back("cache-control", "max-age=5");
    co_return response;
  });
  router.add(Method::delete_, "/things",
             [](Request const&) -> boost::asio::awaitable<Response> { co_return Response(204, std::string()); });
  start();
  RawConnection connection(server->port());
  connection.send(post("/things", "") + "DELETE /things HTTP/1.1\r\nHost: a\r\n\r\n");
  RawAnswer const created = connection.read_answer();
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.header("location"), "/things/1");
  EXPECT_EQ(created.header("cache-control"), "max-age=5");
  RawAnswer const deleted = connection.read_answer();
  EXPECT_EQ(deleted.status, 204);
  EXPECT_FALSE(deleted.has("content-length"));
  EXPECT_FALSE(deleted.has("content-type"));
}

TEST_F(ServerTest, AHandlerThatThrowsIsAnsweredWith500AndTheConnectionGoesOn) {
  start();
  RawConnection connection(server->port());
  connection.send(get("/throws") + get("/hello"));
  expect_refusal(connection.read_answer(), 500, "internal");
  EXPECT_EQ(connection.read_answer().status, 200);
  EXPECT_EQ(server->figures().handler_failures, 1U);
}

TEST_F(ServerTest, HeadersThatWouldSplitTheAnswerAreNotSent) {
  router.add(Method::get, "/split", [](Request const&) -> boost::asio::awaitable<Response> {
    Response response(200, std::string("secret"));
    response.headers.emplace_back("Location", "/a\r\nSet-Cookie: stolen=1");
    co_return response;
  });
  start();
  RawAnswer const answer = ask(get("/split"));
  expect_refusal(answer, 500, "internal");
  EXPECT_FALSE(answer.has("set-cookie"));
  EXPECT_FALSE(answer.has("location"));
}

TEST_F(ServerTest, ALargeSharedBodyArrivesWhole) {
  auto const body = std::make_shared<std::string const>(8'000'000, 'x');
  router.add(Method::get, "/large", [body](Request const&) -> boost::asio::awaitable<Response> {
    co_return Response(200, body, "text/plain");
  });
  start();
  RawConnection connection(server->port(), 4'096);
  connection.send(get("/large") + get("/hello"));
  EXPECT_EQ(connection.read_answer().body, *body);
  EXPECT_EQ(connection.read_answer().status, 200);
}

TEST_F(ServerTest, ABodyThatTheClientAsksForIsWaitedFor) {
  start();
  RawConnection connection(server->port());
  connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(connection.read_answer().status, 100);
  connection.send("body");
  EXPECT_EQ(connection.read_answer().body, "body");
}

struct OriginRow {
  std::vector<std::string> allowed;
  std::string origin;
  std::string permitted;  // Access-Control-Allow-Origin
  std::string vary;
};

class CrossOriginTest : public ServerTest, public ::testing::WithParamInterface<OriginRow> {};

TEST_P(CrossOriginTest, PermitsKnownOriginsAlone) {
  OriginRow const& row = GetParam();
  settings.allowed_origins = row.allowed;
  start(1);
  std::string const origin = row.origin.empty() ? "" : "Origin: " + row.origin + "\r\n";
  RawConnection connection(server->port());
  connection.send(get("/hello", origin) + get("/nowhere", origin) +
                  "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: POST\r\n" + origin + "\r\n");
  for (int const status : {200, 404, 204}) {
    RawAnswer const answer = connection.read_answer();
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("access-control-allow-origin"), row.permitted);
    EXPECT_EQ(answer.header("vary"), row.vary);
    EXPECT_EQ(answer.has("access-control-expose-headers"), !row.permitted.empty());
    bool const preflight = status == 204 && !row.permitted.empty();
    EXPECT_EQ(answer.header("access-control-allow-methods"), preflight ? "POST, OPTIONS" : "");
    EXPECT_EQ(answer.header("access-control-allow-headers"), preflight ? "Authorization, Content-Type" : "");
    EXPECT_EQ(answer.header("access-control-max-age"), preflight ? "86400" : "");
    EXPECT_EQ(answer.header("allow"), status == 204 ? "POST, OPTIONS" : "");
  }
}

std::vector<std::string> const two_origins{"https://a.ext-twitch.tv", "https://b.ext-twitch.tv"};

INSTANTIATE_TEST_SUITE_P(
    Rows, CrossOriginTest,
    ::testing::Values(OriginRow{{}, "https://a.ext-twitch.tv", "", ""},
                      OriginRow{two_origins, "https://b.ext-twitch.tv", "https://b.ext-twitch.tv", "Origin"},
                      OriginRow{two_origins, "https://c.ext-twitch.tv", "", "Origin"},
                      OriginRow{two_origins, "http://a.ext-twitch.tv", "", "Origin"},
                      OriginRow{two_origins, "null", "", "Origin"}, OriginRow{two_origins, "", "", "Origin"},
                      OriginRow{{"*"}, "https://c.ext-twitch.tv", "*", ""}));

TEST_F(ServerTest, OptionsOfTheWholeServer) {
  start();
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
  expect_refusal(ask("OPTIONS /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"), 404, "not_found");
}

TEST_F(ServerTest, ManyClientsAtOnceAreEachAnsweredTheirOwn) {
  start();
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&, client] {
      for (int round = 0; round < 5; ++round) {
        RawConnection connection(server->port());
        for (int request = 0; request < 20; ++request) {
          std::string const body = std::to_string(client) + ":" + std::to_string(round) + ":" + std::to_string(request);
          connection.send(post("/echo", body));
          if (connection.read_answer().body == body) ++right;
        }
        (void)server->figures();
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(right, 800);
  EXPECT_EQ(server->figures().requests, 800U);
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
}

TEST_F(ServerTest, HandlersMayBeResumedFromOtherThreads) {
  start();
  std::vector<std::thread> clients;
  std::atomic<int> right{0};
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      if (ask(get("/wait/" + std::to_string(client))).body == std::to_string(client)) ++right;
    });
  }
  gate.await(16);
  gate.open();
  for (auto& client : clients) client.join();
  EXPECT_EQ(right, 16);
}

TEST_F(ServerTest, AHandlerKnowsItsLoop) {
  router.add(Method::get, "/loop", [](Request const&) -> boost::asio::awaitable<Response> {
    co_return Response(200, EventLoops::current() ? std::to_string(*EventLoops::current()) : "none", "text/plain");
  });
  start(1);
  EXPECT_EQ(ask(get("/loop")).body, "0");
  EXPECT_FALSE(EventLoops::current());
}

TEST_F(ServerTest, AnAddressInUseIsRefusedInWords) {
  start();
  ServerSettings second;
  second.port = server->port();
  EventLoops other(1);
  auto const bound = Server::bind(other, second, Router());
  ASSERT_FALSE(bound.ok());
  EXPECT_EQ(bound.refusal().code, RefusalCode::invalid_settings);
  EXPECT_NE(bound.refusal().message.find("127.0.0.1:" + std::to_string(second.port)), std::string::npos);
  second.address = "nowhere";
  EXPECT_FALSE(Server::bind(other, second, Router()).ok());
}

}  // namespace
}  // namespace shipvote::http
