#include "service/live_updates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <condition_variable>
#include <map>
#include <thread>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "live/decode.h"
#include "live/segment.h"
#include "live/sequence.h"
#include "store/store.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using voting::VoteState;

constexpr ChannelId updated_channel{4711};

// In the place of Twitch: takes everything at once, and keeps it.
class TakingTwitch final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, OutgoingDone done) override {
    {
      std::lock_guard const lock{mutex_};
      requests_.push_back(std::move(request));
      changed_.notify_all();
    }
    OutgoingResponse response;
    response.status = 204;
    done(response);
  }
  // All messages so far, or those of one channel.
  [[nodiscard]] std::vector<live::DecodedMessage> messages() {
    std::lock_guard const lock{mutex_};
    std::vector<live::DecodedMessage> messages;
    for (auto const& text : fields("/extensions/pubsub", "message")) {
      messages.push_back(live::decode_message(text).value());
    }
    return messages;
  }
  [[nodiscard]] std::vector<live::Snapshot> segments() {
    std::lock_guard const lock{mutex_};
    std::vector<live::Snapshot> segments;
    for (auto const& text : fields("/extensions/configurations", "content")) {
      segments.push_back(live::decode_segment(text).value().snapshot);
    }
    return segments;
  }
  template <class Condition>
  [[nodiscard]] bool eventually(Condition condition) {
    auto const give_up = std::chrono::steady_clock::now() + 20s;
    for (std::size_t seen = 0;;) {
      if (condition()) return true;
      std::unique_lock lock{mutex_};
      if (!changed_.wait_until(lock, give_up, [&] { return requests_.size() > seen; })) return false;
      seen = requests_.size();
    }
  }

 private:
  [[nodiscard]] std::vector<std::string> fields(std::string const& path, std::string const& name) const {
    std::vector<std::string> values;
    for (auto const& request : requests_) {
      if (request.url.ends_with(path)) values.emplace_back(boost::json::parse(request.body).at(name).as_string());
    }
    return values;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<OutgoingRequest> requests_;
};

class LiveUpdatesTest : public ::testing::Test {
 protected:
  LiveUpdatesTest() {
    set_up(updated_channel);
    votes.listen([this](auto const& view, auto counts) { live.tally_changed(view, counts); });
  }

  void set_up(ChannelId id) {
    voting::Channel settings;
    settings.id = id;
    settings.overlay_position = voting::OverlayPosition::bottom_right;
    channels.put(std::make_shared<ChannelView const>(settings, std::vector<voting::GarageShip>{}));
  }
  voting::Vote vote(std::uint32_t id, ChannelId channel = updated_channel) const {
    voting::Vote vote;
    vote.id = VoteId{id};
    vote.channel = channel;
    vote.ships = {ShipId{10}, ShipId{20}};
    vote.counts = {0, 0};
    vote.opened_at = time.now() - 1min;
    vote.updated_at = time.now();
    return vote;
  }
  static voting::Vote closed(voting::Vote vote, TimePoint at) {
    vote.state = VoteState::closed;
    vote.counts = {2, 5};
    vote.closed_at = at;
    vote.close_reason = voting::CloseReason::broadcaster;
    vote.winner = voting::decide_winner(vote.ships, vote.counts, 1);
    return vote;
  }
  std::optional<voting::Vote> read_last_result(ChannelId channel) {
    std::lock_guard const lock{mutex};
    readers.push_back(std::this_thread::get_id());
    if (unreadable) throw store::StoreFailure("disk I/O error");
    auto const found = stored.find(channel);
    return found == stored.end() ? std::nullopt : std::optional{found->second};
  }
  void let_read(bool readable) {
    std::lock_guard const lock{mutex};
    unreadable = !readable;
  }

  HandTime time;
  TakingTwitch twitch;
  ChannelBoard channels;
  VoteBoard votes{time};
  std::mutex mutex;  // guards the next three
  std::map<ChannelId, voting::Vote> stored;
  std::vector<std::thread::id> readers;
  bool unreadable = false;
  twitch::HelixClient helix{{}, twitch, time, {twitch::Secret(32, 's')}};
  LiveUpdates live{
      {helix, [this](ChannelId channel) { return read_last_result(channel); }, votes, channels, time, [] {}}};
};

TEST_F(LiveUpdatesTest, AVoteIsToldInMessagesAndInTheSegment) {
  live.start();
  auto const opened = vote(1);
  votes.opened(opened);
  live.opened(opened);
  ASSERT_TRUE(twitch.eventually([&] { return twitch.messages().size() == 1; }));
  EXPECT_EQ(twitch.messages().back().status, VoteState::open);
  EXPECT_EQ(twitch.messages().back().overlay_position, std::nullopt);
  EXPECT_EQ(twitch.messages().back().live->snapshot.channel.overlay_position, voting::OverlayPosition::bottom_right);
  ASSERT_TRUE(twitch.eventually([&] {
    auto const segments = twitch.segments();
    return !segments.empty() && segments.back().vote && segments.back().vote->id == VoteId{1};
  }));
}

// Whoever stored the close was killed before all views could hear of it.
TEST_F(LiveUpdatesTest, AClosePutOnDiskShortlyBeforeTheStartIsTold) {
  constexpr ChannelId long_ago{4710};  // is due before the other one
  set_up(long_ago);
  stored[long_ago] = closed(vote(1, long_ago), time.now() - limits::late_closing_told);
  stored[updated_channel] = closed(vote(2), time.now() - 3s);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return twitch.messages().size() >= 2 && twitch.segments().size() == 2; }));
  for (auto const& message : twitch.messages()) {
    auto const& told = message.live->snapshot.vote;
    EXPECT_EQ(told->id, VoteId{2});
    EXPECT_EQ(told->state, VoteState::closed);
    EXPECT_EQ(told->winner->ship, ShipId{20});
  }
  EXPECT_EQ(live.message_figures().channels, 1U);
}

TEST_F(LiveUpdatesTest, AnOpenVoteIsToldRatherThanTheOneThatClosedShortlyBeforeTheStart) {
  stored[updated_channel] = closed(vote(1), time.now() - 3s);
  auto const open = vote(2);
  votes.opened(open);
  live.resumed(open);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return twitch.segments().size() == 1; }));
  EXPECT_EQ(twitch.segments().back().vote->id, VoteId{2});
  EXPECT_EQ(twitch.segments().back().last_result->id, VoteId{1});
  time.advance(limits::message_heartbeat);
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.messages().empty(); }));
  EXPECT_EQ(twitch.messages().front().live->snapshot.vote->id, VoteId{2});
}

// A clock may be behind when the server starts.
TEST_F(LiveUpdatesTest, NumbersAreAboveWhatTheStoreSaysOfTheTimeBefore) {
  auto const before = time.now() + 1h;
  auto last = closed(vote(1), time.now() - 3s);
  last.updated_at = before;
  stored[updated_channel] = last;
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.messages().empty() && !twitch.segments().empty(); }));
  EXPECT_GT(twitch.messages().front().live->snapshot.sequence, live::sequence_at(before));
  EXPECT_GT(twitch.segments().front().sequence, live::sequence_at(before));
}

TEST_F(LiveUpdatesTest, BallotsFromBeforeTheOpeningWasToldAreInTheFirstMessage) {
  auto const opened = vote(1);
  votes.opened(opened);
  votes.tally_changed(opened.id, std::vector<std::uint32_t>{3, 1});
  live.opened(opened);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.messages().empty(); }));
  EXPECT_EQ(twitch.messages().front().live->snapshot.vote->ballots, 4U);
}

TEST_F(LiveUpdatesTest, ACloseNeedsNothingOfTheStore) {
  let_read(false);
  auto const open = vote(1);
  votes.opened(open);
  auto const end = closed(open, time.now());
  votes.closed(end);
  live.closed(end);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.segments().empty(); }));
  EXPECT_EQ(twitch.segments().back().vote, std::nullopt);
  EXPECT_EQ(twitch.segments().back().last_result->id, VoteId{1});
}

TEST_F(LiveUpdatesTest, ASegmentWhoseLastResultCannotBeReadIsWrittenLaterAndHoldsNobodyUp) {
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return twitch.segments().size() == 1; }));
  {
    std::lock_guard const lock{mutex};
    readers.clear();
    stored[updated_channel] = closed(vote(1), time.now() - 1h);
  }
  let_read(false);
  auto const opened = vote(2);
  votes.opened(opened);
  live.opened(opened);
  live.end_moved(opened);
  live.channel_changed(*channels.find(updated_channel));
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.messages().empty(); }));
  while (live.segment_figures().unread == 0) std::this_thread::yield();
  EXPECT_THAT(twitch.segments(), SizeIs(1));
  let_read(true);
  time.advance(1min);
  ASSERT_TRUE(twitch.eventually([&] { return twitch.segments().size() > 1; }));
  EXPECT_EQ(twitch.segments().back().vote->id, VoteId{2});
  EXPECT_EQ(twitch.segments().back().last_result->id, VoteId{1});
  std::lock_guard const lock{mutex};
  for (auto const reader : readers) EXPECT_NE(reader, std::this_thread::get_id());
}

TEST_F(LiveUpdatesTest, OfADeletedChannelNothingStaysInTheSegment) {
  auto const open = vote(1);
  votes.opened(open);
  live.opened(open);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.segments().empty() && twitch.segments().back().vote; }));
  channels.remove(updated_channel);
  auto const end = closed(open, time.now());
  votes.closed(end);
  live.closed(end);
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.segments().back().vote; }));
  live::ChannelState nothing;
  nothing.id = updated_channel;
  EXPECT_EQ(twitch.segments().back().channel, nothing);
  EXPECT_EQ(twitch.segments().back().last_result, std::nullopt);
}

TEST_F(LiveUpdatesTest, ADeletedChannelWithoutAVoteIsEmptiedToo) {
  stored[updated_channel] = closed(vote(1), time.now() - 1h);
  live.start();
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.segments().empty(); }));
  EXPECT_TRUE(twitch.segments().back().last_result);
  channels.remove(updated_channel);
  live.channel_deleted(updated_channel);
  ASSERT_TRUE(twitch.eventually([&] { return !twitch.segments().back().last_result; }));
  EXPECT_THAT(twitch.messages(), IsEmpty());
}

}  // namespace
}  // namespace shipvote::service
