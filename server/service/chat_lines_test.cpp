#include "service/chat_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/hand_time.h"
#include "foundation/limits.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// In the place of the HTTP client: keeps what was asked, answers at once with one status.
class Twitch final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, std::function<void(OutgoingResult)> done) override {
    requests.push_back(std::move(request));
    OutgoingResponse response;
    response.status = status;
    done(response);
  }
  std::vector<OutgoingRequest> requests;
  int status = 204;
};

class ChatLinesTest : public ::testing::Test {
 protected:
  ChatLinesTest() { set_up(true); }

  void set_up(bool chat_result) {
    voting::Channel settings;
    settings.id = ChannelId{4711};
    settings.chat_result = chat_result;
    channels.put(std::make_shared<ChannelView const>(settings, std::vector<voting::GarageShip>{}));
  }
  voting::Vote closed(std::vector<std::uint32_t> counts = {3, 1}) const {
    voting::Vote vote;
    vote.id = VoteId{7};
    vote.channel = ChannelId{4711};
    vote.ships = {ShipId{10}, ShipId{20}};
    vote.counts = std::move(counts);
    vote.state = voting::VoteState::closed;
    vote.closed_at = time.now();
    vote.winner = voting::decide_winner(vote.ships, vote.counts, 1);
    return vote;
  }
  static std::shared_ptr<fleet::Fleet const> some_fleet() {
    voting::Warship ship;
    ship.id = ShipId{10};
    ship.name = "Yamato";
    return std::make_shared<fleet::Fleet const>(std::vector<voting::Warship>{ship});
  }

  HandTime time;
  Twitch twitch;
  ChannelBoard channels;
  FleetShelf fleet{some_fleet()};
  twitch::HelixClient helix{{}, twitch, time, {twitch::Secret(32, 's')}};
  int rejections = 0;
  ChatLines chat{{helix, channels, fleet, time, [this] { ++rejections; }}};
};

TEST_F(ChatLinesTest, TellsTheResultWhereTheChannelWantsIt) {
  chat.vote_closed(closed());
  ASSERT_THAT(twitch.requests, SizeIs(1));
  EXPECT_THAT(twitch.requests[0].url, HasSubstr("/extensions/chat?broadcaster_id=4711"));
  EXPECT_THAT(twitch.requests[0].body, HasSubstr("Vote closed: Yamato wins with 75%. Voters: 4."));
  set_up(false);
  chat.vote_closed(closed());
  EXPECT_THAT(twitch.requests, SizeIs(1));
  EXPECT_EQ(chat.figures().sent, 1U);
}

TEST_F(ChatLinesTest, AnUnknownShipIsCalledByItsId) {
  chat.vote_closed(closed({0, 1}));
  EXPECT_THAT(twitch.requests.at(0).body, HasSubstr("Vote closed: 20 wins"));
}

TEST_F(ChatLinesTest, SaysNothingWhenNobodyVotedOrTheChannelIsGone) {
  chat.vote_closed(closed({0, 0}));
  channels.remove(ChannelId{4711});
  chat.vote_closed(closed());
  EXPECT_THAT(twitch.requests, SizeIs(0));
  EXPECT_EQ(chat.figures().held_back, 0U);
}

TEST_F(ChatLinesTest, SaysNothingOfWhatEndedLongAgo) {
  auto const vote = closed();
  time.advance(limits::chat_line_late);
  chat.vote_closed(vote);
  time.advance(1ms);
  chat.vote_closed(vote);
  EXPECT_THAT(twitch.requests, SizeIs(1));
  EXPECT_EQ(chat.figures().held_back, 1U);
}

TEST_F(ChatLinesTest, KeepsToTwelveAMinute) {
  for (int vote = 0; vote < 20; ++vote) {
    chat.vote_closed(closed());
    time.advance(100ms);
  }
  EXPECT_THAT(twitch.requests, SizeIs(limits::chat_lines_per_minute));
  EXPECT_EQ(chat.figures().held_back, 8U);
  time.advance(1min - 2s);  // the first one's minute is over, that of the second is not
  chat.vote_closed(closed());
  chat.vote_closed(closed());
  EXPECT_THAT(twitch.requests, SizeIs(limits::chat_lines_per_minute + 1));
}

TEST_F(ChatLinesTest, AFailureIsCountedAndNotTriedAgain) {
  for (int const status : {500, 429, 401}) {
    twitch.status = status;
    chat.vote_closed(closed());
  }
  EXPECT_THAT(twitch.requests, SizeIs(3));
  EXPECT_EQ(chat.figures().sent, 3U);
  EXPECT_EQ(chat.figures().failed, 3U);
  EXPECT_EQ(rejections, 1) << "401 is for the operator";
}

}  // namespace
}  // namespace shipvote::service
