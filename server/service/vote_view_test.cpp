#include "service/vote_view.h"

#include <gtest/gtest.h>

#include <thread>

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint noon{std::chrono::milliseconds{1'795'435'200'000}};

voting::Vote vote(std::optional<TimePoint> ends_at) {
  voting::Vote made;
  made.id = VoteId{7};
  made.ships = {ShipId{1}};
  made.counts = {0};
  made.ends_at = ends_at;
  made.ballots_may_change = true;
  return made;
}

TEST(VoteViewTest, KnowsItsEnd) {
  VoteView const endless{vote(std::nullopt)};
  EXPECT_EQ(endless.ends_at(), std::nullopt);
  EXPECT_FALSE(endless.ended(noon));
  VoteView const view{vote(noon)};
  EXPECT_EQ(view.ends_at(), noon);
  EXPECT_FALSE(view.ended(noon - 1ms));
  EXPECT_TRUE(view.ended(noon));
  EXPECT_TRUE(view.ballots_may_change());
}

TEST(VoteViewTest, ItsEndMovesUntilItIsClosed) {
  VoteView view{vote(noon)};
  auto const version = view.version();
  view.move_end(noon + 1min, noon - 1s);
  EXPECT_EQ(view.ends_at(), noon + 1min);
  EXPECT_EQ(view.vote().ends_at, noon + 1min);
  EXPECT_EQ(view.vote().updated_at, noon - 1s);
  EXPECT_GT(view.version(), version);
  view.move_end(std::nullopt, noon);
  EXPECT_FALSE(view.ended(noon + 24h));
  auto closed = vote(noon);
  closed.state = voting::VoteState::closed;
  view.close(closed);
  view.move_end(noon + 5min, noon + 1min);
  EXPECT_EQ(view.vote(), closed);
}

TEST(VoteViewTest, BallotsOfAHiddenVoteLeaveNoTraceInItsTimes) {
  auto hidden = vote(std::nullopt);
  hidden.visibility = voting::ResultVisibility::after_ballot;
  VoteView view{hidden};
  view.set_counts(std::vector<std::uint32_t>{1}, noon);
  EXPECT_EQ(view.vote().updated_at, hidden.updated_at);
  EXPECT_EQ(view.vote().ballots(), 1U);
  VoteView shown{vote(std::nullopt)};
  shown.set_counts(std::vector<std::uint32_t>{1}, noon);
  EXPECT_EQ(shown.vote().updated_at, noon);
}

TEST(VoteViewTest, ItsEndIsReadWhileItMoves) {
  VoteView view{vote(noon)};
  std::atomic<bool> done{false};
  std::thread reader{[&] {
    while (!done) {
      auto const end = view.ends_at();
      if (end) {
        EXPECT_GE(*end, noon);
      }
    }
  }};
  for (int minute = 0; minute < 1'000; ++minute) view.move_end(noon + minute * 1min, noon);
  done = true;
  reader.join();
}

}  // namespace
}  // namespace shipvote::service
