#include "service/vote_board.h"

#include <gtest/gtest.h>

#include <thread>

#include "foundation/limits.h"

namespace shipvote::service {
namespace {

voting::Vote open_vote(std::uint32_t id, std::uint64_t channel) {
  voting::Vote vote;
  vote.id = VoteId{id};
  vote.channel = ChannelId{channel};
  vote.ships = {ShipId{30}, ShipId{10}, ShipId{20}};
  vote.counts = {0, 0, 0};
  return vote;
}

voting::Vote closed_vote(std::uint32_t id, std::uint64_t channel) {
  auto vote = open_vote(id, channel);
  vote.state = voting::VoteState::closed;
  vote.counts = {1, 2, 3};
  return vote;
}

class VoteBoardTest : public ::testing::Test {
 protected:
  SystemTime time;
  VoteBoard board{time};
};

TEST_F(VoteBoardTest, AnOpenVoteIsFoundByIdAndByChannel) {
  board.opened(open_vote(7, 4711));
  ASSERT_NE(board.open_vote(ChannelId{4711}), nullptr);
  EXPECT_EQ(board.open_vote(ChannelId{4711})->id(), VoteId{7});
  EXPECT_EQ(board.open_vote(ChannelId{4712}), nullptr);
  ASSERT_NE(board.find(VoteId{7}), nullptr);
  EXPECT_TRUE(board.find(VoteId{7})->has_ship(ShipId{10}));
  EXPECT_FALSE(board.find(VoteId{7})->has_ship(ShipId{11}));
  EXPECT_EQ(board.find(VoteId{8}), nullptr);
}

TEST_F(VoteBoardTest, AVoteThatWasClosedBeforeItsOpeningWasToldStaysClosed) {
  board.closed(closed_vote(7, 4711));
  EXPECT_FALSE(board.opened(open_vote(7, 4711))->open());
  EXPECT_EQ(board.open_vote(ChannelId{4711}), nullptr);
  EXPECT_FALSE(board.find(VoteId{7})->open());
}

TEST_F(VoteBoardTest, CountsReachTheViewItsVersionAndTheListener) {
  std::vector<std::uint32_t> heard;
  board.listen(
      [&heard](VoteView const&, std::span<std::uint32_t const> counts) { heard.assign(counts.begin(), counts.end()); });
  auto const view = board.opened(open_vote(7, 4711));
  auto const before = view->version();
  std::vector<std::uint32_t> const counts{4, 0, 9};
  board.tally_changed(VoteId{7}, counts);
  EXPECT_EQ(view->vote().counts, counts);
  EXPECT_GT(view->version(), before);
  EXPECT_EQ(heard, counts);
}

TEST_F(VoteBoardTest, AClosedVoteKeepsItsCountsForGood) {
  auto const view = board.opened(open_vote(7, 4711));
  board.closed(closed_vote(7, 4711));
  EXPECT_FALSE(view->open());
  EXPECT_EQ(board.open_vote(ChannelId{4711}), nullptr);
  board.tally_changed(VoteId{7}, std::vector<std::uint32_t>{9, 9, 9});
  EXPECT_EQ(view->vote().counts, (std::vector<std::uint32_t>{1, 2, 3}));
  board.closed(open_vote(7, 4711));  // told twice: the first stands
  EXPECT_EQ(view->vote().counts, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST_F(VoteBoardTest, ClosingAnOldVoteLeavesTheNewOneOpen) {
  board.opened(open_vote(7, 4711));
  board.closed(closed_vote(7, 4711));
  board.opened(open_vote(8, 4711));
  board.closed(closed_vote(7, 4711));
  ASSERT_NE(board.open_vote(ChannelId{4711}), nullptr);
  EXPECT_EQ(board.open_vote(ChannelId{4711})->id(), VoteId{8});
}

TEST_F(VoteBoardTest, TheVoteOfAChannelThatClosedLastIsFoundWhileItIsRemembered) {
  EXPECT_EQ(board.last_closed(ChannelId{4711}), nullptr);
  board.opened(open_vote(7, 4711));
  EXPECT_EQ(board.last_closed(ChannelId{4711}), nullptr);
  board.closed(closed_vote(7, 4711));
  board.closed(closed_vote(8, 4711));
  board.closed(closed_vote(9, 4712));
  board.opened(open_vote(10, 4711));
  ASSERT_NE(board.last_closed(ChannelId{4711}), nullptr);
  EXPECT_EQ(board.last_closed(ChannelId{4711})->id(), VoteId{8});
  board.forget(VoteId{7});
  EXPECT_NE(board.last_closed(ChannelId{4711}), nullptr) << "that was the one before";
  board.forget(VoteId{8});
  EXPECT_EQ(board.last_closed(ChannelId{4711}), nullptr);
  for (std::uint32_t id = 11; id <= 10 + limits::closed_votes_kept; ++id) board.closed(closed_vote(id, 4713));
  EXPECT_EQ(board.last_closed(ChannelId{4712}), nullptr) << "as many closed since";
  EXPECT_NE(board.open_vote(ChannelId{4711}), nullptr);
}

TEST_F(VoteBoardTest, RemembersOnlySoManyClosedVotes) {
  std::uint32_t const more = static_cast<std::uint32_t>(limits::closed_votes_kept) + 5;
  for (std::uint32_t id = 1; id <= more; ++id) {
    board.opened(open_vote(id, 1'000 + id));
    board.closed(closed_vote(id, 1'000 + id));
  }
  for (std::uint32_t id = 1; id <= 5; ++id) EXPECT_EQ(board.find(VoteId{id}), nullptr);
  EXPECT_NE(board.find(VoteId{6}), nullptr);
  EXPECT_TRUE(board.open_votes().empty());
}

TEST_F(VoteBoardTest, ReadersSeeBodiesOfOneStateWhileCountsChange) {
  auto const view = board.opened(open_vote(7, 4711));
  std::thread writer{[this] {
    for (std::uint32_t count = 1; count <= 2'000; ++count) {
      board.tally_changed(VoteId{7}, std::vector<std::uint32_t>{count, count, count});
    }
    board.closed(closed_vote(7, 4711));
  }};
  auto const body = [&view] {
    return view->slot(VoteView::Body::full).at(view->version(), [&view] {
      auto const counts = view->vote().counts;
      return std::to_string(counts[0]) + "," + std::to_string(counts[1]) + "," + std::to_string(counts[2]);
    });
  };
  while (view->open()) {
    auto const text = *body().bytes;
    if (text == "1,2,3") break;  // the closed state
    auto const first = text.substr(0, text.find(','));
    ASSERT_EQ(text, first + "," + first + "," + first);
  }
  writer.join();
  EXPECT_EQ(*body().bytes, "1,2,3");
}

TEST(RenderedSlotTest, RendersOncePerVersionAndNamesTheBytes) {
  RenderedSlot slot;
  int renderings = 0;
  auto const render = [&renderings] { return "body " + std::to_string(++renderings); };
  auto const first = slot.at(1, render);
  auto const again = slot.at(1, render);
  EXPECT_EQ(renderings, 1);
  EXPECT_EQ(first.bytes, again.bytes);
  auto const next = slot.at(2, render);
  EXPECT_EQ(*next.bytes, "body 2");
  EXPECT_NE(first.etag, next.etag);
  EXPECT_EQ(first.etag.front(), '"');
  EXPECT_EQ(first.etag.back(), '"');
}

}  // namespace
}  // namespace shipvote::service
