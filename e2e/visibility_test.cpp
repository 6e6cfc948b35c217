// Counts that viewers may not see yet leave the server for nobody but the broadcaster: held against everything that
// goes out while a vote is open.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "e2e/event_stream.h"
#include "e2e/world_test.h"
#include "live/segment.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using voting::VoteState;

constexpr char const* plain_ok = R"({"ok":true})";

struct VisibilitySuite {};
class VisibilityTest : public WorldTest<VisibilitySuite> {
 protected:
  void SetUp() override {
    own = world().set_up_channel();
    ASSERT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"moderators_may_control", true}}}}).status,
              200);
  }

  std::uint64_t open(std::string const& visibility) { return world().open_vote(own, {{"visibility", visibility}}); }
  Answer cast(std::uint64_t vote, std::uint64_t viewer, std::size_t ship = 0) const {
    return world().cast(own, vote, world().viewer(own.id, viewer), own.ships.at(ship));
  }
  std::vector<live::DecodedMessage> messages() const {
    std::vector<live::DecodedMessage> all;
    for (auto const& message : world().simulator.messages().of(own.id)) {
      all.push_back(live::decode_message(message->message).value());
    }
    return all;
  }
  static void expect_no_counts(live::LiveVote const& vote) {
    EXPECT_EQ(vote.ballots, 0U);
    EXPECT_EQ(vote.counts, std::vector<std::uint32_t>(vote.ships.size(), 0));
    EXPECT_FALSE(vote.winner);
  }
  static void expect_no_counts(json::value const& vote) {
    EXPECT_EQ(vote.at("votes"), json::object{});
    EXPECT_EQ(vote.at("ballots"), 0);
    EXPECT_EQ(vote.at("winner"), nullptr);
  }
  // Every answer to everybody but the broadcaster; those of `voters` have voted.
  void expect_answers_without_counts(std::uint64_t vote) const {
    expect_no_counts(api().get(own.votes() + "?status=open").at("/data/0"));
    expect_no_counts(api().get(own.votes()).at("/data/0"));
    for (auto const& token : {world().viewer(own.id, 1), world().viewer(own.id, 99), world().viewer(own.id, 1, false),
                              world().token(own.id, "moderator", "Umoderator")}) {
      expect_no_counts(api().get(own.vote(vote), token).data());
      expect_no_counts(api().get(own.vote(vote) + "?full=false", token).data());
      expect_no_counts(api().get(own.votes() + "?status=open", token).at("/data/0"));
      expect_no_counts(api().get(own.votes(), token).at("/data/0"));
    }
    expect_moderators_see_none(vote);
    // The broadcaster of another channel is nobody here.
    expect_no_counts(api().get(own.votes() + "?status=open", world().broadcaster("99")).at("/data/0"));
  }
  // Those who may open and close votes may not see more for it.
  void expect_moderators_see_none(std::uint64_t vote) const {
    auto const moderator = world().token(own.id, "moderator", "Umoderator");
    auto const moved = api().patch(own.vote(vote), moderator, {{"scheduled_end", nullptr}});
    ASSERT_EQ(moved.status, 200);
    expect_no_counts(moved.data());
    auto const story = "/api/channels/" + own.id + "/history/" + std::to_string(vote);
    EXPECT_EQ(api().get(story, moderator).text(), "404 vote_not_found");
    for (std::string const format : {"csv", "json"}) {
      EXPECT_EQ(api().get(story + "/export?format=" + format, moderator).text(), "404 vote_not_found");
    }
    EXPECT_EQ(api().get(story, own.broadcaster).status, 200);
  }
  void expect_broadcaster_sees(std::uint64_t vote, std::uint64_t ballots) const {
    EXPECT_EQ(world().show(own, vote).number_at("/data/ballots"), ballots);
    EXPECT_EQ(api().get(own.votes() + "?status=open", own.broadcaster).number_at("/data/0/ballots"), ballots);
    EXPECT_EQ(api().get(own.votes(), own.broadcaster).number_at("/data/0/ballots"), ballots);
  }
  EventStream listen() const {
    auto const key = api().get(own.settings(), own.broadcaster).string_at("/data/live_key");
    return EventStream{world().web.port(), "/live/" + own.id + "/" + key};
  }
  // The channel's settings change, which is told everywhere; whatever was to be told before has been told then.
  void change_corner(std::string const& corner) const {
    EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"overlay_position", corner}}}}).status, 200);
  }
  void wait_for_corner(voting::OverlayPosition corner) const {
    ASSERT_TRUE(eventually([&] { return messages().back().live->snapshot.channel.overlay_position == corner; }));
    ASSERT_TRUE(eventually([&] {
      auto const stored = world().simulator.helix().segment("developer", own.id);
      auto const read = stored ? live::decode_segment(stored->content) : std::nullopt;
      return read && read->snapshot.channel.overlay_position == corner;
    }));
  }

  OwnChannel own;
};

TEST_F(VisibilityTest, NoCountLeavesBeforeTheCloseButToTheBroadcaster) {
  for (std::string const visibility : {"after_ballot", "after_close"}) {
    SCOPED_TRACE(visibility);
    SetUp();
    auto stream = listen();
    auto const vote = open(visibility);
    for (std::uint64_t viewer = 1; viewer <= 4; ++viewer) ASSERT_EQ(cast(vote, viewer, viewer % 2).status, 200);
    EXPECT_EQ(cast(vote, 1).body.find("votes"), std::string::npos) << "a refusal tells nothing, either";
    EXPECT_EQ(cast(vote, 9, 0).status, 200);
    expect_answers_without_counts(vote);
    expect_broadcaster_sees(vote, 5);
    change_corner("bottom_right");
    wait_for_corner(voting::OverlayPosition::bottom_right);
    for (auto const& message : messages()) {
      EXPECT_TRUE(message.voted_ships.empty());
      if (message.live->snapshot.vote) expect_no_counts(*message.live->snapshot.vote);
    }
    auto const segment = live::decode_segment(world().simulator.helix().segment("developer", own.id)->content);
    expect_no_counts(segment.value().snapshot.vote.value());
    for (auto event = stream.next(); event; event = stream.next()) {
      EXPECT_TRUE(event->message.voted_ships.empty()) << event->json;
      if (event->vote()) expect_no_counts(*event->vote());
      if (event->message.live->snapshot.channel.overlay_position == voting::OverlayPosition::bottom_right) break;
    }

    // At the close everybody is told everything.
    auto const closed = world().close_vote(own, vote);
    EXPECT_EQ(closed.number_at("/data/ballots"), 5U);
    EXPECT_TRUE(stream.next_that([&](auto const& event) { return event.tells(vote, VoteState::closed, 5); }));
    EXPECT_TRUE(eventually([&] {
      auto const told = messages().back().live->snapshot.vote;
      return told && told->state == VoteState::closed && told->ballots == 5;
    }));
    EXPECT_EQ(api().get(own.vote(vote), world().viewer(own.id, 99)).number_at("/data/ballots"), 5U);
    EXPECT_EQ(api().get(own.votes() + "?status=closed").number_at("/data/0/ballots"), 5U);
  }
}

TEST_F(VisibilityTest, TheOwnBallotBuysTheCountsWhereTheVoteSaysSo) {
  auto const vote = open("after_ballot");
  auto const first = cast(vote, 1, 0);
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(first.at("/data/votes"), (json::object{{own.ships.at(0).text(), 1}})) << "the own ballot is in it";
  EXPECT_EQ(first.number_at("/data/ballots"), 1U);
  auto const second = cast(vote, 2, 1);
  EXPECT_EQ(second.number_at("/data/ballots"), 2U);
  EXPECT_EQ(counts_of(second), (std::map<ShipId, std::uint32_t>{{own.ships.at(0), 1}, {own.ships.at(1), 1}}));
  auto const refused = cast(vote, 1, 1);
  EXPECT_EQ(refused.text(), "400 already_voted");
  EXPECT_FALSE(refused.json.as_object().contains("data"));
}

TEST_F(VisibilityTest, ElsewhereTheAnswerToABallotStaysAsItWas) {
  for (std::string const visibility : {"live", "after_close"}) {
    auto const vote = open(visibility);
    EXPECT_EQ(cast(vote, 1).body, plain_ok) << visibility;
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
  }
}

}  // namespace
}  // namespace shipvote::e2e
