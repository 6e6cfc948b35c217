#include "service/edge_roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/hand_time.h"
#include "foundation/limits.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using ops::ChannelShare;
using ops::LiveMessages;
using testing::HasSubstr;

KnownEdge edge(std::string name, std::uint32_t number, std::uint32_t of) {
  return {std::move(name), "", {number, of}, {}};
}

TEST(EdgeRosterTest, EveryShareWantsExactlyOneEdge) {
  EXPECT_EQ(share_faults({edge("a", 1, 1)}), "");
  EXPECT_EQ(share_faults({edge("a", 2, 2), edge("b", 1, 2)}), "");
  EXPECT_EQ(share_faults({edge("a", 1, 2)}), "share 2/2 is served by nobody");
  EXPECT_EQ(share_faults({edge("a", 1, 1), edge("b", 1, 1)}), "share 1/1 is served by a and b");
  EXPECT_EQ(share_faults({edge("a", 1, 3), edge("b", 1, 3), edge("c", 3, 3)}),
            "share 1/3 is served by a and b; share 2/3 is served by nobody");
  EXPECT_THAT(share_faults({edge("a", 1, 2), edge("b", 2, 3)}), HasSubstr("do not agree"));
  EXPECT_THAT(share_faults({}), HasSubstr("no edge"));
}

TEST(EdgeRosterTest, AnEdgeThatFallsSilentIsGone) {
  HandTime time;
  EdgeRoster roster{LiveMessages::edges, time};
  roster.asked("a", "1", {1, 2});
  roster.asked("b", "1", {2, 2});
  EXPECT_EQ(roster.look(), "");
  time.advance(limits::edge_silent);
  roster.asked("a", "1", {1, 2});
  EXPECT_EQ(roster.look(), "share 2/2 is served by nobody");
  EXPECT_EQ(roster.present().size(), 1U);
  roster.asked("b", "1", {2, 2});
  EXPECT_EQ(roster.look(), "");
}

TEST(EdgeRosterTest, TwoEdgesOfOneNameAreTwo) {
  HandTime time;
  EdgeRoster roster{LiveMessages::edges, time};
  roster.asked("edge", "a1", {1, 1});
  time.advance(1s);
  roster.asked("edge", "b2", {1, 1});
  EXPECT_EQ(roster.look(), "") << "as yet this may be one that has started again";
  time.advance(limits::changes_wait);
  roster.asked("edge", "a1", {1, 1});
  auto const wrong = "share 1/1 is served by edge and edge";
  EXPECT_EQ(roster.look(), wrong);
  roster.asked("edge", "b2", {1, 1});
  EXPECT_EQ(roster.look(), wrong);
  EXPECT_EQ(roster.present().size(), 2U);
  EXPECT_THAT(roster.text(), HasSubstr(wrong));
}

TEST(EdgeRosterTest, AnEdgeThatStartsAgainIsOne) {
  HandTime const time;
  EdgeRoster roster{LiveMessages::edges, time};
  for (std::string const run : {"a1", "b2", "c3"}) {
    roster.asked("a", run, {1, 2});
    roster.asked("b", "1", {2, 2});
    EXPECT_EQ(roster.look(), "");
    EXPECT_EQ(roster.present().size(), 2U);
  }
}

TEST(EdgeRosterTest, AnEdgeMayChangeItsShare) {
  HandTime const time;
  EdgeRoster roster{LiveMessages::edges, time};
  roster.asked("a", "1", {1, 2});
  roster.asked("a", "1", {1, 1});
  EXPECT_EQ(roster.look(), "");
  EXPECT_EQ(roster.text(), "live messages are sent by edges; edges: a (1/1)");
}

TEST(EdgeRosterTest, SharesDoNotMatterWhereEdgesSendNothing) {
  HandTime const time;
  EdgeRoster roster{LiveMessages::web, time};
  EXPECT_EQ(roster.look(), "");
  EXPECT_EQ(roster.text(), "live messages are sent by web; no edge asks");
  roster.asked("a", "1", {1, 2});
  EXPECT_EQ(roster.look(), "");
}

TEST(EdgeRosterTest, RemembersOnlySoManyAndTheNewest) {
  HandTime time;
  EdgeRoster roster{LiveMessages::edges, time};
  for (std::size_t number = 0; number <= limits::edges_remembered; ++number) {
    roster.asked("edge-" + std::to_string(number), "1", {1, 1});
    time.advance(1ms);
  }
  auto const present = roster.present();
  EXPECT_EQ(present.size(), limits::edges_remembered);
  for (auto const& known : present) EXPECT_NE(known.name, "edge-0") << "the one that asked longest ago";
}

}  // namespace
}  // namespace shipvote::service
