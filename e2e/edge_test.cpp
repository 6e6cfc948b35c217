// shipvote-api in front of shipvote-web: what viewers and broadcasters get through an edge.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "e2e/edge_world_test.h"
#include "foundation/limits.h"
#include "foundation/time.h"
#include "service/batch_wire.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;

struct EdgeSuite {};
class EdgeTest : public EdgeWorldTest<EdgeSuite> {
 protected:
  void SetUp() override { own = world().set_up_channel(); }

  std::uint64_t open(RunningApi const& edge) const {
    auto const answer = post(edge.url(), own.votes(), own.broadcaster, new_vote(own.ships));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.number_at("/data/id");
  }
  Answer close(RunningApi const& edge, std::uint64_t vote) const {
    return patch(edge.url(), own.status(vote), own.broadcaster, json::object{{"status", "closed"}});
  }
  Answer cast(RunningApi const& edge, std::uint64_t vote, std::uint64_t viewer, std::size_t ship = 0) const {
    return EdgeWorldTest::cast(edge, own, vote, viewer, ship);
  }
  // Every edge has heard that the vote is open, or closed.
  bool both_know(std::uint64_t open_votes) const {
    return eventually([&] {
      return metric(first(), "shipvote_open_votes") == static_cast<double>(open_votes) &&
             metric(second(), "shipvote_open_votes") == static_cast<double>(open_votes);
    });
  }
  OwnChannel own;
};

TEST_F(EdgeTest, AVoteIsOpenedCastAndClosedThroughEdges) {
  auto const vote = open(first());
  EXPECT_EQ(cast(first(), vote, 1, 0).body, R"({"ok":true})");
  EXPECT_EQ(cast(second(), vote, 2, 1).status, 200);
  EXPECT_EQ(cast(second(), vote, 3, 1).status, 200);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 4), own.ships.at(1)).status, 200) << "directly, too";
  EXPECT_EQ(counts_of(world().show(own, vote)),
            (std::map<ShipId, std::uint32_t>{{own.ships.at(0), 1}, {own.ships.at(1), 3}}));
  auto const closed = close(second(), vote);
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(closed.number_at("/data/winner/ship_id"), own.ships.at(1).value);
  EXPECT_EQ(closed.body, world().show(own, vote).body);
  ASSERT_TRUE(both_know(0));
  EXPECT_EQ(cast(first(), vote, 5).text(), "400 vote_closed");
  EXPECT_EQ(cast(second(), vote, 5).text(), "400 vote_closed");
}

TEST_F(EdgeTest, ADurationReachesWeb) {
  auto const opened =
      post(first().url(), own.votes(), own.broadcaster, new_vote(own.ships, {{"duration_seconds", 90}}));
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(parse_iso8601(opened.string_at("/data/ends_at")).value(),
            parse_iso8601(opened.string_at("/data/created_at")).value() + std::chrono::seconds{90});
  EXPECT_EQ(close(first(), opened.number_at("/data/id")).status, 200);
}

TEST_F(EdgeTest, AViewerCountsOnceWhicheverWayTheBallotsCome) {
  auto const vote = open(first());
  EXPECT_EQ(cast(first(), vote, 1).status, 200);
  for (auto const* const edge : {&first(), &second(), &first(), &second()}) {
    EXPECT_EQ(cast(*edge, vote, 1, 1).text(), "400 already_voted");
  }
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).text(), "400 already_voted");
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 2), own.ships.front()).status, 200);
  EXPECT_EQ(cast(second(), vote, 2).text(), "400 already_voted");
  EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 2U);
  EXPECT_EQ(close(first(), vote).status, 200);
}

TEST_F(EdgeTest, ABallotMayBeChangedThroughAnotherEdgeWhereTheVoteAllowsIt) {
  auto const vote = world().open_vote(own, {{"change_allowed", true}});
  EXPECT_EQ(cast(first(), vote, 1, 0).status, 200);
  EXPECT_EQ(cast(second(), vote, 1, 1).status, 200);
  EXPECT_EQ(cast(first(), vote, 1, 0).status, 200);
  EXPECT_EQ(cast(first(), vote, 1, 1).status, 200);
  EXPECT_EQ(counts_of(world().show(own, vote)), (std::map<ShipId, std::uint32_t>{{own.ships.at(1), 1}}));
  EXPECT_EQ(close(first(), vote).status, 200);
}

// The same request at an edge and at shipvote-web, which must be told the same.
TEST_F(EdgeTest, AnswersAreThoseOfWebToTheByte) {
  auto const vote = open(first());
  ASSERT_TRUE(both_know(1));
  auto const other = world().set_up_channel();
  auto const viewer = world().viewer(own.id, 1);
  auto const compare = [&](std::string const& method, std::string const& path, std::string const& token,
                           std::string const& body, std::string const& type = "application/json") {
    Call call{method, path};
    call.token = token;
    call.body = body;
    if (!body.empty()) call.headers = {{"Content-Type", type}};
    auto const web = send(world().web.url(), call);
    auto const edge = send(first().url(), call);
    EXPECT_EQ(edge.status, web.status) << method << " " << path << " " << body;
    EXPECT_EQ(edge.body, web.body) << method << " " << path << " " << body;
    EXPECT_EQ(edge.header("content-type"), web.header("content-type"));
    EXPECT_EQ(edge.header("retry-after"), web.header("retry-after"));
  };
  auto const ship = json::serialize(json::object{{"ship_id", own.ships.front().value}});
  auto const opening = json::serialize(new_vote(own.ships));
  for (auto const& token :
       {std::string{}, std::string{"rubbish"}, world().viewer(other.id, 1), world().token(own.id, "external", "")}) {
    compare("POST", own.submit(vote), token, ship);
    compare("POST", own.votes(), token, opening);
    compare("PATCH", own.status(vote), token, R"({"status":"closed"})");
  }
  compare("POST", own.votes(), viewer, opening);
  compare("PATCH", own.status(vote), viewer, R"({"status":"closed"})");
  compare("POST", own.votes(), own.broadcaster, opening);
  compare("POST", own.votes(), own.broadcaster, R"({"vote":{"ships":[]}})");
  compare("POST", own.votes(), own.broadcaster, "no json");
  compare("POST", own.votes(), own.broadcaster, opening, "text/plain");
  compare("PATCH", own.status(vote), own.broadcaster, R"({"status":"open"})");
  compare("PATCH", own.status(2'000'000'000), own.broadcaster, R"({"status":"closed"})");
  compare("PATCH", own.votes() + "/none/status", own.broadcaster, R"({"status":"closed"})");
  compare("POST", own.submit(vote), viewer, R"({"ship_id":7})");
  compare("POST", own.submit(vote), viewer, R"({"ship_id":"seven"})");
  compare("POST", own.submit(vote), viewer, R"({})");
  compare("POST", own.submit(vote), viewer, ship, "text/plain");
  compare("POST", own.submit(2'000'000'000), viewer, ship);
  compare("POST", other.submit(vote), world().viewer(other.id, 1), ship);
  compare("POST", own.submit(vote), world().viewer(own.id, 1, false), ship);
  compare("POST", "/api/channels/abc/votes/1/submit", viewer, ship);
  compare("GET", "/_health", "", "");
  compare("GET", "/nowhere", "", "");
  EXPECT_EQ(close(first(), vote).status, 200);
  ASSERT_TRUE(both_know(0));
  compare("POST", own.submit(vote), viewer, ship);
}

TEST_F(EdgeTest, WhatCannotCountIsRefusedWithoutAskingWeb) {
  auto const vote = open(first());
  ASSERT_TRUE(both_know(1));
  EXPECT_EQ(cast(first(), vote, 1).status, 200);
  auto const asked = [] { return metric(first(), "shipvote_edge_batched_ballots_total"); };
  auto const before = asked();
  EXPECT_EQ(cast(first(), vote, 1, 1).text(), "400 already_voted");
  auto const not_on_it = post(first().url(), own.submit(vote), world().viewer(own.id, 2), {{"ship_id", 7}});
  EXPECT_EQ(not_on_it.text(), "400 ship_not_on_vote");
  auto const anonymous =
      post(first().url(), own.submit(vote), world().viewer(own.id, 2, false), {{"ship_id", own.ships.front().value}});
  EXPECT_EQ(anonymous.text(), "403 login_required");
  EXPECT_EQ(close(second(), vote).status, 200);
  ASSERT_TRUE(both_know(0));
  EXPECT_EQ(cast(first(), vote, 3).text(), "400 vote_closed");
  EXPECT_EQ(asked(), before);
  EXPECT_EQ(metric(first(), "shipvote_edge_voters_remembered"), 0) << "the vote is over";
}

TEST_F(EdgeTest, SettingsOfTheChannelReachTheEdges) {
  auto const vote = open(first());
  auto const anonymous = [&](RunningApi const& edge) {
    return post(edge.url(), own.submit(vote), world().viewer(own.id, 5, false), {{"ship_id", own.ships.front().value}})
        .text();
  };
  ASSERT_TRUE(both_know(1));
  EXPECT_EQ(anonymous(second()), "403 login_required");
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"anonymous_may_vote", true}}}}).status, 200);
  EXPECT_TRUE(eventually([&] { return anonymous(second()) != "403 login_required"; }));
  EXPECT_EQ(anonymous(first()), "400 already_voted");
  EXPECT_EQ(close(first(), vote).status, 200);
}

TEST_F(EdgeTest, ACrowdAtTwoEdgesIsCountedToTheBallot) {
  auto const vote = open(first());
  ASSERT_TRUE(both_know(1));
  auto crowd = world().crowd(own, vote, 3'000);
  crowd.duplicates = 0.2;
  crowd.web_url = first().url();
  auto const one = world().simulator.crowd().run(crowd);
  crowd.web_url = second().url();
  crowd.first_viewer = 2'001;  // a third of them has voted at the other edge
  auto const other = world().simulator.crowd().run(crowd);
  EXPECT_EQ(one.answers.at("200"), 3'000U);
  EXPECT_EQ(other.answers.at("200"), 2'000U);
  auto accepted = one.accepted;
  for (auto const& [ship, count] : other.accepted) accepted[ship] += count;
  EXPECT_EQ(counts_of(world().show(own, vote)), accepted);
  EXPECT_EQ(close(first(), vote).status, 200);
}

TEST_F(EdgeTest, InternalRoutesWantTheSecret) {
  auto const internal = world().web.internal_url();
  for (auto const& token : {std::string{}, std::string{"internal-secret-of-another-world-x"}, own.broadcaster}) {
    EXPECT_EQ(post(internal, "/internal/ballots", token, {}).text(), "401 unauthorized");
    EXPECT_EQ(get(internal, "/internal/changes?edge=a&share=1/1", token).text(), "401 unauthorized");
    EXPECT_EQ(get(internal, "/internal/votes?ids=1", token).text(), "401 unauthorized");
    EXPECT_EQ(post(internal, own.votes(), token == own.broadcaster ? "" : token, new_vote(own.ships)).status, 401);
  }
  for (auto const* const path : {"/internal/changes", "/internal/votes"}) {
    EXPECT_EQ(get(world().web.url(), path, World::internal_secret()).status, 404) << "on the public listener";
    EXPECT_EQ(get(first().url(), path, World::internal_secret()).status, 404) << "on an edge";
  }
  EXPECT_EQ(get(internal, "/api/warships", "").status, 404) << "nothing else is there";
  EXPECT_EQ(get(first().url(), own.path(), "").status, 404);
  EXPECT_EQ(get(first().url(), own.votes() + "?status=open", "").status, 405);
}

TEST_F(EdgeTest, MalformedInternalRequestsAreRefused) {
  auto const internal = world().web.internal_url();
  auto const secret = World::internal_secret();
  Call batch{"POST", "/internal/ballots"};
  batch.token = secret;
  auto const refused = [] { return metric_at(world().web.operator_url(), "shipvote_batches_refused_total"); };
  auto const refused_before = refused();
  for (auto const& body : {std::string{}, std::string{"SVB2"}, std::string{"SVB2\1\0\0\0short", 13}}) {
    batch.body = body;
    EXPECT_EQ(send(internal, batch).text(), "400 invalid_request");
  }
  EXPECT_EQ(refused(), refused_before + 3);
  EXPECT_THAT(world().web.log_text(), HasSubstr("batch_refused"));
  for (auto const* const query :
       {"", "?edge=&share=1/1", "?edge=a&share=0/1", "?edge=a&share=2/1", "?edge=a&share=1/1&after=minus",
        "?edge=a&share=1/1&run=NOTHEX", "?edge=a%20b&share=1/1"}) {
    EXPECT_EQ(get(internal, std::string{"/internal/changes"} + query, secret).text(), "400 invalid_request") << query;
  }
  for (auto const* const ids : {"", "1,", "x", "0"}) {
    EXPECT_EQ(get(internal, std::string{"/internal/votes?ids="} + ids, secret).text(), "400 invalid_request") << ids;
  }
}

// As if shipvote-web had been held up while the batch lay in its socket, and the edge had given it up meanwhile.
TEST_F(EdgeTest, ABatchThatWasSentTooLongAgoIsNotTaken) {
  auto const vote = open(first());
  SystemTime const time;
  service::BatchWriter writer{1, time.now() - limits::batch_late};
  voting::Ballot ballot;
  ballot.vote = VoteId{static_cast<std::uint32_t>(vote)};
  ballot.ship = own.ships.front();
  ballot.channel = ChannelId{std::stoull(own.id)};
  writer.add(ballot);
  Call batch{"POST", "/internal/ballots"};
  batch.token = World::internal_secret();
  batch.body = std::move(writer).take();
  auto const late = [] { return metric_at(world().web.operator_url(), "shipvote_batches_late_total"); };
  auto const late_before = late();
  EXPECT_EQ(send(world().web.internal_url(), batch).text(), "503 overloaded");
  EXPECT_EQ(late(), late_before + 1);
  EXPECT_THAT(world().web.log_text(), HasSubstr("batch_late"));
  EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 0U);
  EXPECT_EQ(close(first(), vote).status, 200);
}

// However soon after the ballots of others, and whichever edge they came through.
TEST_F(EdgeTest, TheCountsThatABallotBuysIncludeIt) {
  auto const vote = world().open_vote(own, {{"visibility", "after_ballot"}, {"change_allowed", true}});
  ASSERT_TRUE(both_know(1));
  std::uint64_t of_second_ship = 0;
  for (std::uint64_t viewer = 1; viewer <= 20; ++viewer) {
    std::size_t const ship = viewer % 2;
    of_second_ship += ship;
    auto const answer = cast(viewer % 4 < 2 ? first() : second(), vote, viewer, ship);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.number_at("/data/ballots"), viewer);
    EXPECT_EQ(counts_of(answer)[own.ships.at(1)], of_second_ship);
  }
  auto const changed = cast(second(), vote, 2, 1);
  EXPECT_EQ(changed.number_at("/data/ballots"), 20U);
  EXPECT_EQ(counts_of(changed)[own.ships.at(1)], of_second_ship + 1);
  EXPECT_EQ(changed.body, world().cast(own, vote, world().viewer(own.id, 2), own.ships.at(1)).body);
  EXPECT_EQ(close(first(), vote).status, 200);
}

TEST_F(EdgeTest, TheOperatorSeesWhoSends) {
  EXPECT_THAT(page(world().web.operator_url(), "/readyz").body,
              AllOf(HasSubstr("live messages are sent by edges"), HasSubstr("first (1/2), second (2/2)")));
  EXPECT_THAT(page(first().operator_url(), "/readyz").body,
              HasSubstr("edge first of share 1/2 sends the live messages of its share"));
  EXPECT_EQ(page(first().operator_url(), "/healthz").status, 200);
  EXPECT_EQ(metric(first(), "shipvote_edge_in_step"), 1);
  EXPECT_GT(metric_at(world().web.operator_url(), R"(shipvote_http_requests_total{listener="internal"})"), 0);
  for (auto const& url : {world().web.operator_url(), first().operator_url()}) {
    EXPECT_GE(metric_at(url, R"(shipvote_http_requests_total{listener="public"})"), 0);
    EXPECT_EQ(metric_at(url, R"(shipvote_http_streams{listener="public"})"), 0);
    EXPECT_EQ(metric_at(url, R"(shipvote_http_streams_cut_off_total{listener="public"})"), 0);
    EXPECT_EQ(metric_at(url, "shipvote_live_messages_shortened_total"), 0);
    EXPECT_EQ(metric_at(url, "shipvote_live_channels_refused_total"), 0);
  }
  EXPECT_EQ(get(first().url(), "/metrics", "").status, 404) << "for the operator alone";
}

}  // namespace
}  // namespace shipvote::e2e
