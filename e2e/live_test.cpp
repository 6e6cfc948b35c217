// What viewers are told through Twitch: live messages and the channel's configuration segment.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <numeric>

#include "e2e/world_test.h"
#include "live/decode.h"
#include "live/segment.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using live::DecodedMessage;
using live::MessageType;
using sim::Fault;
using voting::VoteState;

struct LiveSuite {};
class LiveTest : public WorldTest<LiveSuite> {
 protected:
  void SetUp() override { set_up(); }
  void TearDown() override { faults().clear(); }
  static sim::Faults& faults() { return world().simulator.helix_faults(); }

  // Views have been told of the channel's settings once it is done.
  void set_up() {
    own = world().set_up_channel();
    ASSERT_TRUE(eventually([this] { return !heard().empty() && segment(); }));
  }
  Answer cast(std::uint64_t vote, std::uint64_t viewer, std::size_t ship = 0) const {
    return world().cast(own, vote, world().viewer(own.id, viewer), own.ships.at(ship));
  }
  // All that Twitch has accepted for the channel so far.
  std::vector<DecodedMessage> heard() const {
    std::vector<DecodedMessage> messages;
    for (auto const& message : world().simulator.messages().of(own.id)) {
      auto decoded = live::decode_message(message->message);
      if (!decoded || !decoded->live) throw std::runtime_error("no live message: " + message->message);
      EXPECT_EQ(message->targets, std::vector<std::string>{"broadcast"});
      EXPECT_LE(message->message.size(), limits::message_bytes);
      messages.push_back(std::move(*decoded));
    }
    return messages;
  }
  // What a view knows that heard them all: the highest sequence is the truth.
  static std::optional<live::LiveVote> vote_of(DecodedMessage const& message) { return message.live->snapshot.vote; }
  std::optional<live::LiveVote> known() const {
    auto const messages = heard();
    if (messages.empty()) return std::nullopt;
    auto const newest = std::max_element(messages.begin(), messages.end(), [](auto const& one, auto const& other) {
      return one.live->snapshot.sequence < other.live->snapshot.sequence;
    });
    return vote_of(*newest);
  }
  bool knows(std::uint64_t vote, VoteState state, std::uint64_t ballots) const {
    auto const told = known();
    return told && told->id.value == vote && told->state == state && told->ballots == ballots;
  }
  static std::map<ShipId, std::uint32_t> counts_of_told(live::LiveVote const& vote) {
    std::map<ShipId, std::uint32_t> counts;
    for (std::size_t index = 0; index < vote.ships.size(); ++index) {
      if (vote.counts.at(index) > 0) counts[vote.ships[index]] = vote.counts[index];
    }
    return counts;
  }
  std::optional<live::Snapshot> segment() const {
    auto const stored = world().simulator.helix().segment("developer", own.id);
    if (!stored) return std::nullopt;
    auto decoded = live::decode_segment(stored->content);
    if (!decoded) throw std::runtime_error("no segment: " + stored->content);
    return decoded->snapshot;
  }

  OwnChannel own;
};

TEST_F(LiveTest, ViewsAreToldOfOpeningCountsAndClose) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
  auto const opening = heard().back();
  EXPECT_EQ(opening.type, MessageType::vote_status);
  EXPECT_EQ(opening.vote, VoteId{static_cast<std::uint32_t>(vote)});
  EXPECT_EQ(opening.status, VoteState::open);
  auto told_ships = vote_of(opening)->ships;
  auto ships = own.ships;
  std::sort(ships.begin(), ships.end());
  EXPECT_EQ(told_ships, ships) << "a view that hears one message knows everything";

  for (std::uint64_t viewer = 1; viewer <= 5; ++viewer) EXPECT_EQ(cast(vote, viewer, viewer % 2).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 5); }));
  auto const progress = heard().back();
  EXPECT_EQ(progress.type, MessageType::vote_progress);
  EXPECT_EQ(progress.vote, VoteId{static_cast<std::uint32_t>(vote)});
  EXPECT_EQ(progress.voted_ships, counts_of(world().show(own, vote))) << "what version-3 views read";
  EXPECT_EQ(counts_of_told(*vote_of(progress)), progress.voted_ships);

  EXPECT_EQ(cast(vote, 6, 1).status, 200);
  auto const closed = world().close_vote(own, vote);
  ASSERT_EQ(closed.status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 6); }));
  auto const told = *known();
  EXPECT_EQ(counts_of_told(told), counts_of(closed)) << "what viewers were shown last is the result";
  ASSERT_TRUE(told.winner);
  EXPECT_EQ(told.winner->ship.value, closed.number_at("/data/winner/ship_id"));

  // Nothing is guaranteed to arrive, so the close is told again; and the final counts in the form of version 3, too.
  auto const closings = [this] {
    auto const messages = heard();
    return std::count_if(messages.begin(), messages.end(),
                         [](auto const& message) { return message.status == VoteState::closed; });
  };
  auto const finals = [&] {
    auto const messages = heard();
    return std::any_of(messages.begin(), messages.end(),
                       [&](auto const& message) { return message.voted_ships == counts_of(closed); });
  };
  EXPECT_TRUE(eventually([&] { return closings() >= 2 && finals(); }, 15s));

  std::uint64_t sequence = 0;
  for (auto const& message : heard()) {
    EXPECT_GT(message.live->snapshot.sequence, sequence);
    sequence = message.live->snapshot.sequence;
  }
}

// Views order by sequence, so it has to go on growing where another process takes over.
TEST_F(LiveTest, TheSequenceGrowsOverARestart) {
  auto const vote = world().open_vote(own);
  EXPECT_EQ(cast(vote, 1).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 1); }));
  auto const before = heard();
  world().web.kill();
  world().web.start();
  EXPECT_EQ(cast(vote, 2).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 2); }, 20s));
  EXPECT_GT(heard().back().live->snapshot.sequence, before.back().live->snapshot.sequence);
}

// Nobody was told when the process was killed, and the next one does not find the vote open any more.
TEST_F(LiveTest, ACloseIsToldAlthoughTheServerWasKilledRightAfterIt) {
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"chat_result", true}}}}).status, 200);
  auto const vote = world().open_vote(own);
  EXPECT_EQ(cast(vote, 1).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 1); }));
  auto const before = heard().back().live->snapshot.sequence;
  faults().set(Fault::server_error, 0, 1);
  auto const closed = world().close_vote(own, vote);
  EXPECT_EQ(closed.status, 200);
  world().web.kill();
  faults().clear();
  world().web.start();
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 1); }));
  EXPECT_EQ(known()->winner->ship.value, closed.number_at("/data/winner/ship_id"));
  EXPECT_GT(heard().back().live->snapshot.sequence, before);
  EXPECT_TRUE(world().simulator.helix().chat_of(own.id).empty()) << "the chat is told once or never";
}

TEST_F(LiveTest, CountsAreToldAtMostOnceASecond) {
  auto const vote = world().open_vote(own);
  auto const start = world().simulator.now();
  std::uint64_t viewer = 0;
  while (world().simulator.now() < start + 5s) ASSERT_EQ(cast(vote, ++viewer).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, viewer); }));
  auto const messages = heard();
  EXPECT_GE(messages.size(), 4U) << "and not much less often, either";
  std::optional<TimePoint> last;
  for (auto const& message : messages) {
    if (message.type != MessageType::vote_progress) continue;
    auto const at = message.live->snapshot.server_time;
    EXPECT_GE(at, last.value_or(at) + (last ? 1s : 0s));
    last = at;
  }
}

TEST_F(LiveTest, SettingsAreToldToo) {
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"overlay_position", "top_right"}}}}).status,
            200);
  EXPECT_TRUE(eventually([this] {
    auto const messages = heard();
    return !messages.empty() && messages.back().type == MessageType::channel_update &&
           messages.back().overlay_position == voting::OverlayPosition::top_right;
  }));
  EXPECT_TRUE(eventually([this] {
    auto const stored = segment();
    return stored && stored->channel.overlay_position == voting::OverlayPosition::top_right;
  }));
}

TEST_F(LiveTest, HiddenCountsAreInNoMessageAndNoSegment) {
  auto const vote = world().open_vote(own, {{"visibility", "after_close"}});
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) EXPECT_EQ(cast(vote, viewer).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
  ASSERT_TRUE(eventually([this] { return segment() && segment()->vote; }));
  EXPECT_EQ(segment()->vote->ballots, 0U);
  auto const before_close = heard().size();
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 3); }));
  for (auto const& message : heard()) {
    if (!vote_of(message) || vote_of(message)->state == VoteState::closed) continue;
    EXPECT_EQ(vote_of(message)->ballots, 0U);
    EXPECT_TRUE(message.voted_ships.empty());
  }
  EXPECT_GT(heard().size(), before_close);
}

// A view that comes late paints from the segment without asking the server.
TEST_F(LiveTest, TheSegmentHoldsTheOpenVoteAndThenItsResult) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return segment() && segment()->vote && segment()->vote->id.value == vote; }));
  EXPECT_EQ(segment()->vote->state, VoteState::open);
  EXPECT_EQ(segment()->channel.id.text(), own.id);
  EXPECT_EQ(cast(vote, 1).status, 200);
  auto const closed = world().close_vote(own, vote);
  ASSERT_TRUE(eventually([this] { return !segment()->vote && segment()->last_result; }));
  EXPECT_EQ(segment()->last_result->id.value, vote);
  EXPECT_EQ(counts_of_told(*segment()->last_result), counts_of(closed));
  EXPECT_EQ(segment()->last_result->winner->ship, own.ships.front());
}

TEST_F(LiveTest, OfADeletedChannelNothingStaysInTheSegment) {
  auto const first = world().open_vote(own);
  EXPECT_EQ(world().close_vote(own, first).status, 200);
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(
      eventually([&] { return segment()->vote && segment()->vote->id.value == vote && segment()->last_result; }));
  EXPECT_EQ(api().patch(own.settings(), own.broadcaster, {{"channel", {{"overlay_position", "top_right"}}}}).status,
            200);
  EXPECT_EQ(api().remove(own.settings(), own.broadcaster).status, 204);
  ASSERT_TRUE(eventually([&] { return !segment()->vote && !segment()->last_result; }));
  live::ChannelState nothing;
  nothing.id = segment()->channel.id;
  EXPECT_EQ(nothing.id.text(), own.id);
  EXPECT_EQ(segment()->channel, nothing);
}

TEST_F(LiveTest, AnOutageOfTwitchDelaysNoBallotAndTheNewestStateArrivesAfterIt) {
  for (Fault const fault : {Fault::server_error, Fault::rate_limited, Fault::unavailable}) {
    set_up();
    auto const before = heard().size();
    faults().set(fault, 0, 1);
    auto const vote = world().open_vote(own);
    for (std::uint64_t viewer = 1; viewer <= 20; ++viewer) EXPECT_EQ(cast(vote, viewer, viewer % 2).status, 200);
    ASSERT_TRUE(eventually([fault] { return faults().rules()[static_cast<std::size_t>(fault)].given > 0; }));
    EXPECT_EQ(heard().size(), before) << sim::fault_text(fault);
    faults().clear();
    EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::open, 20); })) << sim::fault_text(fault);
    EXPECT_TRUE(eventually([&] { return segment() && segment()->vote && segment()->vote->ballots == 20; }, 20s))
        << sim::fault_text(fault);
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
    EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 20); })) << sim::fault_text(fault);
  }
}

// A Twitch that says nothing at all is waited for elsewhere: the ballot is answered long before that wait ends.
TEST_F(LiveTest, ATwitchThatHangsDelaysNoBallot) {
  auto const before = heard().size();
  faults().set(Fault::time_out, 0, 1);
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([] { return faults().rules()[static_cast<std::size_t>(Fault::time_out)].given > 0; }));
  auto const start = std::chrono::steady_clock::now();
  for (std::uint64_t viewer = 1; viewer <= 20; ++viewer) EXPECT_EQ(cast(vote, viewer).status, 200);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - start, limits::outgoing_timeout);
  EXPECT_EQ(heard().size(), before);
  faults().clear();
  // What was on its way is waited for a few seconds, and not as long as other calls.
  EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::closed, 20); }, limits::outgoing_timeout));
}

// In worlds of their own, because their secrets change.
class RotationTest : public LiveTest {};
class NewSignatureTest : public LiveTest {};

// Rotation: Twitch signs with a secret that the server has never seen. Its first refused call makes it look.
TEST_F(RotationTest, NewSecretsAreReadOnceTwitchRefusesATokenOfOurs) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
  auto const before = world().simulator.now();
  world().simulator.secrets().rotate(before, 0s);
  faults().set(Fault::unauthorized, 1);
  auto const old_viewer =
      sim::mint_token({own.id, "viewer", sim::viewer_name(2)}, std::string{"shipvote-development-secret-0001"}, before);
  EXPECT_EQ(world().cast(own, vote, old_viewer, own.ships.front()).status, 200);
  EXPECT_TRUE(eventually([] { return world().web.log_text().find("secrets_read") != std::string::npos; }));
  EXPECT_TRUE(eventually([&] { return cast(vote, 1).status == 200; }));
  own.broadcaster = world().broadcaster(own.id);
  EXPECT_TRUE(eventually([&] { return knows(vote, VoteState::open, 2); }, 40s)) << "rejected messages are sent again";
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
}

// The same while Twitch still takes our old tokens: what viewers bring tells us.
TEST_F(NewSignatureTest, NewSecretsAreReadOnceAViewerBringsASignatureThatIsNotKnown) {
  auto const vote = world().open_vote(own);
  ASSERT_TRUE(eventually([&] { return knows(vote, VoteState::open, 0); }));
  world().simulator.secrets().rotate(world().simulator.now(), 0s);
  EXPECT_EQ(cast(vote, 1).text(), "401 unauthorized");
  EXPECT_TRUE(eventually([&] { return cast(vote, 1).status != 401; }));
  EXPECT_EQ(cast(vote, 1).text(), "400 already_voted");
}

}  // namespace
}  // namespace shipvote::e2e
