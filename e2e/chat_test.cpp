// The line in the chat at the close of a vote: where it is wanted, once, whatever becomes of it.
#include <boost/json/object.hpp>

#include "e2e/world_test.h"
#include "live/chat_line.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using sim::Fault;
using testing::HasSubstr;
using testing::StartsWith;

struct ChatSuite {};
class ChatTest : public WorldTest<ChatSuite> {
 protected:
  void TearDown() override { faults().clear(); }
  static sim::Faults& faults() { return world().simulator.helix_faults(); }

  static OwnChannel talkative_channel(json::object more = {}) {
    auto const own = world().set_up_channel();
    more["chat_result"] = true;
    EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", more}}).status, 200);
    return own;
  }
  static std::vector<sim::ChatLine> chat(OwnChannel const& own) { return world().simulator.helix().chat_of(own.id); }
  static std::string name_of(ShipId ship) { return api().get("/api/warships/" + ship.text()).string_at("/data/name"); }
  static double metric(std::string const& series) { return api().operator_page("/metrics").figure(series); }
  // A vote in which the first ship gets two of three ballots.
  static std::uint64_t hold_vote(OwnChannel const& own) {
    auto const vote = world().open_vote(own);
    for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) {
      auto const ship = own.ships.at(viewer == 3 ? 1 : 0);
      EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, viewer), ship).status, 200);
    }
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    return vote;
  }
};

TEST_F(ChatTest, TellsWinnerShareAndVotersWhereItIsWanted) {
  auto const silent = world().set_up_channel();
  auto const own = talkative_channel();
  hold_vote(silent);
  hold_vote(own);
  ASSERT_TRUE(eventually([&] { return !chat(own).empty(); }));
  EXPECT_EQ(chat(own).front().text, "Vote closed: " + name_of(own.ships.front()) + " wins with 67%. Voters: 3.");
  EXPECT_TRUE(chat(silent).empty()) << "off unless it was asked for";

  auto const german = talkative_channel({{"language", "de"}});
  hold_vote(german);
  ASSERT_TRUE(eventually([&] { return !chat(german).empty(); }));
  EXPECT_THAT(chat(german).front().text, StartsWith("Abstimmung beendet: " + name_of(german.ships.front())));
}

TEST_F(ChatTest, ATieIsNamedAndAnEmptyVoteIsNot) {
  auto const own = talkative_channel();
  auto const empty = world().open_vote(own);
  EXPECT_EQ(world().close_vote(own, empty).status, 200);
  auto const vote = world().open_vote(own);
  for (std::uint64_t viewer = 0; viewer < 2; ++viewer) {
    EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, viewer), own.ships.at(viewer)).status, 200);
  }
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  ASSERT_TRUE(eventually([&] { return !chat(own).empty(); }));
  ASSERT_EQ(chat(own).size(), 1U);
  auto const text = chat(own).front().text;
  EXPECT_THAT(text, HasSubstr("tie between"));
  EXPECT_THAT(text, HasSubstr(name_of(own.ships.at(0))));
  EXPECT_THAT(text, HasSubstr(name_of(own.ships.at(1))));
  EXPECT_LE(live::chat_length(text), limits::chat_characters);
}

TEST_F(ChatTest, AVoteThatEndsByItselfIsToldOnceAlsoOverARestart) {
  auto const own = talkative_channel();
  auto const end = iso8601(world().simulator.now() + std::chrono::seconds{2});
  auto const vote = world().open_vote(own, {{"scheduled_end", end}});
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).status, 200);
  ASSERT_TRUE(eventually([&] { return !chat(own).empty(); }));
  world().web.restart();
  world().web.kill();
  world().web.start();
  // What is told after the restarts is told after anything that the restarts could have caused.
  hold_vote(own);
  ASSERT_TRUE(eventually([&] { return chat(own).size() >= 2; }));
  EXPECT_THAT(chat(own).at(0).text, HasSubstr("Voters: 1."));
  EXPECT_THAT(chat(own).at(1).text, HasSubstr("Voters: 3."));
  EXPECT_EQ(chat(own).size(), 2U);
}

TEST_F(ChatTest, AFailureIsCountedAndNotTriedAgainAndHoldsUpNothing) {
  auto const own = talkative_channel();
  auto const failures = metric("shipvote_chat_line_failures_total");
  faults().set(Fault::unavailable, 0, 1);
  auto const vote = hold_vote(own);
  EXPECT_EQ(world().show(own, vote).string_at("/data/status"), "closed");
  ASSERT_TRUE(eventually([&] { return metric("shipvote_chat_line_failures_total") > failures; }));
  faults().clear();
  hold_vote(own);
  ASSERT_TRUE(eventually([&] { return !chat(own).empty(); }));
  EXPECT_EQ(chat(own).size(), 1U);
  EXPECT_EQ(metric("shipvote_chat_line_failures_total"), failures + 1);
}

TEST_F(ChatTest, ADeletedChannelSaysNothing) {
  auto const own = talkative_channel();
  auto const other = talkative_channel();
  auto const vote = world().open_vote(own);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).status, 200);
  EXPECT_EQ(api().remove(own.settings(), own.broadcaster).status, 204);
  hold_vote(other);
  ASSERT_TRUE(eventually([&] { return !chat(other).empty(); }));
  EXPECT_TRUE(chat(own).empty());
}

// A result is no live message, and the streamer asked for the line.
TEST(ChatWithoutMessagesTest, AResultIsToldAlsoWhereNobodySendsLiveMessages) {
  World world{programs(), "ChatWithoutMessagesTest", {"--twitch-live-messages", "off"}};
  auto const own = world.set_up_channel();
  ASSERT_EQ(world.api.patch(own.settings(), own.broadcaster, {{"channel", {{"chat_result", true}}}}).status, 200);
  auto const vote = world.open_vote(own);
  EXPECT_EQ(world.cast(own, vote, world.viewer(own.id, 1), own.ships.front()).status, 200);
  EXPECT_EQ(world.close_vote(own, vote).status, 200);
  EXPECT_TRUE(eventually([&] { return world.simulator.helix().chat_of(own.id).size() == 1; }));
  EXPECT_TRUE(world.simulator.messages().of(own.id).empty());
}

}  // namespace
}  // namespace shipvote::e2e
