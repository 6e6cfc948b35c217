#include <atomic>
#include <thread>

#include "foundation/limits.h"
#include "http/server_fixture.h"

namespace shipvote::http {
namespace {

SharedBytes bytes(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

class StreamTest : public ServerTest {
 protected:
  StreamTest() {
    router.add(Method::get, "/events", [this](Request const&) -> boost::asio::awaitable<Response> {
      Response response;
      response.content_type = "text/event-stream";
      response.stream = [this](std::shared_ptr<Stream> stream) {
        std::lock_guard const lock(mutex);
        streams.push_back(std::move(stream));
        opened.notify_all();
      };
      co_return response;
    });
  }
  ~StreamTest() override {
    if (server) server->drain(0ms);
  }
  std::shared_ptr<Stream> stream(std::size_t index) {
    std::unique_lock lock(mutex);
    opened.wait_for(lock, 30s, [&] { return streams.size() > index; });
    return streams.at(index);
  }

  std::mutex mutex;
  std::condition_variable opened;
  std::vector<std::shared_ptr<Stream>> streams;
};

TEST_F(StreamTest, SendsWhatIsSentFromAnyThreadInOrder) {
  start();
  RawConnection listener(server->port());
  listener.send(get("/events"));
  RawAnswer const head = listener.read_head();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-type"), "text/event-stream");
  EXPECT_EQ(head.header("transfer-encoding"), "chunked");
  EXPECT_FALSE(head.has("content-length"));
  auto const sender = stream(0);
  for (int message = 0; message < 100; ++message) EXPECT_TRUE(sender->send(bytes(std::to_string(message))));
  EXPECT_TRUE(sender->send(bytes("")));  // no chunk of its own: that would end the body
  for (int message = 0; message < 100; ++message) EXPECT_EQ(listener.read_chunk(), std::to_string(message));
  EXPECT_FALSE(sender->closed());
  sender->send(bytes("last"));
  sender->close();
  sender->close();
  EXPECT_TRUE(sender->closed());
  EXPECT_FALSE(sender->send(bytes("too late")));
  EXPECT_EQ(listener.read_chunk(), "last");
  EXPECT_EQ(listener.read_chunk(), "");
  EXPECT_TRUE(listener.closed_by_server());
}

TEST_F(StreamTest, OldClientsGetTheBytesUntilTheEnd) {
  start();
  RawConnection listener(server->port());
  listener.send("GET /events HTTP/1.0\r\n\r\n");
  RawAnswer const head = listener.read_head();
  EXPECT_FALSE(head.has("transfer-encoding"));
  EXPECT_EQ(head.header("connection"), "close");
  stream(0)->send(bytes("one "));
  stream(0)->send(bytes("two"));
  stream(0)->close();
  EXPECT_EQ(listener.read_until_closed(), "one two");
}

TEST_F(StreamTest, HeadOpensNone) {
  start();
  RawConnection connection(server->port());
  connection.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
  EXPECT_EQ(connection.read_answer(true).header("content-type"), "text/event-stream");
  EXPECT_EQ(connection.read_answer().status, 200);
  EXPECT_TRUE(streams.empty());
}

TEST_F(StreamTest, AListenerThatLeavesIsNoticed) {
  start();
  RawConnection listener(server->port());
  listener.send(get("/events"));
  auto const sender = stream(0);
  EXPECT_EQ(listener.read_head().status, 200);
  // What it says is of no interest, but must not hide its leaving.
  listener.send("chatter");
  sender->send(bytes("heard"));
  EXPECT_EQ(listener.read_chunk(), "heard");
  listener.close();
  EXPECT_TRUE(eventually([&] { return sender->closed(); }));
  EXPECT_FALSE(sender->send(bytes("x")));
  EXPECT_TRUE(eventually([&] { return server->figures().streams_open == 0; }));
  EXPECT_EQ(server->figures().connections_open, 0U);
}

TEST_F(StreamTest, AListenerThatFallsBehindIsCutOffAlone) {
  settings.write_stall_timeout = 30s;
  start();
  RawConnection slow(server->port(), 4'096);
  slow.send(get("/events"));
  auto const to_slow = stream(0);
  RawConnection quick(server->port());
  quick.send(get("/events"));
  auto const to_quick = stream(1);
  EXPECT_EQ(quick.read_head().status, 200);
  auto const message = bytes(std::string(10'000, 'x'));
  bool fell_behind = false;
  for (int round = 0; round < 100'000 && !fell_behind; ++round) {
    fell_behind = !to_slow->send(message);
    ASSERT_TRUE(to_quick->send(message));
    ASSERT_EQ(quick.read_chunk(), *message);
  }
  EXPECT_TRUE(fell_behind);
  EXPECT_TRUE(to_slow->closed());
  EXPECT_FALSE(to_quick->closed());
  EXPECT_TRUE(eventually([&] { return server->figures().streams_cut_off == 1; }));
  EXPECT_TRUE(eventually([&] { return server->figures().streams_open == 1; }));
}

TEST_F(StreamTest, AListenerThatStopsReadingIsCutOffInTime) {
  settings.write_stall_timeout = 20ms;
  start();
  RawConnection stalled(server->port(), 4'096);
  stalled.send(get("/events"));
  auto const sender = stream(0);
  auto const message = bytes(std::string(1'000, 'x'));
  // Keeps less than the backlog's limit waiting, so that only the time can end it.
  EXPECT_TRUE(eventually([&] {
    if (server->figures().timeouts == 0 && server->figures().streams_cut_off == 0) (void)sender->send(message);
    return sender->closed();
  }));
  EXPECT_TRUE(eventually([&] { return server->figures().streams_open == 0; }));
}

TEST_F(StreamTest, DrainingEndsStreamsProperly) {
  start();
  RawConnection listener(server->port());
  listener.send(get("/events"));
  EXPECT_EQ(listener.read_head().status, 200);
  auto const sender = stream(0);
  sender->send(bytes("before"));
  std::thread drain([&] { server->drain(30s); });
  EXPECT_EQ(listener.read_chunk(), "before");
  EXPECT_EQ(listener.read_chunk(), "");
  listener.close();
  drain.join();
  EXPECT_TRUE(sender->closed());
  EXPECT_EQ(server->figures().connections_open, 0U);
}

TEST_F(StreamTest, AStreamMayOutliveItsServerAndItsLoops) {
  start();
  RawConnection listener(server->port());
  listener.send(get("/events"));
  auto const sender = stream(0);
  loops->stop();
  server.reset();
  EXPECT_FALSE(listener.read_head().status == 0);
  streams.clear();
  loops.reset();
  EXPECT_TRUE(sender->closed());
  EXPECT_FALSE(sender->send(bytes("x")));
  sender->close();
}

TEST_F(StreamTest, ManySendersAndListeners) {
  constexpr std::size_t listener_count = 50;
  start();
  std::vector<std::unique_ptr<RawConnection>> listeners;
  for (std::size_t index = 0; index < listener_count; ++index) {
    listeners.push_back(std::make_unique<RawConnection>(server->port()));
    listeners.back()->send(get("/events"));
    (void)stream(index);
  }
  auto const message = bytes("message");
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 4; ++sender) {
    senders.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        for (auto const& to : streams) EXPECT_TRUE(to->send(message));
      }
    });
  }
  for (auto& sender : senders) sender.join();
  for (auto const& to : streams) to->close();
  for (auto const& listener : listeners) {
    EXPECT_EQ(listener->read_head().status, 200);
    for (int round = 0; round < 200; ++round) ASSERT_EQ(listener->read_chunk(), "message");
    EXPECT_EQ(listener->read_chunk(), "");
  }
}

}  // namespace
}  // namespace shipvote::http
