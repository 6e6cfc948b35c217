// shipvote-web is killed with -9 at moments of chance while viewers vote. Whatever was answered "ok" is there, once;
// what was on its way is there or is not; and the tally is the sum of the stored ballots. Restarted on the same folder,
// again and again. The same through edges, with shipvote-web and every edge killed in turn.
//   SHIPVOTE_CRASH_CYCLES   how often (20; with edges 9)
//   SHIPVOTE_CRASH_EDGES    how many edges (2)
//   SHIPVOTE_CRASH_SEED     the decisions of an earlier run (another each time, told when something fails)
//   SHIPVOTE_CRASH_VERBOSE  a line for every cycle
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "e2e/crash_checks.h"
#include "e2e/crash_voters.h"
#include "e2e/known_vote.h"
#include "e2e/running_api.h"
#include "e2e/world.h"
#include "e2e/world_test.h"
#include "http/raw_connection.h"
#include "sim/chance.h"
#include "sim/crowd_plan.h"

namespace shipvote::e2e {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using testing::AnyOf;

class CrashTest : public testing::Test {
 protected:
  explicit CrashTest(std::uint64_t edges = 0)
      : world_(programs(), "crash", web_flags(edges)), channel_(world_.set_up_channel("SeaCaptain")) {
    for (std::uint64_t number = 1; number <= edges; ++number) {
      ApiSettings settings;
      settings.name = "edge-" + std::to_string(number);
      settings.share = std::to_string(number) + "/" + std::to_string(edges);
      edges_.push_back(std::make_unique<RunningApi>(world_.web, settings));
    }
    for (auto const& edge : edges_) edge->wait_until_ready();
  }

  static std::vector<std::string> web_flags(std::uint64_t edges) {
    if (edges == 0) return {};
    return {"--internal-port", "0", "--twitch-live-messages", "edges"};
  }

  // Where viewers go, and the streamer with votes.
  [[nodiscard]] std::vector<std::uint16_t> ballot_ports() const {
    if (edges_.empty()) return {world_.web.port()};
    std::vector<std::uint16_t> ports;
    for (auto const& edge : edges_) ports.push_back(edge->port());
    return ports;
  }

  // Whose turn it is to die: shipvote-web, or an edge.
  [[nodiscard]] RunningApi* victim() const {
    auto const turn = cycle_ % (edges_.size() + 1);
    return turn == 0 ? nullptr : edges_[turn - 1].get();
  }
  void kill_victim() {
    if (auto* const edge = victim()) return edge->kill();
    world_.web.kill();
  }
  void restart_victim() {
    if (auto* const edge = victim()) {
      edge->start();
    } else {
      world_.web.start();
    }
    for (auto const& edge : edges_) edge->wait_until_ready();
  }

  // A vote on some ships; one in two with ballots that may change, one in four ends by itself, soon.
  void open_next() {
    KnownVote vote;
    auto const count = std::min<std::size_t>(2 + chance_.below(9), channel_.ships.size());
    vote.ships.assign(channel_.ships.begin(), channel_.ships.begin() + static_cast<std::ptrdiff_t>(count));
    vote.may_change = chance_.happens(0.5);
    json::object more{{"ships", ids(vote.ships)}, {"change_allowed", vote.may_change}};
    if (chance_.happens(0.25)) {
      vote.ends_at = world_.simulator.now() + chance_.between(100ms, 800ms);
      more["scheduled_end"] = iso8601(*vote.ends_at);
    }
    vote.id = VoteId{static_cast<std::uint32_t>(world_.open_vote(channel_, more))};
    votes_.push_back(std::move(vote));
  }

  [[nodiscard]] sim::CrowdSettings crowd_of(KnownVote const& vote) const {
    auto crowd = world_.crowd(channel_, vote.id.value, 1);
    crowd.ships = vote.ships;
    crowd.connections = 8;
    crowd.first_viewer = next_viewer_;
    return crowd;
  }

  // Lets viewers vote, and kills the server after some number of answers; now and then while the streamer closes.
  void vote_and_kill(KnownVote& vote) {
    auto const answers = 1 + chance_.below(400);
    bool const closing = chance_.happens(0.2);
    std::string const token = channel_.broadcaster;
    CrashVoters voters{crowd_of(vote), ballot_ports(), vote.may_change};
    ASSERT_TRUE(voters.wait_for(answers)) << "the server does not answer\n" << world_.web.log_text();
    http::RawConnection streamer{ballot_ports().front()};
    if (closing) {
      std::string const body = R"({"status":"closed"})";
      (void)streamer.send(
          "PATCH " + channel_.status(vote.id.value) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
          "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      // The kill meets the close before, in or after its commit.
      if (chance_.happens(0.5)) (void)voters.wait_for(answers + chance_.below(40));
    }
    kill_victim();
    // The other edges do not even notice.
    if (victim() != nullptr) {
      EXPECT_TRUE(voters.wait_for(answers + 40)) << "the other edges do not answer";
    }
    voters.stop();
    for (auto const& ballot : voters.finish()) {
      if (edges_.empty() || victim() != nullptr) {
        EXPECT_THAT(ballot.answer, AnyOf("", "200", "400 already_voted", "400 vote_closed"));
      } else {
        EXPECT_THAT(ballot.answer,
                    AnyOf("", "200", "400 already_voted", "400 vote_closed", "503 outcome_unknown", "503 overloaded"));
      }
      if (vote.may_change) {
        EXPECT_NE(ballot.answer, "400 already_voted");
      } else if (ballot.answer == "200") {
        EXPECT_TRUE(accepted_.insert(ballot.viewer).second) << "twice: " << ballot.viewer;
      }
      vote.learn(ballot);
      next_viewer_ = std::max(next_viewer_, ballot.viewer + 1);
      cast_.push_back(ballot.viewer);
    }
    if (!closing) return;
    auto const answer = streamer.read_answer();
    if (answer.status == 200 && answer.body.ends_with("}")) close_answered_ = answer.body;
  }

  // Every edge has found shipvote-web again. It takes one more viewer each to see that.
  void expect_edges_work(KnownVote& vote) {
    for (auto const& edge : edges_) {
      auto crowd = crowd_of(vote);
      auto const viewer = next_viewer_++;
      EXPECT_TRUE(eventually([&] {
        http::RawConnection connection{edge->port()};
        CastBallot ballot{viewer, ship_of(viewer, vote.ships), {}};
        if (!connection.send(ballot_text(crowd, viewer, ballot.ship))) return false;
        auto const answer = connection.read_answer();
        ballot.answer = sim::answer_name(answer.status, answer.body);
        vote.learn(ballot);
        return ballot.answer == "200" || ballot.answer == "400 already_voted";
      })) << "an edge takes no ballots";
    }
  }

  // Every viewer of this round tries again, for another ship. Where ballots do not change that may only work if the
  // first ballot is not there; where they do, the viewer is asked before what counts.
  void all_try_again(KnownVote& vote) {
    auto const crowd = crowd_of(vote);
    http::RawConnection connection{ballot_ports().back()};
    http::RawConnection web{world_.web.port()};
    for (auto const viewer : std::set<std::uint64_t>{cast_.begin(), cast_.end()}) {
      auto const known = vote.ballots[viewer];
      auto const other = ship_of(viewer + 1, vote.ships);
      if (vote.may_change) expect_own_ballot(web, crowd, viewer, known);
      ASSERT_TRUE(connection.send(ballot_text(crowd, viewer, other)));
      auto const answer = connection.read_answer();
      auto const name = sim::answer_name(answer.status, answer.body);
      if (vote.may_change) {
        ASSERT_EQ(name, "200") << "viewer " << viewer;
      } else if (known.certain()) {
        ASSERT_EQ(name, "400 already_voted") << "viewer " << viewer;
      }
      ASSERT_THAT(name, AnyOf("200", "400 already_voted")) << "viewer " << viewer;
      vote.learn_for_certain(viewer, name == "200" ? other : *known.possible().begin());
    }
  }

  static void expect_own_ballot(http::RawConnection& connection, sim::CrowdSettings const& crowd, std::uint64_t viewer,
                                KnownBallot const& known) {
    ASSERT_TRUE(connection.send(own_ballot_text(crowd, viewer)));
    auto const answer = connection.read_answer();
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const ship = json::parse(answer.body).at("data").at("ship_id");
    if (ship.is_null()) {
      EXPECT_FALSE(known.certain()) << "viewer " << viewer;
    } else {
      EXPECT_TRUE(known.possible().contains(ShipId{ship.to_number<std::uint32_t>()})) << "viewer " << viewer;
    }
  }

  // What the server says of the vote is what is stored, and what it said before if it was closed before.
  void expect_told(KnownVote& vote) {
    auto const told = world_.show(channel_, vote.id.value);
    auto const stored = recount_of(world_, vote.id);
    EXPECT_TRUE(stored.exact());
    EXPECT_EQ(counts_of(told), counted(vote, stored));
    expect_between(counts_of(told), vote);
    if (told.string_at("/data/status") != "closed") return;
    if (vote.result) {
      EXPECT_EQ(*vote.result, told.body);
    }
    vote.result = told.body;
  }

  [[nodiscard]] bool is_closed(KnownVote const& vote) {
    return world_.show(channel_, vote.id.value).string_at("/data/status") == "closed";
  }

  // The stored ballots, once nothing more arrives: what a killed edge had sent may still be on its way to the disk.
  [[nodiscard]] Counts settled(KnownVote const& vote) {
    auto counts = counted(vote, recount_of(world_, vote.id));
    if (victim() == nullptr) return counts;
    EXPECT_TRUE(eventually([&] {
      auto const before = std::exchange(counts, counted(vote, recount_of(world_, vote.id)));
      return before == counts && counts == counts_of(world_.show(channel_, vote.id.value));
    }));
    return counts;
  }

  void one_cycle() {
    if (votes_.empty() || votes_.back().result) open_next();
    auto& vote = votes_.back();
    cast_.clear();
    close_answered_.reset();
    vote_and_kill(vote);
    if (HasFatalFailure()) return;
    expect_stored(world_, vote);
    auto const before = settled(vote);

    restart_victim();
    if (vote.ends_at) {
      EXPECT_TRUE(eventually([&] { return is_closed(vote); })) << "it was to end at " << iso8601(*vote.ends_at);
    }
    bool const closed = is_closed(vote);
    if (close_answered_) {
      EXPECT_TRUE(closed);
    }
    EXPECT_EQ(counts_of(world_.show(channel_, vote.id.value)), before);
    if (!closed) {
      expect_edges_work(vote);
      all_try_again(vote);
      if (HasFatalFailure()) return;
      EXPECT_EQ(vote.uncertain(), 0U);
      if (chance_.happens(0.25)) {
        EXPECT_EQ(world_.close_vote(channel_, vote.id.value).text(), "200");
      }
    }
    expect_told(vote);
    if (close_answered_) expect_same_result(*close_answered_, *vote.result);
    told_of_cycle_ = "vote " + vote.id.text() + (vote.result ? " closed" : " open") + (vote.ends_at ? " by time" : "") +
                     (vote.may_change ? ", may change" : "") + (victim() != nullptr ? ", edge killed" : "") +
                     ", cast " + std::to_string(cast_.size()) + ", counted " +
                     std::to_string(ballots_of(vote.least())) + ", unanswered and closed " +
                     std::to_string(vote.uncertain());
  }

  // The same vote but for what moves on after its close.
  static void expect_same_result(std::string const& answered, std::string const& told) {
    auto const one = json::parse(answered).at("data");
    auto const other = json::parse(told).at("data");
    for (char const* const field : {"votes", "ballots", "winner", "closed_at", "close_reason"}) {
      EXPECT_EQ(json::serialize(one.at(field)), json::serialize(other.at(field))) << field;
    }
  }

  void run(std::uint64_t usual_cycles) {
    auto const cycles = from_environment("SHIPVOTE_CRASH_CYCLES", usual_cycles);
    bool const verbose = from_environment("SHIPVOTE_CRASH_VERBOSE", 0) != 0;
    SCOPED_TRACE("SHIPVOTE_CRASH_SEED=" + std::to_string(seed_));
    for (cycle_ = 0; cycle_ < cycles; ++cycle_) {
      SCOPED_TRACE("cycle " + std::to_string(cycle_ + 1) + ", after: " + told_of_cycle_);
      one_cycle();
      if (verbose) std::cout << "cycle " << cycle_ + 1 << ": " << told_of_cycle_ << std::endl;
      if (HasFailure()) FAIL() << logs();
    }
    if (!votes_.back().result) {
      EXPECT_EQ(world_.close_vote(channel_, votes_.back().id.value).text(), "200");
    }
    for (auto& vote : votes_) expect_told(vote);
    for (auto const& edge : edges_) edge->stop();
    world_.web.stop();
    for (auto const& vote : votes_) expect_stored(world_, vote);
    EXPECT_EQ(world_.web.run({"check"}).exit_status, 0);
    EXPECT_EQ(world_.web.log_text().find("recount_differs"), std::string::npos);
  }

  [[nodiscard]] std::string logs() const {
    std::string text = world_.web.log_text();
    for (auto const& edge : edges_) text += "\n" + edge->log_text();
    return text;
  }

  std::uint64_t const seed_ = from_environment("SHIPVOTE_CRASH_SEED", std::random_device{}());
  sim::Chance chance_{seed_};
  World world_;
  OwnChannel channel_;
  std::vector<std::unique_ptr<RunningApi>> edges_;  // none: viewers go to shipvote-web itself
  std::uint64_t cycle_ = 0;
  std::vector<KnownVote> votes_;
  std::uint64_t next_viewer_ = 1;
  std::set<std::uint64_t> accepted_;           // viewers, over all votes: each votes in one
  std::vector<std::uint64_t> cast_;            // viewers of the cycle
  std::optional<std::string> close_answered_;  // the body
  std::string told_of_cycle_;
};

class EdgeCrashTest : public CrashTest {
 protected:
  EdgeCrashTest() : CrashTest(std::max<std::uint64_t>(1, from_environment("SHIPVOTE_CRASH_EDGES", 2))) {}
};

TEST_F(CrashTest, EveryAcknowledgedBallotIsThereOnceWheneverTheServerIsKilled) { run(20); }

TEST_F(EdgeCrashTest, EveryAcknowledgedBallotIsThereOnceWhoeverIsKilled) { run(9); }

}  // namespace
}  // namespace shipvote::e2e
