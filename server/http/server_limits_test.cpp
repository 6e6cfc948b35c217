// Limits, time-outs and the end of a server.
#include <sys/resource.h>

#include <thread>

#include "foundation/limits.h"
#include "http/server_fixture.h"

namespace shipvote::http {
namespace {

TEST_F(ServerTest, AMalformedRequestIsToldSoAndTheConnectionEnds) {
  start();
  RawConnection connection(server->port());
  connection.send("NONSENSE\r\n\r\n" + get("/hello"));
  RawAnswer const answer = connection.read_answer();
  expect_refusal(answer, 400, "invalid_request");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(connection.closed_by_server());
  EXPECT_EQ(server->figures().malformed, 1U);
  EXPECT_EQ(server->figures().requests, 0U);
}

TEST_F(ServerTest, ALargeHeaderIsRefused) {
  start();
  expect_refusal(ask(get("/hello", "X: " + std::string(limits::request_header_bytes, 'x') + "\r\n")), 431,
                 "header_too_large");
  EXPECT_EQ(ask(get("/hello", "X: " + std::string(limits::request_header_bytes - 200, 'x') + "\r\n")).status, 200);
}

TEST_F(ServerTest, ALargeBodyIsRefusedEarlyAndTheAnswerCanBeRead) {
  start();
  // Both clients send on, far more than the system buffers; the server must not reset the connection meanwhile.
  for (std::string const& head :
       {std::string("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"),
        std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3d0900\r\n")}) {
    RawConnection connection(server->port());
    EXPECT_TRUE(connection.send(head + std::string(4'000'000, 'x')));
    expect_refusal(connection.read_answer(), 413, "payload_too_large");
    connection.finish_sending();
    EXPECT_TRUE(connection.closed_by_server());
  }
  EXPECT_EQ(ask(post("/echo", std::string(settings.body_bytes, 'x'))).body.size(), settings.body_bytes);
  expect_refusal(ask(post("/echo", std::string(settings.body_bytes + 1, 'x'))), 413, "payload_too_large");
}

TEST_F(ServerTest, WhoSendsARequestTooSlowlyIsToldSo) {
  settings.request_timeout = 20ms;
  start();
  for (std::string const& part :
       {std::string("GET /hel"), std::string("GET /hello HTTP/1.1\r\nHost: a\r\n"),
        std::string("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbody"), get("/hello") + "GET"}) {
    RawConnection connection(server->port());
    connection.send(part);
    RawAnswer answer = connection.read_answer();
    if (answer.status == 200) answer = connection.read_answer();
    expect_refusal(answer, 408, "request_timeout");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(connection.closed_by_server());
  }
  EXPECT_EQ(server->figures().timeouts, 4U);
}

TEST_F(ServerTest, ATrickleDoesNotProlongTheTime) {
  settings.request_timeout = 50ms;
  start();
  RawConnection connection(server->port());
  connection.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: ");
  std::atomic<bool> told{false};
  std::thread trickle([&] {
    while (!told && connection.send("x")) std::this_thread::yield();
  });
  int const status = connection.read_answer().status;
  told = true;
  trickle.join();
  EXPECT_TRUE(status == 408 || status == 431) << status;
}

TEST_F(ServerTest, WhoSaysNothingIsLeftWithoutAnAnswer) {
  settings.request_timeout = 300ms;  // enough for a busy machine to connect and send
  settings.idle_timeout = 20ms;
  start();
  RawConnection silent(server->port());
  EXPECT_TRUE(silent.closed_by_server());
  RawConnection idle(server->port());
  idle.send(get("/hello"));
  EXPECT_EQ(idle.read_answer().status, 200);
  EXPECT_TRUE(idle.closed_by_server());
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
}

TEST_F(ServerTest, WhoDoesNotReadTheAnswerIsCutOff) {
  settings.write_stall_timeout = 20ms;
  auto const body = std::make_shared<std::string const>(30'000'000, 'x');
  router.add(Method::get, "/large", [body](Request const&) -> boost::asio::awaitable<Response> {
    co_return Response(200, body, "text/plain");
  });
  start();
  RawConnection connection(server->port(), 4'096);
  connection.send(get("/large"));
  EXPECT_TRUE(eventually([&] { return server->figures().timeouts == 1; }));
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
}

TEST_F(ServerTest, AHandlerThatNeverEndsIsGivenUp) {
  settings.handler_timeout = 20ms;
  settings.request_timeout = 5ms;
  start();
  RawConnection connection(server->port());
  connection.send(get("/wait/forever"));
  expect_refusal(connection.read_answer(), 503, "overloaded");
  EXPECT_TRUE(connection.closed_by_server());
  EXPECT_EQ(server->figures().timeouts, 1U);
  // The connection still belongs to the handler.
  EXPECT_EQ(server->figures().connections_open, 1U);
  gate.open();
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
}

TEST_F(ServerTest, AWaitingHandlerIsNoSlowRequest) {
  settings.request_timeout = 5ms;
  settings.idle_timeout = 5ms;
  start();
  RawConnection waiting(server->port());
  waiting.send(get("/wait/patiently"));
  gate.await(1);
  // Others come and go by time-out meanwhile.
  for (int other = 0; other < 5; ++other) EXPECT_TRUE(RawConnection(server->port()).closed_by_server());
  gate.open();
  EXPECT_EQ(waiting.read_answer().body, "patiently");
}

TEST_F(ServerTest, AClientMayLeaveWhileItsHandlerWaits) {
  start();
  for (int client = 0; client < 4; ++client) {
    RawConnection connection(server->port());
    connection.send(get("/wait/gone"));
  }
  gate.await(4);
  gate.open();
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
  EXPECT_EQ(ask(get("/hello")).status, 200);
}

TEST_F(ServerTest, AboveTheLimitConnectionsAreRefusedInWords) {
  settings.connections = 2;
  start();
  RawConnection first(server->port());
  RawConnection second(server->port());
  for (RawConnection* connection : {&first, &second}) {
    connection->send(get("/hello"));
    EXPECT_EQ(connection->read_answer().status, 200);
  }
  RawConnection third(server->port());
  third.send(get("/hello"));
  RawAnswer const answer = third.read_answer();
  expect_refusal(answer, 503, "overloaded");
  EXPECT_EQ(answer.header("retry-after"), "1");
  third.finish_sending();
  EXPECT_TRUE(third.closed_by_server());
  EXPECT_EQ(server->figures().connections_refused, 1U);
  first.close();
  EXPECT_TRUE(eventually([&] { return ask(get("/hello")).status == 200; }));
}

TEST_F(ServerTest, RunningOutOfDescriptorsIsSurvived) {
  start(1);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  RawConnection connection(server->port());
  connection.send(get("/hello"));
  ASSERT_EQ(connection.read_answer().status, 200);
  std::vector<int> taken;
  rlimit few = before;
  few.rlim_cur = 200;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  for (int descriptor = ::dup(0); descriptor >= 0; descriptor = ::dup(0)) taken.push_back(descriptor);
  ::close(taken.back());  // one for the client, none for the server
  taken.pop_back();
  RawConnection refused(server->port());
  bool const noticed = eventually([&] { return server->figures().accept_failures > 0; });
  for (int const descriptor : taken) ::close(descriptor);
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(noticed);
  refused.send(get("/hello"));
  EXPECT_EQ(refused.read_answer().status, 200);
  connection.send(get("/hello"));
  EXPECT_EQ(connection.read_answer().status, 200);
}

TEST_F(ServerTest, DrainingLetsRequestsInFlightEnd) {
  start();
  RawConnection idle(server->port());
  idle.send(get("/hello"));
  EXPECT_EQ(idle.read_answer().status, 200);
  RawConnection busy(server->port());
  busy.send(get("/wait/answered") + get("/hello"));
  gate.await(1);
  std::thread drain([&] { server->drain(30s); });
  EXPECT_TRUE(idle.closed_by_server());
  gate.open();
  RawAnswer const answer = busy.read_answer();
  EXPECT_EQ(answer.body, "answered");
  EXPECT_EQ(answer.header("connection"), "close");
  busy.finish_sending();
  drain.join();
  EXPECT_EQ(server->figures().connections_open, 0U);
  EXPECT_FALSE(RawConnection(server->port()).connected());
  server->drain(30s);
}

TEST_F(ServerTest, DrainingCutsOffWhatDoesNotEnd) {
  start();
  RawConnection stuck(server->port());
  stuck.send(get("/wait/never"));
  gate.await(1);
  server->drain(10ms);
  EXPECT_EQ(stuck.read_answer().status, 0);
  gate.open();
  EXPECT_TRUE(eventually([&] { return server->figures().connections_open == 0; }));
}

TEST_F(ServerTest, AServerThatNeverRanCanEnd) {
  loops = std::make_unique<EventLoops>(2);
  auto bound = Server::bind(*loops, settings, std::move(router));
  ASSERT_TRUE(bound.ok());
  bound.value()->drain(30s);
  bound.value()->drain(30s);
  bound.value()->start();
  EXPECT_FALSE(RawConnection(bound.value()->port()).connected());
}

TEST_F(ServerTest, LoopsMayEndWithConnectionsOpen) {
  start();
  RawConnection busy(server->port());
  busy.send(get("/wait/never"));
  gate.await(1);
  RawConnection idle(server->port());
  idle.send(get("/hello"));
  EXPECT_EQ(idle.read_answer().status, 200);
  loops->stop();
}

}  // namespace
}  // namespace shipvote::http
