// Edges and shipvote-web lose one another: nothing that was acknowledged is lost, and nothing counts twice.
#include <boost/json/object.hpp>

#include "e2e/edge_world_test.h"
#include "foundation/time.h"
#include "live/decode.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;
using voting::VoteState;

struct EdgeFailuresSuite {};
class EdgeFailuresTest : public EdgeWorldTest<EdgeFailuresSuite> {
 protected:
  void SetUp() override { own = world().set_up_channel(); }

  void start_crowd(RunningApi const& edge, std::uint64_t vote) const {
    auto crowd = world().crowd(own, vote, viewers);
    crowd.web_url = edge.url();
    crowd.per_second = 2'000;
    crowd.connections = connections;
    ASSERT_TRUE(world().simulator.crowd().start(crowd));
    ASSERT_TRUE(eventually([] { return world().simulator.crowd().result().viewers > viewers / 8; }));
  }
  static sim::CrowdResult end_of_crowd() {
    EXPECT_TRUE(eventually([] { return !world().simulator.crowd().result().running; }, 60s));
    return world().simulator.crowd().result();
  }
  // Every ballot that was answered with ok is stored, and no more than those whose answer is not known besides.
  void expect_kept(sim::CrowdResult const& result, std::uint64_t vote) const {
    auto const stored = counts_of(world().show(own, vote));
    std::uint64_t unsure = 0;
    for (auto const& [answer, count] : result.answers) unsure += answer == "200" ? 0 : count;
    for (auto const& [ship, count] : result.accepted) {
      auto const found = stored.find(ship);
      ASSERT_NE(found, stored.end());
      ASSERT_GE(found->second, count) << "a ballot was answered with ok, and is lost";
    }
    for (auto const& [ship, count] : stored) {
      auto const accepted = result.accepted.find(ship);
      auto const more = count - (accepted == result.accepted.end() ? 0 : accepted->second);
      ASSERT_LE(more, unsure) << "more ballots than were sent";
      unsure -= more;
    }
  }
  // All of them once more: who counts already is told so, everyone else counts now.
  void expect_each_once(RunningApi const& edge, std::uint64_t vote) const {
    auto again = world().crowd(own, vote, viewers);
    again.web_url = edge.url();
    auto const result = world().simulator.crowd().run(again);
    std::uint64_t answered = 0;
    for (auto const& [answer, count] : result.answers) {
      EXPECT_TRUE(answer == "200" || answer == "400 already_voted") << answer;
      answered += count;
    }
    EXPECT_EQ(answered, viewers);
    EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), viewers);
  }
  bool edge_takes_ballots(RunningApi const& edge, std::uint64_t vote, std::uint64_t viewer) const {
    auto const status = cast(edge, own, vote, viewer).status;
    return status == 200 || status == 400;
  }

  static constexpr std::uint64_t viewers = 6'000;
  static constexpr std::size_t connections = 64;  // of them
  OwnChannel own;
};

TEST_F(EdgeFailuresTest, WebIsKilledWhileBallotsCome) {
  auto const vote = world().open_vote(own);
  start_crowd(first(), vote);
  // Held still until nobody can send any more, so that the kill certainly meets batches on their way.
  world().web.program().hold();
  ASSERT_TRUE(eventually([] { return metric(first(), "shipvote_ballots_waiting") == connections; }));
  world().web.kill();
  world().web.start();
  auto const result = end_of_crowd();
  expect_kept(result, vote);
  EXPECT_GT(result.answers.count("503 outcome_unknown"), 0U) << testing::PrintToString(result.answers);
  ASSERT_TRUE(
      eventually([&] { return edge_takes_ballots(first(), vote, 1) && edge_takes_ballots(second(), vote, 1); }));
  expect_each_once(second(), vote);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  EXPECT_EQ(world().web.run({"check"}).exit_status, 0);
}

TEST_F(EdgeFailuresTest, AnEdgeIsKilledWhileBallotsCome) {
  auto const vote = world().open_vote(own);
  start_crowd(first(), vote);
  first().kill();
  auto const result = end_of_crowd();
  for (auto const& [answer, count] : result.answers) EXPECT_TRUE(answer == "200" || answer == "no answer") << answer;
  // What the edge had sent may still be on its way to the disk when it is gone.
  auto const stored = [&] { return world().show(own, vote).number_at("/data/ballots"); };
  ASSERT_TRUE(eventually([&, before = stored()]() mutable { return std::exchange(before, stored()) == stored(); }));
  expect_kept(result, vote);
  expect_each_once(second(), vote);
  first().start();
  first().wait_until_ready();
  EXPECT_EQ(cast(first(), own, vote, 1).text(), "400 already_voted") << "what it forgot, shipvote-web knows";
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

TEST_F(EdgeFailuresTest, AnEdgeThatIsStoppedAnswersWhatIsInFlight) {
  auto const vote = world().open_vote(own);
  start_crowd(first(), vote);
  EXPECT_NO_THROW(first().stop());
  auto const result = end_of_crowd();
  for (auto const& [answer, count] : result.answers) EXPECT_TRUE(answer == "200" || answer == "no answer") << answer;
  expect_kept(result, vote);
  first().start();
  first().wait_until_ready();
  expect_each_once(first(), vote);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

TEST_F(EdgeFailuresTest, WhileWebIsAwayNothingIsPromisedAndAfterwardsAllGoesOn) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return metric(first(), "shipvote_open_votes") == 1; }));
  EXPECT_EQ(cast(first(), own, vote, 1).status, 200);
  world().web.stop();
  auto const ballot = cast(first(), own, vote, 2);
  EXPECT_EQ(ballot.text(), "503 overloaded");
  EXPECT_EQ(ballot.header("retry-after"), "1");
  EXPECT_EQ(cast(first(), own, vote, 1, 1).text(), "400 already_voted") << "that much the edge knows";
  auto const opening = post(first().url(), own.votes(), own.broadcaster, new_vote(own.ships));
  EXPECT_EQ(opening.text(), "503 overloaded");
  EXPECT_EQ(opening.header("retry-after"), "1");
  auto const closing = patch(second().url(), own.status(vote), own.broadcaster, {{"status", "closed"}});
  EXPECT_EQ(closing.text(), "503 overloaded");
  EXPECT_EQ(page(first().operator_url(), "/healthz").status, 200) << "there is nothing that a restart would mend";

  RunningApi third{world().web, edge("third", "2/2")};
  EXPECT_EQ(page(third.operator_url(), "/readyz").status, 503) << "it knows nothing yet";
  auto const anonymous =
      post(third.url(), own.submit(vote), world().viewer(own.id, 9, false), {{"ship_id", own.ships.front().value}});
  EXPECT_EQ(anonymous.text(), "503 overloaded") << "the channel may let them vote";
  auto const moderator = world().token(own.id, "moderator", "Umoderator");
  EXPECT_EQ(post(third.url(), own.votes(), moderator, new_vote(own.ships)).text(), "503 overloaded");
  world().web.start();
  third.wait_until_ready();
  EXPECT_EQ(cast(third, own, vote, 2).status, 200);
  EXPECT_TRUE(eventually([] {
    auto const readiness = page(world().web.operator_url(), "/readyz");
    return readiness.status == 200 &&
           readiness.body.find("share 2/2 is served by second and third") != std::string::npos;
  })) << "two edges send for one share: the operator is told";
  EXPECT_NO_THROW(third.stop());
  ASSERT_TRUE(eventually([&] { return edge_takes_ballots(first(), vote, 3); }));
  EXPECT_EQ(patch(first().url(), own.status(vote), own.broadcaster, {{"status", "closed"}}).status, 200);
  EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 3U);
}

// Its viewer may have chosen anew since, and would be counted for what was chosen before.
TEST_F(EdgeFailuresTest, WhatAnEdgeGaveUpWhileWebWasHeldUpIsNotStoredAfterwards) {
  auto const vote = world().open_vote(own, {{"change_allowed", true}});
  ASSERT_TRUE(eventually([] { return metric(first(), "shipvote_open_votes") == 1; }));
  auto const late = [] { return metric_at(world().web.operator_url(), "shipvote_batches_late_total"); };
  auto const late_before = late();
  world().web.program().hold();
  auto const given_up = cast(first(), own, vote, 1, 0);
  world().web.program().go_on();
  EXPECT_EQ(given_up.text(), "503 outcome_unknown");
  ASSERT_TRUE(eventually([&] { return late() == late_before + 1; }));
  EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 0U);
  EXPECT_EQ(cast(first(), own, vote, 1, 1).status, 200);
  EXPECT_EQ(counts_of(world().show(own, vote)), (std::map<ShipId, std::uint32_t>{{own.ships.at(1), 1}}));
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

TEST_F(EdgeFailuresTest, WhenABackupIsBackEdgesGoOnFromIt) {
  auto const other = world().set_up_channel();
  auto const vote = world().open_vote(own);
  auto const stays_open = world().open_vote(other);
  EXPECT_EQ(cast(first(), own, vote, 1).status, 200);
  TemporaryFolder const copy;
  auto const file = copy / "shipvote.db";
  auto const data = world().web.data_folder().string();
  ASSERT_EQ(world().web.run_bare({"backup", file.string(), "--data-folder", data}).exit_status, 0);
  EXPECT_EQ(cast(first(), own, vote, 2).status, 200);
  EXPECT_EQ(cast(first(), other, stays_open, 1).status, 200);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  auto const lost = world().open_vote(own);
  EXPECT_EQ(cast(second(), own, lost, 1).status, 200);
  EXPECT_EQ(world().close_vote(own, lost).status, 200);
  auto const all_say = [&](std::uint64_t which, std::uint64_t viewer, std::string const& answer) {
    return eventually([&] {
      return cast(first(), own, which, viewer).text() == answer && cast(second(), own, which, viewer).text() == answer;
    });
  };
  ASSERT_TRUE(all_say(vote, 3, "400 vote_closed") && all_say(lost, 3, "400 vote_closed"));

  world().web.restore(file);
  EXPECT_TRUE(eventually([&] { return cast(first(), own, vote, 2).status == 200; })) << "its ballot is lost";
  EXPECT_EQ(cast(first(), other, stays_open, 1).status, 200) << "the same";
  EXPECT_TRUE(all_say(vote, 1, "400 already_voted")) << "that one is not";
  EXPECT_TRUE(eventually([&] { return cast(second(), own, vote, 3).status == 200; }));
  EXPECT_EQ(world().close_vote(own, vote).number_at("/data/ballots"), 3U);
  ASSERT_EQ(world().open_vote(own), lost) << "the number is given anew";
  EXPECT_TRUE(eventually([&] { return cast(first(), own, lost, 1).status == 200; }));
  EXPECT_TRUE(all_say(lost, 1, "400 already_voted"));
  EXPECT_EQ(world().close_vote(own, lost).status, 200);
  EXPECT_EQ(world().close_vote(other, stays_open).number_at("/data/ballots"), 1U);
}

TEST_F(EdgeFailuresTest, TwoEdgesOfOneNameAreReported) {
  RunningApi twin{world().web, edge("second", "2/2")};
  twin.wait_until_ready();
  auto const vote = world().open_vote(own);  // answers every edge, so that all of them ask again
  EXPECT_TRUE(eventually([] {
    auto const readiness = page(world().web.operator_url(), "/readyz").body;
    return readiness.find("share 2/2 is served by second and second") != std::string::npos;
  }));
  EXPECT_EQ(metric_at(world().web.operator_url(), "shipvote_edge_shares_wrong"), 1);
  EXPECT_NO_THROW(twin.stop());
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

TEST_F(EdgeFailuresTest, AnEdgeWithAnotherSecretGetsNowhere) {
  auto settings = edge("stranger", "1/1");
  settings.internal_secret = "this-is-not-the-secret-of-the-web";
  RunningApi stranger{world().web, settings};
  EXPECT_TRUE(eventually([&] { return stranger.log_text().find("401") != std::string::npos; }));
  EXPECT_EQ(page(stranger.operator_url(), "/readyz").status, 503);
  auto const vote = world().open_vote(own);
  EXPECT_EQ(cast(stranger, own, vote, 1).text(), "503 storage_failed");
  EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), 0U);
  EXPECT_EQ(stranger.log_text().find(settings.internal_secret), std::string::npos);
  EXPECT_NO_THROW(stranger.stop());
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

// What viewers hear while edges send.
class EdgeMessagesTest : public EdgeFailuresTest {
 protected:
  std::vector<live::Snapshot> heard() const {
    std::vector<live::Snapshot> snapshots;
    for (auto const& message : world().simulator.messages().of(own.id)) {
      auto decoded = live::decode_message(message->message);
      if (!decoded || !decoded->live) throw std::runtime_error("no live message: " + message->message);
      snapshots.push_back(decoded->live->snapshot);
    }
    return snapshots;
  }
  // What a view knows that heard them all: the highest sequence is the truth.
  bool knows(std::uint64_t vote, VoteState state, std::uint64_t ballots) const {
    auto const all = heard();
    auto const newest = std::max_element(
        all.begin(), all.end(), [](auto const& one, auto const& other) { return one.sequence < other.sequence; });
    return newest != all.end() && newest->vote && newest->vote->id.value == vote && newest->vote->state == state &&
           newest->vote->ballots == ballots;
  }
  static double sent(std::string const& operator_url) {
    double sum = 0;
    for (auto const* const type : {"vote_status", "vote_progress", "channel_update"}) {
      sum += metric_at(operator_url,
                       std::string{"shipvote_live_messages_total{type=\""} + type + "\",result=\"accepted\"}");
    }
    return sum;
  }
};

TEST_F(EdgeMessagesTest, EachChannelsMessagesAreSentByTheEdgeOfItsShareAlone) {
  for (int channel = 0; channel < 2; ++channel) {
    auto const vote = world().open_vote(own);
    bool const of_first = std::stoull(own.id) % 2 == 0;
    auto& sends = of_first ? first() : second();
    auto& silent = of_first ? second() : first();
    ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
    auto const silent_before = sent(silent.operator_url());
    for (std::uint64_t viewer = 1; viewer <= 5; ++viewer) EXPECT_EQ(cast(silent, own, vote, viewer).status, 200);
    EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::open, 5); })) << "counted at the other edge";
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 5); }));
    auto const openings = heard();
    EXPECT_EQ(std::count_if(openings.begin(), openings.end(),
                            [&](auto const& snapshot) {
                              return snapshot.vote && snapshot.vote->id.value == vote &&
                                     snapshot.vote->state == VoteState::open && snapshot.vote->ballots == 0;
                            }),
              1)
        << "said once";
    EXPECT_GE(sent(sends.operator_url()), static_cast<double>(openings.size()));
    EXPECT_EQ(sent(silent.operator_url()), silent_before);
    own = world().set_up_channel();  // the next id is of the other share
  }
  EXPECT_EQ(sent(world().web.operator_url()), 0);
}

TEST_F(EdgeMessagesTest, SettingsAreToldByTheEdge) {
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"overlay_position", "top_right"}}}}).status,
            200);
  EXPECT_TRUE(eventually([&] {
    auto const all = heard();
    return !all.empty() && all.back().channel.overlay_position == voting::OverlayPosition::top_right;
  }));
}

TEST_F(EdgeMessagesTest, AVoteThatEndedWhileWebWasAwayIsToldToBeClosed) {
  auto const vote = world().open_vote(own, {{"scheduled_end", iso8601(SystemTime{}.now() + 4s)}});
  EXPECT_EQ(cast(second(), own, vote, 1).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 1); }));
  world().web.kill();
  ASSERT_TRUE(eventually([&] { return cast(first(), own, vote, 2).text() == "400 vote_closed"; }, 15s))
      << "the edge knows when it ends";
  world().web.start();
  EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 1); }, 20s));
}

TEST_F(EdgeMessagesTest, WhoeverTheSettingsNameSends) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
  // shipvote-web takes over, with the very same edges, and hands back.
  auto const restart_with = [](std::string const& side) {
    world().web.stop();
    world().web.set_flag("--twitch-live-messages", side);
    world().web.start();
    EXPECT_TRUE(eventually([&] {
      double const edges_send = side == "edges" ? 1 : 0;
      return metric(first(), "shipvote_edge_sends_messages") == edges_send &&
             metric(second(), "shipvote_edge_sends_messages") == edges_send;
    }));
  };
  restart_with("web");
  auto const edges_sent = sent(first().operator_url()) + sent(second().operator_url());
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).status, 200);
  EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::open, 1); }, 30s)) << "a resumed vote has 15 s";
  EXPECT_GT(sent(world().web.operator_url()), 0);
  EXPECT_EQ(sent(first().operator_url()) + sent(second().operator_url()), edges_sent);
  EXPECT_THAT(page(first().operator_url(), "/readyz").body, HasSubstr("they are sent by shipvote-web"));
  restart_with("edges");
  EXPECT_EQ(cast(first(), own, vote, 2).status, 200);
  EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::open, 2); }, 30s));
  EXPECT_EQ(sent(world().web.operator_url()), 0);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

}  // namespace
}  // namespace shipvote::e2e
