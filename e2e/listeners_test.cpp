// The event stream for the streamer's own programs: who may listen, what is told, and that it ends when it should.
#include <boost/json/object.hpp>

#include "e2e/event_stream.h"
#include "e2e/world_test.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using voting::VoteState;

struct ListenersSuite {};
class ListenersTest : public WorldTest<ListenersSuite> {
 protected:
  static std::string key_of(OwnChannel const& own) {
    return api().get(own.settings(), own.broadcaster).string_at("/data/live_key");
  }
  static std::string path_of(OwnChannel const& own, std::string const& key) { return "/live/" + own.id + "/" + key; }
  static EventStream listen(OwnChannel const& own, std::string const& last_heard = {}) {
    return EventStream{world().web.port(), path_of(own, key_of(own)), last_heard};
  }
  static int cast(OwnChannel const& own, std::uint64_t vote, std::uint64_t viewer) {
    return world().cast(own, vote, world().viewer(own.id, viewer), own.ships.front()).status;
  }
  static double metric(std::string const& series) { return api().operator_page("/metrics").figure(series); }
};

TEST_F(ListenersTest, TheStreamTellsTheSameAsLiveMessages) {
  auto const own = world().set_up_channel();
  auto stream = listen(own);
  ASSERT_TRUE(stream.accepted()) << stream.head();
  EXPECT_THAT(stream.head(), HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(stream.head(), HasSubstr("Cache-Control: no-store"));
  auto const first = stream.next();
  ASSERT_TRUE(first) << "the state comes at once";
  EXPECT_FALSE(first->vote());
  EXPECT_EQ(first->message.live->snapshot.channel.id.text(), own.id);

  auto const vote = world().open_vote(own);
  auto const opened = stream.next();
  ASSERT_TRUE(opened && opened->tells(vote, VoteState::open, 0));
  EXPECT_GT(opened->number, first->number);
  EXPECT_EQ(opened->message.live->snapshot.sequence, opened->number);
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) ASSERT_EQ(cast(own, vote, viewer), 200);
  ASSERT_TRUE(stream.next_that([&](auto const& event) { return event.tells(vote, VoteState::open, 3); }));
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"overlay_position", "bottom_left"}}}}).status,
            200);
  ASSERT_TRUE(stream.next_that(
      [](auto const& event) { return event.message.overlay_position == voting::OverlayPosition::bottom_left; }));
  auto const closed = world().close_vote(own, vote);
  auto const told = stream.next_that([&](auto const& event) { return event.tells(vote, VoteState::closed, 3); });
  ASSERT_TRUE(told);
  EXPECT_EQ(told->vote()->winner->ship.value, closed.number_at("/data/winner/ship_id"));

  auto late = listen(own);
  auto const last_result = late.next();
  ASSERT_TRUE(last_result);
  EXPECT_TRUE(last_result->tells(vote, VoteState::closed, 3)) << "who comes later hears the last result";
}

TEST_F(ListenersTest, WhoComesBackHearsWhatWasMissedAndNothingTwice) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  std::string heard;
  {
    auto stream = listen(own);
    heard = std::to_string(stream.next().value().number);
  }
  auto back = listen(own, heard);
  ASSERT_TRUE(back.accepted());
  ASSERT_EQ(cast(own, vote, 1), 200);
  auto const next = back.next();
  ASSERT_TRUE(next && next->tells(vote, VoteState::open, 1)) << "the first thing that is heard is new";
  auto const again = listen(own, heard).next();
  ASSERT_TRUE(again && again->tells(vote, VoteState::open, 1));

  // A restart is no reason to be told old things as new ones, or with lower numbers.
  world().web.restart();
  auto const after = listen(own, std::to_string(next->number)).next();
  ASSERT_TRUE(after && after->tells(vote, VoteState::open, 1));
  EXPECT_GT(after->number, next->number);
  for (auto const* const nonsense : {"-1", "x", "99999999999999999999999", "1;2"}) {
    EXPECT_TRUE(listen(own, nonsense).next().has_value()) << nonsense;
  }
}

TEST_F(ListenersTest, OnlyTheKeyOpensTheStream) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const key = key_of(own);
  EXPECT_EQ(key.size(), 22U);
  EXPECT_NE(key, key_of(other));
  EXPECT_EQ(key, key_of(own)) << "it stays until it is renewed";
  world().web.restart();
  EXPECT_EQ(key, key_of(own));
  auto changed = key;
  changed.back() = changed.back() == 'A' ? 'E' : 'A';
  for (auto const& path :
       {path_of(own, changed), path_of(own, key.substr(1)), path_of(own, key + "A"), path_of(own, key_of(other)),
        path_of(other, key), "/live/" + world().fresh_channel_id() + "/" + key, "/live/" + own.id,
        "/live/" + own.id + "/", "/live/nobody/" + key, path_of(own, "%41" + key.substr(1))}) {
    EXPECT_EQ(api().get(path).text(), "404 not_found") << path;
  }
  EXPECT_EQ(api().get(path_of(own, changed), own.broadcaster).text(), "404 not_found") << "a token is no key";
  EXPECT_THAT(api().get(own.path()).body, Not(HasSubstr(key)));
}

TEST_F(ListenersTest, RenewingTheKeyEndsTheStreamsOfTheOldOne) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const old_key = key_of(own);
  auto stream = listen(own);
  auto untouched = listen(other);
  ASSERT_TRUE(stream.next() && untouched.next());
  auto const renewed = api().post(own.path() + "/live_key", own.broadcaster, json::object{});
  ASSERT_EQ(renewed.status, 200) << renewed.body;
  auto const new_key = renewed.string_at("/data/live_key");
  EXPECT_NE(new_key, old_key);
  EXPECT_EQ(key_of(own), new_key);
  EXPECT_FALSE(stream.next()) << "the old stream ends";
  EXPECT_EQ(api().get(path_of(own, old_key)).text(), "404 not_found");
  EXPECT_TRUE(listen(own).next());
  auto const vote = world().open_vote(other);
  EXPECT_TRUE(untouched.next_that([&](auto const& event) { return event.tells(vote, VoteState::open, 0); }));

  EXPECT_EQ(api().post(own.path() + "/live_key", other.broadcaster, json::object{}).text(), "401 unauthorized");
  EXPECT_EQ(api().post(own.path() + "/live_key", {}, json::object{}).text(), "401 unauthorized");
  auto const nobody = world().fresh_channel_id();
  EXPECT_EQ(api().post("/api/channels/" + nobody + "/live_key", world().broadcaster(nobody), json::object{}).text(),
            "404 channel_not_found");
  auto const log = world().web.log_text();
  EXPECT_THAT(log, Not(HasSubstr(old_key)));
  EXPECT_THAT(log, Not(HasSubstr(new_key)));
}

TEST_F(ListenersTest, StreamsEndWithTheirChannelAndWithTheServer) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  world().open_vote(own);
  auto stream = listen(own);
  auto stays = listen(other);
  ASSERT_TRUE(stream.next() && stays.next());
  EXPECT_EQ(api().remove(own.settings(), own.broadcaster).status, 204);
  EXPECT_FALSE(stream.next());
  world().web.restart();
  EXPECT_FALSE(stays.next());
}

TEST_F(ListenersTest, AChannelHasSoManyPlacesAndThoseWhoLeaveMakeRoom) {
  auto const own = world().set_up_channel();
  auto const path = path_of(own, key_of(own));
  std::vector<EventStream> present;
  for (std::size_t place = 0; place < limits::live_listeners_per_channel; ++place) {
    present.emplace_back(world().web.port(), path);
    ASSERT_TRUE(present.back().accepted());
  }
  EXPECT_GE(metric("shipvote_live_listeners"), 50);
  EXPECT_EQ(api().get(path).text(), "503 overloaded");
  present.pop_back();
  EXPECT_TRUE(eventually([&] { return EventStream(world().web.port(), path).accepted(); }));
  for (auto& stream : present) EXPECT_TRUE(stream.next()) << "nobody who is there is forgotten";
}

TEST_F(ListenersTest, AskingForTheHeadAloneTakesNoPlace) {
  auto const own = world().set_up_channel();
  Call call{"HEAD", path_of(own, key_of(own))};
  for (std::size_t time = 0; time < limits::live_listeners_per_channel + 10; ++time) {
    auto const answer = api().send(call);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    EXPECT_EQ(answer.body, "");
  }
}

}  // namespace
}  // namespace shipvote::e2e
