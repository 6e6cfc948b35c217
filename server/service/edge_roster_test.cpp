#include "service/edge_roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/limits.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using ops::ChannelShare;
using ops::LiveMessages;
using testing::HasSubstr;

TimePoint const start{std::chrono::hours{500'000}};

KnownEdge edge(std::string name, std::uint32_t number, std::uint32_t of) {
  return {std::move(name), "", {number, of}, start};
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
  EdgeRoster roster{LiveMessages::edges};
  roster.asked("a", "1", {1, 2}, start);
  roster.asked("b", "1", {2, 2}, start);
  EXPECT_EQ(roster.look(start), "");
  roster.asked("a", "1", {1, 2}, start + limits::edge_silent);
  EXPECT_EQ(roster.look(start + limits::edge_silent), "share 2/2 is served by nobody");
  EXPECT_EQ(roster.present(start + limits::edge_silent).size(), 1U);
  roster.asked("b", "1", {2, 2}, start + limits::edge_silent);
  EXPECT_EQ(roster.look(start + limits::edge_silent), "");
}

TEST(EdgeRosterTest, TwoEdgesOfOneNameAreTwo) {
  EdgeRoster roster{LiveMessages::edges};
  roster.asked("edge", "a1", {1, 1}, start);
  roster.asked("edge", "b2", {1, 1}, start + 1s);
  EXPECT_EQ(roster.look(start + 1s), "") << "as yet this may be one that has started again";
  roster.asked("edge", "a1", {1, 1}, start + limits::changes_wait);
  auto const wrong = "share 1/1 is served by edge and edge";
  EXPECT_EQ(roster.look(start + limits::changes_wait), wrong);
  roster.asked("edge", "b2", {1, 1}, start + limits::changes_wait);
  EXPECT_EQ(roster.look(start + limits::changes_wait), wrong);
  EXPECT_EQ(roster.present(start + limits::changes_wait).size(), 2U);
  EXPECT_THAT(roster.text(start + limits::changes_wait), HasSubstr(wrong));
}

TEST(EdgeRosterTest, AnEdgeThatStartsAgainIsOne) {
  EdgeRoster roster{LiveMessages::edges};
  for (std::string const run : {"a1", "b2", "c3"}) {
    roster.asked("a", run, {1, 2}, start);
    roster.asked("b", "1", {2, 2}, start);
    EXPECT_EQ(roster.look(start), "");
    EXPECT_EQ(roster.present(start).size(), 2U);
  }
}

TEST(EdgeRosterTest, AnEdgeMayChangeItsShare) {
  EdgeRoster roster{LiveMessages::edges};
  roster.asked("a", "1", {1, 2}, start);
  roster.asked("a", "1", {1, 1}, start + 1s);
  EXPECT_EQ(roster.look(start + 1s), "");
  EXPECT_EQ(roster.text(start + 1s), "live messages are sent by edges; edges: a (1/1)");
}

TEST(EdgeRosterTest, SharesDoNotMatterWhereEdgesSendNothing) {
  EdgeRoster roster{LiveMessages::web};
  EXPECT_EQ(roster.look(start), "");
  EXPECT_EQ(roster.text(start), "live messages are sent by web; no edge asks");
  roster.asked("a", "1", {1, 2}, start);
  EXPECT_EQ(roster.look(start), "");
}

TEST(EdgeRosterTest, RemembersOnlySoManyAndTheNewest) {
  EdgeRoster roster{LiveMessages::edges};
  for (std::size_t number = 0; number <= limits::edges_remembered; ++number) {
    roster.asked("edge-" + std::to_string(number), "1", {1, 1}, start + std::chrono::milliseconds{number});
  }
  auto const present = roster.present(start + 100ms);
  EXPECT_EQ(present.size(), limits::edges_remembered);
  for (auto const& known : present) EXPECT_NE(known.name, "edge-0") << "the one that asked longest ago";
}

}  // namespace
}  // namespace shipvote::service
