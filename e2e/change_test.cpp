// Ballots that viewers change, what they are told of the own ballot, and ends that move.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <thread>

#include "e2e/world_test.h"
#include "foundation/time.h"
#include "live/decode.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;

struct ChangeSuite {};
class ChangeTest : public WorldTest<ChangeSuite> {
 protected:
  static TimePoint now() { return world().simulator.now(); }
  static std::string viewer(OwnChannel const& own, std::uint64_t number = 1) { return world().viewer(own.id, number); }
  static std::string cast(OwnChannel const& own, std::uint64_t vote, std::uint64_t number, std::size_t ship) {
    return world().cast(own, vote, viewer(own, number), own.ships.at(ship)).text();
  }
  static Answer ballot(OwnChannel const& own, std::uint64_t vote, std::string const& token) {
    return api().get(own.vote(vote) + "/ballot", token);
  }
  static Answer move_end(OwnChannel const& own, std::uint64_t vote, json::value const& end) {
    return api().patch(own.vote(vote), own.broadcaster, json::object{{"scheduled_end", end}});
  }
  static Answer extend(OwnChannel const& own, std::uint64_t vote, json::value const& seconds) {
    return api().patch(own.vote(vote), own.broadcaster, json::object{{"extend_seconds", seconds}});
  }
  static json::object counts(OwnChannel const& own, std::vector<std::pair<std::size_t, int>> const& of_ships) {
    json::object counts;
    for (auto const& [ship, count] : of_ships) counts[own.ships.at(ship).text()] = count;
    return counts;
  }
  static void expect_ballot(Answer const& answer, json::value const& ship, json::object const& votes, int ballots) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.data(), (json::object{{"ship_id", ship}, {"votes", votes}, {"ballots", ballots}}));
  }
  static bool closed(OwnChannel const& own, std::uint64_t vote) {
    return world().show(own, vote).string_at("/data/status") == "closed";
  }
};

TEST_F(ChangeTest, ALaterBallotTakesThePlaceOfTheEarlierWhereTheVoteAllowsIt) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own, {{"change_allowed", true}});
  EXPECT_EQ(world().show(own, vote).at("/data/change_allowed"), true);
  EXPECT_EQ(cast(own, vote, 1, 0), "200");
  EXPECT_EQ(cast(own, vote, 2, 0), "200");
  EXPECT_EQ(cast(own, vote, 1, 1), "200");
  EXPECT_EQ(cast(own, vote, 1, 1), "200") << "the same again";
  EXPECT_EQ(world().show(own, vote).at("/data/votes"), counts(own, {{0, 1}, {1, 1}}));
  EXPECT_EQ(world().cast(own, vote, viewer(own), ShipId{7}).text(), "400 ship_not_on_vote");
  world().web.kill();
  world().web.start();
  EXPECT_EQ(world().show(own, vote).at("/data/votes"), counts(own, {{0, 1}, {1, 1}}));
  EXPECT_EQ(cast(own, vote, 2, 1), "200");
  auto const result = world().close_vote(own, vote);
  EXPECT_EQ(result.at("/data/votes"), counts(own, {{1, 2}}));
  EXPECT_EQ(result.number_at("/data/ballots"), 2U);
  EXPECT_EQ(result.number_at("/data/winner/ship_id"), own.ships.at(1).value);
  EXPECT_EQ(cast(own, vote, 1, 0), "400 vote_closed");
  EXPECT_EQ(world().web.run({"check"}).exit_status, 0);
}

TEST_F(ChangeTest, ElsewhereTheFirstBallotStands) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  EXPECT_EQ(world().show(own, vote).at("/data/change_allowed"), false);
  EXPECT_EQ(cast(own, vote, 1, 0), "200");
  EXPECT_EQ(cast(own, vote, 1, 1), "400 already_voted");
  EXPECT_EQ(cast(own, vote, 1, 0), "400 already_voted");
  auto const wrong = api().post(own.votes(), own.broadcaster, new_vote(own.ships, {{"change_allowed", "yes"}}));
  EXPECT_EQ(wrong.text(), "400 invalid_request");
  EXPECT_THAT(wrong.string_at("/errors/change_allowed/0"), HasSubstr("true or false"));
}

TEST_F(ChangeTest, AViewerIsToldTheOwnBallot) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own, {{"change_allowed", true}});
  expect_ballot(ballot(own, vote, viewer(own)), nullptr, {}, 0);
  EXPECT_EQ(cast(own, vote, 1, 0), "200");
  EXPECT_EQ(cast(own, vote, 2, 0), "200");
  expect_ballot(ballot(own, vote, viewer(own)), own.ships.at(0).value, counts(own, {{0, 2}}), 2);
  EXPECT_EQ(cast(own, vote, 1, 1), "200");
  expect_ballot(ballot(own, vote, viewer(own)), own.ships.at(1).value, counts(own, {{0, 1}, {1, 1}}), 2);
  expect_ballot(ballot(own, vote, viewer(own, 3)), nullptr, counts(own, {{0, 1}, {1, 1}}), 2);
  expect_ballot(ballot(own, vote, world().token(own.id, "viewer", "nobody")), nullptr, counts(own, {{0, 1}, {1, 1}}),
                2);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  for (bool const restarted : {false, true}) {
    if (restarted) world().web.restart();
    expect_ballot(ballot(own, vote, viewer(own)), own.ships.at(1).value, counts(own, {{0, 1}, {1, 1}}), 2);
    expect_ballot(ballot(own, vote, viewer(own, 3)), nullptr, counts(own, {{0, 1}, {1, 1}}), 2);
  }
}

TEST_F(ChangeTest, TheOwnBallotShowsNoCountsTooEarly) {
  auto const own = world().set_up_channel();
  for (auto const* const visibility : {"after_ballot", "after_close"}) {
    auto const vote = world().open_vote(own, {{"visibility", visibility}});
    EXPECT_EQ(cast(own, vote, 1, 0), "200");
    bool const shown = visibility == std::string_view{"after_ballot"};
    expect_ballot(ballot(own, vote, viewer(own)), own.ships.at(0).value, shown ? counts(own, {{0, 1}}) : json::object{},
                  shown ? 1 : 0);
    expect_ballot(ballot(own, vote, viewer(own, 2)), nullptr, {}, 0);
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    expect_ballot(ballot(own, vote, viewer(own, 2)), nullptr, counts(own, {{0, 1}}), 1);
  }
}

TEST_F(ChangeTest, TheOwnBallotIsNobodyElses) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const vote = world().open_vote(own);
  EXPECT_EQ(ballot(own, vote, {}).text(), "401 unauthorized");
  EXPECT_EQ(ballot(own, vote, viewer(other)).text(), "401 unauthorized");
  EXPECT_EQ(api().get(other.vote(vote) + "/ballot", viewer(other)).text(), "404 vote_not_found");
  EXPECT_EQ(ballot(own, 1'000'000, viewer(own)).text(), "404 vote_not_found");
}

TEST_F(ChangeTest, ARunningVoteIsExtendedAndEndedSoon) {
  auto const own = world().set_up_channel();
  auto const end = now() + 2s;
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(end)}});
  auto const later = now() + 10min;
  auto const moved = move_end(own, vote, json::string{iso8601(later)});
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(moved.string_at("/data/ends_at"), iso8601(later));
  EXPECT_EQ(moved.string_at("/data/status"), "open");
  EXPECT_EQ(api().get(own.vote(vote), viewer(own)).string_at("/data/ends_at"), iso8601(later));
  ASSERT_TRUE(eventually([end] { return now() > end + limits::latest_automatic_close; }));
  EXPECT_FALSE(closed(own, vote));
  EXPECT_EQ(cast(own, vote, 1, 0), "200") << "after the end that was";

  auto const soon = now() + 1s;
  EXPECT_EQ(move_end(own, vote, json::string{iso8601(soon)}).status, 200);
  ASSERT_TRUE(eventually([&] { return closed(own, vote); }));
  auto const result = world().show(own, vote);
  EXPECT_EQ(result.string_at("/data/close_reason"), "scheduled");
  EXPECT_EQ(result.string_at("/data/closed_at"), iso8601(soon));
  EXPECT_EQ(move_end(own, vote, json::string{iso8601(later)}).text(), "400 vote_closed");
}

TEST_F(ChangeTest, AnEndCanBeTakenAwayAndOutlivesARestart) {
  auto const own = world().set_up_channel();
  auto const end = now() + 1500ms;
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(end)}});
  EXPECT_TRUE(move_end(own, vote, nullptr).at("/data/ends_at").is_null());
  ASSERT_TRUE(eventually([end] { return now() > end + limits::latest_automatic_close; }));
  world().web.restart();
  EXPECT_FALSE(closed(own, vote));
  auto const last = now() + 1s;
  EXPECT_EQ(move_end(own, vote, json::string{iso8601(last)}).status, 200);
  ASSERT_TRUE(eventually([&] { return closed(own, vote); }));
  EXPECT_EQ(world().show(own, vote).string_at("/data/closed_at"), iso8601(last));
}

TEST_F(ChangeTest, AVoteIsExtendedFromWhereItsEndIs) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own, {{"duration_seconds", 60}});
  auto const end = [&] { return parse_iso8601(world().show(own, vote).string_at("/data/ends_at")).value(); };
  auto const first = end();
  auto const extended = extend(own, vote, 45);
  ASSERT_EQ(extended.status, 200) << extended.body;
  EXPECT_EQ(extended.string_at("/data/ends_at"), iso8601(first + 45s));
  // Two at once are two.
  std::thread other{[&] { EXPECT_EQ(extend(own, vote, 60).status, 200); }};
  EXPECT_EQ(extend(own, vote, 60).status, 200);
  other.join();
  EXPECT_EQ(end(), first + 45s + 120s);

  auto const late = extend(own, vote, 86'400);
  EXPECT_EQ(late.text(), "400 invalid_request");
  EXPECT_THAT(late.string_at("/errors/extend_seconds/0"), HasSubstr("24 hours"));
  EXPECT_EQ(end(), first + 45s + 120s);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  EXPECT_EQ(extend(own, vote, 60).text(), "400 vote_closed");
}

TEST_F(ChangeTest, AVoteWithoutAnEndIsExtendedFromNow) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const before = now();
  auto const extended = extend(own, vote, 1);
  ASSERT_EQ(extended.status, 200) << extended.body;
  auto const end = parse_iso8601(extended.string_at("/data/ends_at")).value();
  EXPECT_GE(end, before + 1s);
  EXPECT_LE(end, now() + 1s);
  EXPECT_TRUE(eventually([&] { return closed(own, vote); }));
  EXPECT_EQ(world().show(own, vote).string_at("/data/closed_at"), iso8601(end));
}

TEST_F(ChangeTest, ViewsHearOfAMovedEndAtOnce) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const end = now() + 5min;
  EXPECT_EQ(move_end(own, vote, json::string{iso8601(end)}).status, 200);
  auto const told = [&] {
    auto const messages = world().simulator.messages().of(own.id);
    if (messages.empty()) return false;
    auto const newest = live::decode_message(messages.back()->message);
    return newest->live->snapshot.vote && newest->live->snapshot.vote->ends_at == end;
  };
  EXPECT_TRUE(eventually(told, 5s)) << "sooner than the next heartbeat";
}

TEST_F(ChangeTest, WhatIsWrongWithAnEndIsNamed) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  struct Case {
    json::value body;
    char const* field;
    char const* words;
  };
  for (auto const& [body, field, words] : {
           Case{json::object{}, "scheduled_end", "can't be blank"},
           Case{json::object{{"extend_seconds", nullptr}}, "scheduled_end", "can't be blank"},
           Case{json::object{{"scheduled_end", "soon"}}, "scheduled_end", "must be a time"},
           Case{json::object{{"scheduled_end", 60}}, "scheduled_end", "must be a text"},
           Case{json::object{{"scheduled_end", json::string{iso8601(now() - 1s)}}}, "scheduled_end", "future"},
           Case{json::object{{"scheduled_end", json::string{iso8601(now() + 24h + 1min)}}}, "scheduled_end",
                "24 hours"},
           Case{json::object{{"extend_seconds", 0}}, "extend_seconds", "from 1 to 86400"},
           Case{json::object{{"extend_seconds", 86'401}}, "extend_seconds", "from 1 to 86400"},
           Case{json::object{{"extend_seconds", -60}}, "extend_seconds", "whole number"},
           Case{json::object{{"extend_seconds", "60"}}, "extend_seconds", "whole number"},
           Case{json::object{{"extend_seconds", 60}, {"scheduled_end", nullptr}}, "extend_seconds",
                "together with scheduled_end"},
       }) {
    auto const answer = api().patch(own.vote(vote), own.broadcaster, body);
    EXPECT_EQ(answer.text(), "400 invalid_request") << json::serialize(body);
    EXPECT_THAT(answer.string_at("/errors/" + std::string{field} + "/0"), HasSubstr(words));
  }
  json::object const good{{"scheduled_end", nullptr}};
  EXPECT_EQ(api().patch(own.vote(vote), viewer(own), good).text(), "401 unauthorized");
  EXPECT_EQ(api().patch(own.vote(1'000'000), own.broadcaster, good).text(), "404 vote_not_found");
}

}  // namespace
}  // namespace shipvote::e2e
