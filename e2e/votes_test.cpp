// Opening, showing, listing and closing votes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "e2e/world_test.h"
#include "foundation/time.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;

struct VotesSuite {};
class VotesTest : public WorldTest<VotesSuite> {
 protected:
  static TimePoint now() { return world().simulator.now(); }
  static Answer open(OwnChannel const& own, json::value const& body) {
    return api().post(own.votes(), own.broadcaster, body);
  }
  static std::string viewer(OwnChannel const& own) { return world().viewer(own.id, 1); }
  static std::vector<std::uint64_t> listed(std::string const& path) {
    std::vector<std::uint64_t> votes;
    auto const answer = api().get(path);
    for (auto const& vote : answer.data().as_array()) votes.push_back(vote.at("id").to_number<std::uint64_t>());
    return votes;
  }
  static TimePoint time_at(Answer const& answer, std::string const& pointer) {
    return parse_iso8601(answer.string_at(pointer)).value();
  }
  static bool closed(OwnChannel const& own, std::uint64_t vote) {
    return world().show(own, vote).string_at("/data/status") == "closed";
  }
};

TEST_F(VotesTest, AVoteIsOpenedShownListedAndClosed) {
  auto const own = world().set_up_channel();
  auto const opened = open(own, new_vote(own.ships, {{"scheduled_end", nullptr}}));
  ASSERT_EQ(opened.status, 200) << opened.body;
  auto const vote = opened.number_at("/data/id");
  EXPECT_EQ(opened.at("/ok"), true);
  EXPECT_EQ(std::to_string(opened.number_at("/data/channel_id")), own.id);
  EXPECT_EQ(opened.string_at("/data/status"), "open");
  EXPECT_EQ(opened.at("/data/ships"), ids(own.ships));
  EXPECT_EQ(opened.at("/data/votes"), json::object{});
  EXPECT_TRUE(opened.at("/data/ends_at").is_null());
  EXPECT_EQ(opened.string_at("/data/visibility"), "live");
  EXPECT_EQ(api().get(own.vote(vote), viewer(own)).json, opened.json);
  EXPECT_EQ(api().get(own.votes() + "?status=open").data(), json::array{opened.data()});
  EXPECT_EQ(listed(own.votes() + "?status=closed"), std::vector<std::uint64_t>{});

  EXPECT_EQ(world().cast(own, vote, viewer(own), own.ships.at(1)).status, 200);
  auto const closed = world().close_vote(own, vote);
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(closed.string_at("/data/status"), "closed");
  EXPECT_EQ(closed.string_at("/data/close_reason"), "broadcaster");
  EXPECT_EQ(closed.number_at("/data/winner/ship_id"), own.ships.at(1).value);
  EXPECT_EQ(closed.number_at("/data/winner/ballots"), 1U);
  EXPECT_EQ(closed.at("/data/winner/tied"), json::array{});
  EXPECT_GE(time_at(closed, "/data/closed_at"), time_at(closed, "/data/created_at"));
  EXPECT_EQ(api().get(own.vote(vote), viewer(own)).json, closed.json);
  EXPECT_EQ(api().get(own.votes() + "?status=open").data(), json::array{});
  EXPECT_EQ(api().get(own.votes() + "?status=closed").data(), json::array{closed.data()});
}

TEST_F(VotesTest, AChannelHasOneOpenVoteAtMost) {
  auto const own = world().set_up_channel();
  auto const first = world().open_vote(own);
  EXPECT_EQ(open(own, new_vote(own.ships)).text(), "409 vote_already_open");
  EXPECT_EQ(listed(own.votes() + "?status=open"), std::vector{first});
  EXPECT_EQ(world().close_vote(own, first).status, 200);
  EXPECT_EQ(open(own, new_vote(own.ships)).status, 200);
}

TEST_F(VotesTest, WhatIsWrongWithANewVoteIsNamed) {
  auto const own = world().set_up_channel();
  std::vector<ShipId> many;
  for (std::uint32_t number = 1; number <= 1'001; ++number) many.push_back(ShipId{number});
  auto const ending = [&own](json::value const& end) { return new_vote(own.ships, {{"scheduled_end", end}}); };
  auto const lasting = [&own](json::value const& seconds) {
    return new_vote(own.ships, {{"duration_seconds", seconds}});
  };
  struct Case {
    json::value body;
    char const* field;
    char const* words;
  };
  auto const ship = own.ships.front();
  for (auto const& [body, field, words] : {
           Case{new_vote({ship, ShipId{7}}), "ships", "7 is unknown"},
           Case{new_vote({}), "ships", "at least one"},
           Case{new_vote({ship, own.ships.at(1), ship}), "ships", "named twice"},
           Case{new_vote(many), "ships", "at most 1000"},
           Case{new_vote({}, {{"ships", "all"}}), "ships", "must be a list"},
           Case{new_vote({}, {{"ships", json::array{"all"}}}), "ships", "whole numbers"},
           Case{new_vote({}, {{"ships", json::array{-1}}}), "ships", "whole numbers"},
           Case{new_vote({}, {{"ships", nullptr}}), "ships", "can't be blank"},
           Case{ending(json::string{iso8601(now() - 1s)}), "scheduled_end", "future"},
           Case{ending(json::string{iso8601(now() + 24h + 1min)}), "scheduled_end", "24 hours"},
           Case{ending("tomorrow"), "scheduled_end", "2026-11-23T20:15:00Z"},
           Case{ending("2026-02-30T20:15:00Z"), "scheduled_end", "must be a time"},
           Case{ending("2036-11-23T20:15:00"), "scheduled_end", "must be a time"},
           Case{ending(7), "scheduled_end", "must be a text"},
           Case{lasting(9), "duration_seconds", "from 10 to 86400"},
           Case{lasting(86'401), "duration_seconds", "from 10 to 86400"},
           Case{lasting(60.5), "duration_seconds", "whole number"},
           Case{lasting("60"), "duration_seconds", "whole number"},
           Case{new_vote(own.ships, {{"duration_seconds", 60}, {"scheduled_end", iso8601(now() + 1min)}}),
                "duration_seconds", "together with scheduled_end"},
           Case{new_vote({ship}, {{"visibility", "never"}}), "visibility", "after_close"},
           Case{new_vote({ship}, {{"status", "closed"}}), "status", "must be open"},
           Case{json::object{{"ships", ids({ship})}}, "vote", "must be an object"},
       }) {
    auto const answer = open(own, body);
    EXPECT_EQ(answer.text(), "400 invalid_request") << json::serialize(body).substr(0, 200);
    EXPECT_THAT(answer.string_at("/errors/" + std::string{field} + "/0"), HasSubstr(words));
  }
  EXPECT_EQ(listed(own.votes()), std::vector<std::uint64_t>{});
  // Times of other zones are times as well.
  auto const zoned = open(own, ending("2036-11-23T20:15:00+01:00"));
  EXPECT_THAT(zoned.string_at("/errors/scheduled_end/0"), HasSubstr("24 hours"));
}

TEST_F(VotesTest, AVoteClosesByItselfAtItsEnd) {
  auto const own = world().set_up_channel();
  auto const end = now() + 1500ms;
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(end)}});
  EXPECT_EQ(world().cast(own, vote, viewer(own), own.ships.front()).status, 200);
  ASSERT_TRUE(eventually([&] { return closed(own, vote); }));
  RecordProperty("seen_closed_after_ms", std::to_string((now() - end).count()));
  auto const answer = world().show(own, vote);
  EXPECT_EQ(time_at(answer, "/data/ends_at"), end);
  EXPECT_EQ(answer.string_at("/data/close_reason"), "scheduled");
  auto const closed_at = time_at(answer, "/data/closed_at");
  EXPECT_GE(closed_at, end);
  EXPECT_LE(closed_at, end + limits::latest_automatic_close);
  EXPECT_EQ(answer.number_at("/data/winner/ship_id"), own.ships.front().value);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 2), own.ships.front()).text(), "400 vote_closed");
  EXPECT_EQ(world().close_vote(own, vote).text(), "400 vote_closed");
}

TEST_F(VotesTest, ADurationCountsFromTheOpeningWhateverTheClientsClockSays) {
  auto const own = world().set_up_channel();
  for (auto const seconds : {10s, 90s, 86'400s}) {
    auto const body = new_vote(own.ships, {{"duration_seconds", seconds.count()}, {"scheduled_end", nullptr}});
    auto const opened = open(own, body);
    ASSERT_EQ(opened.status, 200) << opened.body;
    EXPECT_EQ(time_at(opened, "/data/ends_at"), time_at(opened, "/data/created_at") + seconds);
    EXPECT_EQ(world().close_vote(own, opened.number_at("/data/id")).status, 200);
  }
  auto const endless = open(own, new_vote(own.ships, {{"duration_seconds", nullptr}}));
  ASSERT_EQ(endless.status, 200) << endless.body;
  EXPECT_TRUE(endless.at("/data/ends_at").is_null());
}

TEST_F(VotesTest, AnEndThatCameWhileTheServerWasDownIsKept) {
  auto const own = world().set_up_channel();
  auto const end = now() + 2s;
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(end)}});
  EXPECT_EQ(world().cast(own, vote, viewer(own), own.ships.front()).status, 200);
  world().web.kill();
  ASSERT_TRUE(eventually([end] { return now() > end; }));
  world().web.start();
  ASSERT_TRUE(eventually([&] { return closed(own, vote); }));
  auto const answer = world().show(own, vote);
  EXPECT_EQ(time_at(answer, "/data/closed_at"), end) << "late ballots would have been taken";
  EXPECT_EQ(answer.string_at("/data/close_reason"), "scheduled");
  EXPECT_EQ(answer.number_at("/data/ballots"), 1U);
}

TEST_F(VotesTest, AnEndThatIsStillAheadOutlivesARestart) {
  auto const own = world().set_up_channel();
  auto const end = now() + 3s;
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(end)}});
  world().web.restart();
  ASSERT_TRUE(eventually([&] { return closed(own, vote); }));
  EXPECT_EQ(time_at(world().show(own, vote), "/data/ends_at"), end);
  EXPECT_GE(now(), end);
}

TEST_F(VotesTest, ClosedStaysClosed) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const closed = world().close_vote(own, vote);
  ASSERT_EQ(closed.status, 200);
  EXPECT_EQ(world().close_vote(own, vote).text(), "400 vote_closed");
  for (auto const* const status : {"open", "", "OPEN"}) {
    auto const answer = api().patch(own.status(vote), own.broadcaster, {{"status", status}});
    EXPECT_EQ(answer.text(), "400 invalid_request");
    EXPECT_THAT(answer.string_at("/errors/status/0"), HasSubstr("must be closed"));
  }
  EXPECT_EQ(api().patch(own.status(vote), own.broadcaster, json::object{}).string_at("/errors/status/0"),
            "can't be blank");
  world().web.restart();
  EXPECT_EQ(world().close_vote(own, vote).text(), "400 vote_closed");
  EXPECT_EQ(world().show(own, vote).json, closed.json);
}

TEST_F(VotesTest, ListsAreBoundedAndInTheirOrder) {
  auto const own = world().set_up_channel();
  std::vector<std::uint64_t> all;
  for (int number = 0; number < 52; ++number) {
    all.push_back(world().open_vote(own));
    if (number == 51) break;
    ASSERT_EQ(world().close_vote(own, all.back()).status, 200);
  }
  std::vector<std::uint64_t> const newest_first(all.rbegin(), all.rbegin() + 50);
  std::vector<std::uint64_t> const last_closed(all.end() - 6, all.end() - 1);
  EXPECT_EQ(listed(own.votes()), newest_first);
  EXPECT_EQ(listed(own.votes() + "?status=closed"), last_closed) << "oldest first";
  EXPECT_EQ(listed(own.votes() + "?status=open"), std::vector{all.back()});
  auto const unknown = api().get(own.votes() + "?status=all");
  EXPECT_EQ(unknown.text(), "400 invalid_request");
  EXPECT_THAT(unknown.string_at("/errors/status/0"), HasSubstr("open or closed"));
}

TEST_F(VotesTest, ATrailingSlashChangesNothing) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  for (auto const& path : {own.path(), own.votes(), own.vote(vote), own.settings(), std::string{"/api/warships"},
                           "/api/warships/" + own.ships.front().text()}) {
    auto const plain = api().get(path, own.broadcaster);
    EXPECT_EQ(plain.status, 200) << path;
    EXPECT_EQ(api().get(path + "/", own.broadcaster).body, plain.body) << path;
  }
  auto const queried = api().get(own.votes() + "/?status=open");
  EXPECT_EQ(queried.body, api().get(own.votes() + "?status=open").body);
  EXPECT_EQ(api().post(own.submit(vote) + "/", viewer(own), {{"ship_id", own.ships.front().value}}).status, 200);
  EXPECT_EQ(api().patch(own.status(vote) + "/", own.broadcaster, {{"status", "closed"}}).status, 200);
}

TEST_F(VotesTest, ABriefVoteIsTheVoteWithoutItsShips) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  for (bool const open : {true, false}) {
    if (!open) {
      EXPECT_EQ(world().close_vote(own, vote).status, 200);
    }
    auto const full = api().get(own.vote(vote) + "?full=true", viewer(own));
    auto expected = full.json;
    expected.at("data").as_object().erase("ships");
    EXPECT_EQ(api().get(own.vote(vote) + "?full=false", viewer(own)).json, expected);
    EXPECT_EQ(api().get(own.vote(vote), viewer(own)).json, full.json);
  }
}

TEST_F(VotesTest, HeadTellsWhatGetWouldWithoutABody) {
  auto const own = world().set_up_channel();
  world().open_vote(own);
  for (auto const& path : {own.path(), own.votes() + "?status=open", std::string{"/api/warships"},
                           std::string{"/_health"}, "/api/channels/" + world().fresh_channel_id()}) {
    auto const got = api().get(path);
    auto const head = api().send({"HEAD", path});
    EXPECT_EQ(head.status, got.status) << path;
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(head.header("content-length"), std::to_string(got.body.size())) << path;
    EXPECT_EQ(head.header("etag"), got.header("etag")) << path;
  }
}

TEST_F(VotesTest, WhatIsKnownAlreadyIsNotSentAgain) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const asked_with = [&own](std::string const& path, std::string_view etag) {
    Call call{"GET", path};
    call.token = own.broadcaster;
    call.headers = {{"If-None-Match", std::string{etag}}};
    return api().send(call);
  };
  for (auto const& path : {own.path(), own.votes() + "?status=open", std::string{"/api/warships"}}) {
    auto const first = api().get(path);
    ASSERT_FALSE(first.header("etag").empty()) << path;
    auto const again = asked_with(path, first.header("etag"));
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(again.header("etag"), first.header("etag"));
    EXPECT_EQ(asked_with(path, "\"another\"").body, first.body);
  }
  auto const before = api().get(own.votes() + "?status=open");
  EXPECT_EQ(world().cast(own, vote, viewer(own), own.ships.front()).status, 200);
  auto const after = asked_with(own.votes() + "?status=open", before.header("etag"));
  EXPECT_EQ(after.status, 200) << "a ballot changes what is told";
  EXPECT_EQ(after.at("/data/0/ballots"), 1);
}

// For the edge, which has to know every open vote, hidden counts included.
TEST_F(VotesTest, AllOpenVotesOfAllChannelsAreListedForTheEdge) {
  auto const one = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const hidden = world().open_vote(one, {{"visibility", "after_close"}});
  auto const live = world().open_vote(other);
  EXPECT_EQ(world().cast(one, hidden, viewer(one), one.ships.front()).status, 200);
  auto const find = [](std::uint64_t vote) -> std::optional<std::uint64_t> {
    auto const answer = api().get("/api/votes?status=open", World::internal_secret());
    for (auto const& each : answer.data().as_array()) {
      if (each.at("id") == vote) return each.at("ballots").to_number<std::uint64_t>();
    }
    return std::nullopt;
  };
  EXPECT_EQ(find(hidden), 1U);
  EXPECT_EQ(find(live), 0U);
  EXPECT_EQ(world().close_vote(one, hidden).status, 200);
  EXPECT_EQ(find(hidden), std::nullopt);
  EXPECT_EQ(find(live), 0U);
  for (auto const* const path : {"/api/votes", "/api/votes?status=closed"}) {
    EXPECT_EQ(api().get(path, World::internal_secret()).text(), "400 invalid_request") << path;
  }
}

// The promise that viewers see no counts too early, and the broadcaster always.
TEST_F(VotesTest, HiddenCountsAreTheBroadcastersAlone) {
  for (auto const* const visibility : {"after_ballot", "after_close"}) {
    auto const own = world().set_up_channel();
    auto const vote = world().open_vote(own, {{"visibility", visibility}});
    EXPECT_EQ(world().cast(own, vote, viewer(own), own.ships.front()).status, 200);
    json::object const count{{own.ships.front().text(), 1}};

    auto const hidden = [&](Answer const& answer, std::string const& at) {
      EXPECT_EQ(answer.at(at + "/votes"), json::object{}) << visibility;
      EXPECT_EQ(answer.at(at + "/ballots"), 0) << visibility;
    };
    auto const shown = [&](Answer const& answer, std::string const& at) {
      EXPECT_EQ(answer.at(at + "/votes"), count) << visibility;
      EXPECT_EQ(answer.at(at + "/ballots"), 1) << visibility;
    };
    auto const moderator = world().token(own.id, "moderator", "Umoderator");
    for (auto const& token : {std::string{}, viewer(own), moderator, world().broadcaster("99")}) {
      hidden(api().get(own.votes(), token), "/data/0");
      hidden(api().get(own.votes() + "?status=open", token), "/data/0");
    }
    hidden(api().get(own.vote(vote), viewer(own)), "/data");
    hidden(api().get(own.vote(vote) + "?full=false", moderator), "/data");
    shown(api().get(own.vote(vote), own.broadcaster), "/data");
    shown(api().get(own.votes(), own.broadcaster), "/data/0");
    shown(api().get(own.votes() + "?status=open", own.broadcaster), "/data/0");

    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    shown(api().get(own.vote(vote), viewer(own)), "/data");
    shown(api().get(own.votes() + "?status=closed"), "/data/0");
  }
}

}  // namespace
}  // namespace shipvote::e2e
