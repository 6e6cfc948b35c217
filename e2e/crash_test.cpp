// shipvote-web is killed with -9 at moments of chance while viewers vote. Whatever was answered "ok" is there, once;
// what was on its way is there or is not; and the tally is the sum of the stored ballots. Restarted on the same folder,
// again and again.
//   SHIPVOTE_CRASH_CYCLES   how often (20)
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

#include "e2e/crash_voters.h"
#include "e2e/world.h"
#include "e2e/world_test.h"
#include "http/raw_connection.h"
#include "sim/chance.h"
#include "sim/crowd_plan.h"
#include "store/store.h"

namespace shipvote::e2e {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using testing::AnyOf;
using Counts = std::map<ShipId, std::uint32_t>;

std::uint64_t from_environment(char const* name, std::uint64_t fallback) {
  char const* const text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody writes it
  return text == nullptr || *text == '\0' ? fallback : std::strtoull(text, nullptr, 10);
}

std::uint64_t sum_of(Counts const& counts) {
  std::uint64_t sum = 0;
  for (auto const& [ship, count] : counts) sum += count;
  return sum;
}

// What is known of one vote from the answers that viewers got.
struct KnownVote {
  VoteId id;
  std::vector<ShipId> ships;
  std::optional<TimePoint> ends_at;
  std::map<std::uint64_t, ShipId> voted;    // by viewer: answered "ok", or told of an earlier ballot
  std::map<std::uint64_t, ShipId> perhaps;  // sent, and never answered
  std::optional<std::string> result;        // once it is closed: the vote as it was told then

  void learn(CastBallot const& ballot) {
    if (ballot.answer.empty()) {
      if (!voted.contains(ballot.viewer)) perhaps[ballot.viewer] = ballot.ship;
    } else if (ballot.answer == "200" || ballot.answer == "400 already_voted") {
      voted[ballot.viewer] = ballot.ship;
      perhaps.erase(ballot.viewer);
    }
  }
  [[nodiscard]] Counts least() const {
    Counts counts;
    for (auto const& [viewer, ship] : voted) ++counts[ship];
    return counts;
  }
  [[nodiscard]] Counts most() const {
    Counts counts = least();
    for (auto const& [viewer, ship] : perhaps) ++counts[ship];
    return counts;
  }
};

class CrashTest : public testing::Test {
 protected:
  CrashTest() : world_(programs(), "crash"), channel_(world_.set_up_channel("SeaCaptain")) {}

  [[nodiscard]] store::Recount recount(VoteId vote) const {
    store::SqliteSettings settings;
    settings.folder = world_.web.data_folder().string();
    settings.read_only = true;
    auto store = store::open_sqlite_store(settings);
    if (!store) throw std::runtime_error(store.refusal().message);
    return store.value()->recount(vote);
  }

  // A vote on some ships; one in four ends by itself, soon.
  void open_next() {
    KnownVote vote;
    auto const count = std::min<std::size_t>(2 + chance_.below(9), channel_.ships.size());
    vote.ships.assign(channel_.ships.begin(), channel_.ships.begin() + static_cast<std::ptrdiff_t>(count));
    json::object more{{"ships", ids(vote.ships)}};
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
    CrashVoters voters{crowd_of(vote), world_.web.port()};
    ASSERT_TRUE(voters.wait_for(answers)) << "the server does not answer\n" << world_.web.log_text();
    http::RawConnection streamer{world_.web.port()};
    if (closing) {
      std::string const body = R"({"status":"closed"})";
      (void)streamer.send(
          "PATCH " + channel_.status(vote.id.value) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token +
          "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      // The kill meets the close before, in or after its commit.
      if (chance_.happens(0.5)) (void)voters.wait_for(answers + chance_.below(40));
    }
    world_.web.kill();
    for (auto const& ballot : voters.finish()) {
      EXPECT_THAT(ballot.answer, AnyOf("", "200", "400 already_voted", "400 vote_closed"));
      if (ballot.answer == "200") {
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

  // Every viewer of this round tries again, for another ship, which may only work if the first ballot is not there.
  void all_try_again(KnownVote& vote) {
    auto const crowd = crowd_of(vote);
    http::RawConnection connection{world_.web.port()};
    for (auto const viewer : std::set<std::uint64_t>{cast_.begin(), cast_.end()}) {
      auto const other = ship_of(viewer + 1, vote.ships);
      ASSERT_TRUE(connection.send(ballot_text(crowd, viewer, other)));
      auto const answer = connection.read_answer();
      auto const name = sim::answer_name(answer.status, answer.body);
      auto const unanswered = vote.perhaps.find(viewer);
      if (unanswered == vote.perhaps.end()) {
        ASSERT_EQ(name, "400 already_voted") << "viewer " << viewer;
        continue;
      }
      ASSERT_THAT(name, AnyOf("200", "400 already_voted")) << "viewer " << viewer;
      vote.voted[viewer] = name == "200" ? other : unanswered->second;
      vote.perhaps.erase(unanswered);
    }
  }

  static void expect_between(Counts const& counts, KnownVote const& vote) {
    auto const least = vote.least();
    auto const most = vote.most();
    for (auto const ship : vote.ships) {
      auto const count = [&](Counts const& all) { return all.contains(ship) ? all.at(ship) : 0U; };
      EXPECT_GE(count(counts), count(least)) << "ship " << ship.value;
      EXPECT_LE(count(counts), count(most)) << "ship " << ship.value;
    }
  }

  static Counts counted(KnownVote const& vote, store::Recount const& recount) {
    Counts counts;
    for (std::size_t index = 0; index < vote.ships.size(); ++index) {
      if (recount.recounted.at(index) > 0) counts[vote.ships[index]] = recount.recounted[index];
    }
    return counts;
  }

  void expect_stored(KnownVote const& vote) const {
    auto const stored = recount(vote.id);
    EXPECT_TRUE(stored.exact()) << stored.rows << " rows, " << stored.viewers << " viewers, " << stored.strays
                                << " strays";
    expect_between(counted(vote, stored), vote);
  }

  // What the server says of the vote is what is stored, and what it said before if it was closed before.
  void expect_told(KnownVote& vote) {
    auto const told = world_.show(channel_, vote.id.value);
    auto const stored = recount(vote.id);
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

  void one_cycle() {
    if (votes_.empty() || votes_.back().result) open_next();
    auto& vote = votes_.back();
    cast_.clear();
    close_answered_.reset();
    vote_and_kill(vote);
    if (HasFatalFailure()) return;
    expect_stored(vote);
    auto const before = counted(vote, recount(vote.id));

    world_.web.start();
    if (vote.ends_at) {
      EXPECT_TRUE(eventually([&] { return is_closed(vote); })) << "it was to end at " << iso8601(*vote.ends_at);
    }
    bool const closed = is_closed(vote);
    if (close_answered_) {
      EXPECT_TRUE(closed);
    }
    EXPECT_EQ(counts_of(world_.show(channel_, vote.id.value)), before);
    if (!closed) {
      all_try_again(vote);
      if (HasFatalFailure()) return;
      EXPECT_TRUE(vote.perhaps.empty());
      if (chance_.happens(0.25)) {
        EXPECT_EQ(world_.close_vote(channel_, vote.id.value).text(), "200");
      }
    }
    expect_told(vote);
    if (close_answered_) expect_same_result(*close_answered_, *vote.result);
    told_of_cycle_ = "vote " + vote.id.text() + (vote.result ? " closed" : " open") + (vote.ends_at ? " by time" : "") +
                     ", cast " + std::to_string(cast_.size()) + ", counted " + std::to_string(sum_of(vote.least())) +
                     ", unanswered and closed " + std::to_string(vote.perhaps.size());
  }

  // The same vote but for what moves on after its close.
  static void expect_same_result(std::string const& answered, std::string const& told) {
    auto const one = json::parse(answered).at("data");
    auto const other = json::parse(told).at("data");
    for (char const* const field : {"votes", "ballots", "winner", "closed_at", "close_reason"}) {
      EXPECT_EQ(json::serialize(one.at(field)), json::serialize(other.at(field))) << field;
    }
  }

  std::uint64_t const seed_ = from_environment("SHIPVOTE_CRASH_SEED", std::random_device{}());
  sim::Chance chance_{seed_};
  World world_;
  OwnChannel channel_;
  std::vector<KnownVote> votes_;
  std::uint64_t next_viewer_ = 1;
  std::set<std::uint64_t> accepted_;           // viewers, over all votes: each votes in one
  std::vector<std::uint64_t> cast_;            // viewers of the cycle
  std::optional<std::string> close_answered_;  // the body
  std::string told_of_cycle_;
};

TEST_F(CrashTest, EveryAcknowledgedBallotIsThereOnceWheneverTheServerIsKilled) {
  auto const cycles = from_environment("SHIPVOTE_CRASH_CYCLES", 20);
  bool const verbose = from_environment("SHIPVOTE_CRASH_VERBOSE", 0) != 0;
  SCOPED_TRACE("SHIPVOTE_CRASH_SEED=" + std::to_string(seed_));
  for (std::uint64_t cycle = 1; cycle <= cycles; ++cycle) {
    SCOPED_TRACE("cycle " + std::to_string(cycle) + ", after: " + told_of_cycle_);
    one_cycle();
    if (verbose) std::cout << "cycle " << cycle << ": " << told_of_cycle_ << std::endl;
    if (HasFailure()) FAIL() << world_.web.log_text();
  }

  if (!votes_.back().result) {
    EXPECT_EQ(world_.close_vote(channel_, votes_.back().id.value).text(), "200");
  }
  for (auto& vote : votes_) expect_told(vote);
  world_.web.stop();
  for (auto const& vote : votes_) expect_stored(vote);
  EXPECT_EQ(world_.web.run({"check"}).exit_status, 0);
  EXPECT_EQ(world_.web.log_text().find("recount_differs"), std::string::npos);
}

}  // namespace
}  // namespace shipvote::e2e
