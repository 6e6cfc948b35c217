// The one request that every viewer makes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <numeric>

#include "e2e/world_test.h"
#include "sim/crowd_plan.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

struct BallotsSuite {};
class BallotsTest : public WorldTest<BallotsSuite> {
 protected:
  void SetUp() override {
    own = world().set_up_channel();
    vote = world().open_vote(own);
  }

  Answer cast(std::uint64_t viewer, ShipId ship) const {
    return world().cast(own, vote, world().viewer(own.id, viewer), ship);
  }
  Answer post(std::string body, std::string content_type = "application/json") const {
    Call call{"POST", own.submit(vote)};
    call.token = world().viewer(own.id, 77);
    call.headers = {{"Content-Type", std::move(content_type)}};
    call.body = std::move(body);
    return api().send(call);
  }
  std::map<ShipId, std::uint32_t> counts() const { return counts_of(world().show(own, vote)); }
  void expect_no_ballots() const { EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 0U); }

  OwnChannel own;
  std::uint64_t vote = 0;
};

std::uint64_t sum(std::map<ShipId, std::uint32_t> const& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t before, auto const& one) { return before + one.second; });
}

TEST_F(BallotsTest, ABallotCountsOnce) {
  auto const first = cast(1, own.ships.at(0));
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, R"({"ok":true})");
  auto const again = cast(1, own.ships.at(1));
  EXPECT_EQ(again.text(), "400 already_voted");
  EXPECT_EQ(again.string_at("/message"), "You have voted already");
  EXPECT_EQ(cast(2, own.ships.at(1)).status, 200);
  EXPECT_EQ(cast(3, own.ships.at(1)).status, 200);
  EXPECT_EQ(counts(), (std::map<ShipId, std::uint32_t>{{own.ships.at(0), 1}, {own.ships.at(1), 2}}));
  // The next vote is another question.
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  vote = world().open_vote(own);
  EXPECT_EQ(cast(1, own.ships.at(0)).status, 200);
}

TEST_F(BallotsTest, WhatCannotCountIsRefusedWithItsReason) {
  EXPECT_EQ(cast(1, ShipId{7}).text(), "400 ship_not_on_vote");
  auto const another = world().cast(own, 2'000'000'000, world().viewer(own.id, 1), own.ships.front());
  EXPECT_EQ(another.text(), "404 vote_not_found");
  expect_no_ballots();
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  EXPECT_EQ(cast(1, own.ships.front()).text(), "400 vote_closed");
  EXPECT_EQ(cast(1, ShipId{7}).text(), "400 vote_closed");
  expect_no_ballots();
}

TEST_F(BallotsTest, ViewersWhoAreNotLoggedInVoteOnlyWhereTheyMay) {
  auto const cast_as = [this](std::string const& opaque) {
    return world().cast(own, vote, world().token(own.id, "viewer", opaque), own.ships.front()).text();
  };
  EXPECT_EQ(cast_as("A1234567890"), "403 login_required");
  EXPECT_EQ(cast_as("X1234567890"), "403 login_required") << "an id of no known kind";
  EXPECT_EQ(cast_as("1234567890"), "403 login_required");
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"anonymous_may_vote", true}}}}).status, 200);
  EXPECT_EQ(api().get(own.path()).at("/data/anonymous_may_vote"), true);
  EXPECT_EQ(cast_as("A1234567890"), "200");
  EXPECT_EQ(cast_as("A1234567890"), "400 already_voted");
  EXPECT_EQ(cast_as("X1234567890"), "403 login_required");
  EXPECT_EQ(cast_as("U1234567890"), "200");
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"anonymous_may_vote", false}}}}).status, 200);
  EXPECT_EQ(cast_as("A999"), "403 login_required");
  EXPECT_EQ(sum(counts()), 2U);
}

TEST_F(BallotsTest, AMalformedBodyIsRefusedAndItsFieldNamed) {
  for (auto const* const body :
       {R"({"ship_id":"4282267344"})", R"({"ship_id":0})", R"({"ship_id":-1})", R"({"ship_id":4294967296})",
        R"({"ship_id":1.5})", R"({"ship_id":[1]})", R"({"ship_id":true})", R"({"ship_id":1e300})"}) {
    auto const answer = post(body);
    EXPECT_EQ(answer.text(), "400 invalid_request") << body;
    EXPECT_THAT(answer.string_at("/errors/ship_id/0"), HasSubstr("whole number from 1 to 4294967295")) << body;
  }
  for (auto const* const body : {R"({})", R"({"ship_id":null})", R"({"ship":1})"}) {
    EXPECT_EQ(post(body).string_at("/errors/ship_id/0"), "can't be blank") << body;
  }
  for (auto const* const body : {"[]", "1", "null", "{", R"({"ship_id":1)", R"({"ship_id":1}x)", "\xff\xfe", " "}) {
    auto const answer = post(body);
    EXPECT_EQ(answer.text(), "400 invalid_request") << body;
    EXPECT_THAT(answer.string_at("/message"), HasSubstr("JSON")) << body;
  }
  EXPECT_EQ(post(std::string(20, '[') + std::string(20, ']')).text(), "400 invalid_request");
  expect_no_ballots();
  // Unusual, but no less valid.
  EXPECT_EQ(post(R"( { "why" : "it is pretty" , "ship_id" : )" + own.ships.front().text() + ".0 } ").status, 200);
}

TEST_F(BallotsTest, WhatIsTooLargeOrOfAnotherTypeIsRefused) {
  auto const ballot = R"({"ship_id":)" + own.ships.front().text() + "}";
  EXPECT_EQ(post(ballot + std::string(64 * 1024, ' ')).text(), "413 payload_too_large");
  EXPECT_EQ(post(ballot, "text/plain").text(), "415 unsupported_media_type");
  EXPECT_EQ(post(ballot, "application/x-www-form-urlencoded").text(), "415 unsupported_media_type");
  Call wide{"POST", own.submit(vote)};
  wide.token = world().viewer(own.id, 77);
  wide.headers = {{"X-Wide", std::string(8 * 1024, 'x')}};
  wide.body = ballot;
  EXPECT_EQ(api().send(wide).text(), "431 header_too_large");
  expect_no_ballots();
  EXPECT_EQ(post(ballot + std::string(60 * 1024, ' '), "Application/JSON; charset=utf-8").status, 200);
}

TEST_F(BallotsTest, OtherMethodsAndUnknownRoutesAreTold) {
  for (auto const* const method : {"GET", "PUT", "PATCH", "DELETE"}) {
    auto const answer = api().send({method, own.submit(vote)});
    EXPECT_EQ(answer.text(), "405 method_not_allowed") << method;
    EXPECT_EQ(answer.header("allow"), "POST, OPTIONS");
  }
  EXPECT_EQ(api().send({"DELETE", own.votes()}).header("allow"), "GET, HEAD, POST, OPTIONS");
  for (auto const& path : {std::string{"/"}, std::string{"/api"}, std::string{"/api/ships"}, own.submit(vote) + "/x",
                           std::string{"/API/warships"}, std::string{"/api//warships"}}) {
    EXPECT_EQ(api().get(path).text(), "404 not_found") << path;
  }
}

// Browsers ask before they send a token.
TEST_F(BallotsTest, BrowsersOnTheExtensionsOriginAreLetIn) {
  auto const origin = "https://" + world().simulator.settings().client_id + ".ext-twitch.tv";
  auto const preflight = [this](std::string const& from) {
    Call call{"OPTIONS", own.submit(vote)};
    call.headers = {{"Origin", from},
                    {"Access-Control-Request-Method", "POST"},
                    {"Access-Control-Request-Headers", "authorization,content-type"}};
    return api().send(call);
  };
  auto const let_in = preflight(origin);
  EXPECT_EQ(let_in.status, 204);
  EXPECT_EQ(let_in.body, "");
  EXPECT_EQ(let_in.header("access-control-allow-origin"), origin);
  EXPECT_THAT(std::string{let_in.header("access-control-allow-methods")}, HasSubstr("POST"));
  EXPECT_THAT(std::string{let_in.header("access-control-allow-headers")}, HasSubstr("Authorization"));
  EXPECT_FALSE(let_in.header("access-control-max-age").empty());
  EXPECT_EQ(preflight("https://elsewhere.example").header("access-control-allow-origin"), "");

  // Refusals have to be readable for the view as well.
  Call call{"POST", own.submit(vote)};
  call.headers = {{"Origin", origin}};
  auto const refused = api().send(call);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("access-control-allow-origin"), origin);
}

TEST_F(BallotsTest, TwoThousandViewersAtOnceAreCountedExactly) {
  auto crowd = world().crowd(own, vote, 2'000);
  crowd.connections = 200;
  crowd.bad_tokens = 0.05;
  crowd.anonymous = 0.05;
  crowd.wrong_ships = 0.05;
  crowd.duplicates = 0.2;
  auto const result = world().simulator.crowd().run(crowd);
  ASSERT_EQ(result.problem, "");
  EXPECT_EQ(result.viewers, 2'000U);
  EXPECT_EQ(result.sent, result.planned_ballots);
  std::map<std::string, std::uint64_t> const expected{
      {"200", 2'000 - result.planned_bad_tokens - result.planned_anonymous - result.planned_wrong_ships},
      {"400 already_voted", result.planned_duplicates},
      {"400 ship_not_on_vote", result.planned_wrong_ships},
      {"401 unauthorized", result.planned_bad_tokens},
      {"403 login_required", result.planned_anonymous}};
  EXPECT_EQ(result.answers, expected);
  EXPECT_EQ(counts(), result.accepted);
  auto const closed = world().close_vote(own, vote);
  EXPECT_EQ(counts_of(closed), result.accepted);
  EXPECT_EQ(closed.number_at("/data/ballots"), sum(result.accepted));
}

// Once in order, once killed.
TEST_F(BallotsTest, ARestartKeepsEveryBallotAndWhoHasVoted) {
  auto crowd = world().crowd(own, vote, 300);
  auto const before = world().simulator.crowd().run(crowd);
  ASSERT_EQ(before.answers, (std::map<std::string, std::uint64_t>{{"200", 300}}));
  auto accepted = before.accepted;
  for (int const round : {0, 1}) {
    if (round == 0) {
      world().web.restart();
    } else {
      world().web.kill();
      world().web.start();
    }
    EXPECT_EQ(counts(), accepted);
    crowd.web_url = world().web.url();
    crowd.first_viewer += 100;  // two of three of them have voted
    auto const after = world().simulator.crowd().run(crowd);
    EXPECT_EQ(after.answers, (std::map<std::string, std::uint64_t>{{"200", 100}, {"400 already_voted", 200}}));
    for (auto const& [ship, count] : after.accepted) accepted[ship] += count;
    EXPECT_EQ(counts(), accepted);
  }
  EXPECT_EQ(counts_of(world().close_vote(own, vote)), accepted);
}

// A close in the midst of ballots: whoever was told "ok" is in the result, and nobody else.
TEST_F(BallotsTest, AVoteThatClosesUnderLoadHasAnExactResult) {
  auto crowd = world().crowd(own, vote, 3'000);
  crowd.per_second = 1'500;
  ASSERT_TRUE(world().simulator.crowd().start(crowd));
  ASSERT_TRUE(eventually([] { return world().simulator.crowd().result().viewers > 200; }));
  auto const closed = world().close_vote(own, vote);
  ASSERT_TRUE(eventually([] { return !world().simulator.crowd().result().running; }, std::chrono::seconds{30}));
  auto result = world().simulator.crowd().result();
  EXPECT_EQ(counts_of(closed), result.accepted);
  EXPECT_EQ(counts(), result.accepted);
  EXPECT_EQ(result.answers["200"] + result.answers["400 vote_closed"], 3'000U);
}

}  // namespace
}  // namespace shipvote::e2e
