#include "service/change_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <type_traits>

#include "foundation/limits.h"
#include "service/feed_world.h"

namespace shipvote::service {
namespace {

namespace asio = boost::asio;
using ops::LiveMessages;
using testing::ElementsAre;
using testing::IsEmpty;

static_assert(std::is_same_v<decltype(ChangeFeed::Parts::time), SteadySource const&>, "a wall clock can be set");

TEST(ChangeFeedTest, WhoKnowsNothingIsToldEverything) {
  FeedWorld world;
  auto const empty = world.ask({});
  EXPECT_TRUE(empty.reset);
  EXPECT_FALSE(empty.more);
  EXPECT_EQ(empty.place.run, "abc");
  world.channels.put(sample_view(sample_channel(4711)));
  world.votes.opened(sample_vote(1, 4711));
  world.count(1, {1, 2, 3});
  auto const all = world.ask({});
  EXPECT_TRUE(all.reset);
  EXPECT_EQ(all.live_messages, LiveMessages::edges);
  ASSERT_EQ(all.votes.size(), 1U);
  EXPECT_EQ(all.votes.front().counts, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_THAT(all.tallies, IsEmpty()) << "the vote says it";
  EXPECT_EQ(all.channels.size(), 1U);
  EXPECT_EQ(world.ask({"abd", all.place.sequence, 0}).reset, true) << "another run";
}

TEST(ChangeFeedTest, WhoIsInStepIsToldWhatChangedSince) {
  FeedWorld world;
  world.channels.put(sample_view(sample_channel(4711)));
  world.votes.opened(sample_vote(1, 4711));
  auto place = world.ask({}).place;
  auto const nothing = world.ask(place);
  EXPECT_EQ(nothing.place, place);
  EXPECT_FALSE(nothing.reset);
  EXPECT_THAT(nothing.votes, IsEmpty());

  world.count(1, {1, 0, 0});
  world.count(1, {1, 1, 0});
  auto const tally = world.ask(place);
  EXPECT_THAT(tally.votes, IsEmpty());
  EXPECT_THAT(tally.tallies, ElementsAre(ToldTally{VoteId{1}, {1, 1, 0}}));
  world.count(1, {1, 1, 1});
  EXPECT_THAT(world.ask(tally.place).tallies, ElementsAre(ToldTally{VoteId{1}, {1, 1, 1}}));

  world.close(1);
  world.channels.remove(ChannelId{4711});
  auto const end = world.ask(tally.place);
  ASSERT_EQ(end.votes.size(), 1U);
  EXPECT_EQ(end.votes.front().state, voting::VoteState::closed);
  EXPECT_EQ(end.votes.front().counts, (std::vector<std::uint32_t>{1, 1, 1}));
  EXPECT_THAT(end.tallies, IsEmpty());
  EXPECT_THAT(end.channels_gone, ElementsAre(ChannelId{4711}));
}

TEST(ChangeFeedTest, MuchIsToldInPages) {
  FeedWorld world;
  std::uint32_t const many = 2 * limits::changes_per_answer + 7;
  for (std::uint32_t id = 1; id <= many; ++id) world.channels.put(sample_view(sample_channel(id)));
  std::size_t pages = 0;
  auto const all = world.read_all({}, &pages);
  EXPECT_EQ(all.channels.size(), many);
  EXPECT_EQ(pages, 3U);
}

TEST(ChangeFeedTest, APageHasABoundInBytes) {
  FeedWorld world;
  auto vote = sample_vote(1, 1);
  vote.ships.resize(limits::ships_per_vote, ShipId{4'282'267'344});
  vote.counts.resize(limits::ships_per_vote, 100'000);
  constexpr std::uint32_t many = 200;
  for (std::uint32_t id = 1; id <= many; ++id) {
    vote.id = VoteId{id};
    vote.channel = ChannelId{id};
    world.votes.opened(vote);
  }
  auto page = world.ask({});
  std::size_t told = page.votes.size();
  EXPECT_TRUE(page.more);
  while (page.more) {
    EXPECT_LE(encode_changes(page).size(), limits::changes_answer_bytes + 64 * 1024);
    page = world.ask(page.place);
    told += page.votes.size();
  }
  EXPECT_EQ(told, many);
}

TEST(ChangeFeedTest, WhoMightHaveMissedSomethingThatWasDroppedStartsAnew) {
  FeedWorld world;
  world.votes.opened(sample_vote(1, 4711));
  auto const behind = world.ask({}).place;
  world.close(1);
  auto const knows = world.ask(behind).place;
  for (std::uint32_t id = 2; id <= limits::closed_votes_told + 1; ++id) {
    world.votes.opened(sample_vote(id, 4711));
    world.close(id);
  }
  EXPECT_TRUE(world.ask(behind).reset) << "the close of vote 1 is no longer there";
  EXPECT_FALSE(world.ask(knows).reset);
  // A start that takes several pages does not start anew because of what was dropped before it.
  auto first = world.ask(behind);
  auto const from_the_middle = world.ask({behind.run, behind.sequence, first.place.floor});
  EXPECT_FALSE(from_the_middle.reset);
  EXPECT_TRUE(world.ask({behind.run, behind.sequence, 0}).reset);
}

// The boards forget, too, and are a moment ahead of the feed.
TEST(ChangeFeedTest, ACloseThatTheBoardHasForgottenIsNotPassedOver) {
  FeedWorld world;
  world.votes.opened(sample_vote(1, 4711));
  auto place = world.ask({}).place;
  world.close(1);
  for (std::uint32_t id = 2; id <= limits::closed_votes_kept; ++id) {
    world.votes.opened(sample_vote(id, 4711));
    world.close(id);
  }
  std::uint32_t const last = limits::closed_votes_kept + 1;
  world.votes.opened(sample_vote(last, 4711));
  std::optional<Changes> told;
  world.votes.watch([&](VoteId vote) {
    EXPECT_EQ(world.votes.find(VoteId{1}), nullptr) << "the board has forgotten it";
    told = world.read_all(place);
    world.feed->vote_changed(vote);
  });
  world.close(last);
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->reset) << "or nobody says what became of vote 1";
}

TEST(ChangeFeedTest, WhoReadsEverythingGetsToItsEndWhileVotesClose) {
  FeedWorld world;
  for (std::uint32_t id = 1; id <= 3 * limits::changes_per_answer; ++id) {
    world.channels.put(sample_view(sample_channel(id)));
  }
  std::uint32_t last_vote = 0;
  auto const close_one = [&] {
    world.votes.opened(sample_vote(++last_vote, 4711));
    world.close(last_vote);
  };
  while (last_vote < limits::closed_votes_told) close_one();
  auto page = world.ask({});
  EXPECT_TRUE(page.reset);
  for (int pages = 1; page.more; ++pages) {
    ASSERT_LT(pages, 10) << "it begins again and again";
    close_one();
    page = world.ask(page.place);
    EXPECT_FALSE(page.reset) << "what is dropped was closed before all this began";
  }
}

TEST(ChangeFeedTest, DeletedChannelsAreForgottenInTheEnd) {
  FeedWorld world;
  world.channels.put(sample_view(sample_channel(1)));
  auto const behind = world.ask({}).place;
  world.channels.remove(ChannelId{1});
  EXPECT_THAT(world.ask(behind).channels_gone, ElementsAre(ChannelId{1}));
  for (std::uint64_t id = 2; id <= limits::deleted_channels_remembered + 1; ++id) {
    world.channels.put(sample_view(sample_channel(id)));
    world.channels.remove(ChannelId{id});
  }
  EXPECT_TRUE(world.ask(behind).reset);
  EXPECT_LE(world.read_all({}).channels_gone.size(), limits::deleted_channels_remembered);
}

// Waits of the feed happen on loops with threads of their own.
class WaitingFeedTest : public ::testing::Test {
 protected:
  WaitingFeedTest() : thread_([this] { world.loop.run(); }) {}
  ~WaitingFeedTest() override {
    world.feed->stop();
    guard_.reset();
    thread_.join();
  }
  std::future<Changes> wait_after(FeedPlace const& place) {
    questions_.push_back(std::make_unique<FeedQuestion>(FeedWorld::question_at(place, true)));
    return asio::co_spawn(world.loop, world.feed->answer(*questions_.back()), asio::use_future);
  }
  FeedWorld world;

 private:
  asio::executor_work_guard<asio::io_context::executor_type> guard_{world.loop.get_executor()};
  std::vector<std::unique_ptr<FeedQuestion>> questions_;
  std::thread thread_;
};

TEST_F(WaitingFeedTest, ChangesAreToldWhenTheyHappen) {
  auto place = wait_after({}).get().place;
  auto opening = wait_after(place);
  world.votes.opened(sample_vote(1, 4711));
  auto const opened = opening.get();
  ASSERT_EQ(opened.votes.size(), 1U);
  auto counting = wait_after(opened.place);
  world.count(1, {1, 0, 0});
  auto const counted = counting.get();
  EXPECT_EQ(counted.tallies.size(), 1U);
  auto closing = wait_after(counted.place);
  world.close(1);
  EXPECT_EQ(closing.get().votes.size(), 1U);
}

TEST_F(WaitingFeedTest, CountsThatWereMissedMeanwhileAreToldSoon) {
  world.votes.opened(sample_vote(1, 4711));
  auto const place = wait_after({}).get().place;
  world.count(1, {1, 0, 0});  // nobody waits at this moment
  EXPECT_EQ(wait_after(place).get().tallies.size(), 1U);
}

TEST_F(WaitingFeedTest, EveryoneWhoWaitsIsTold) {
  auto const place = wait_after({}).get().place;
  std::vector<std::future<Changes>> waiting;
  for (int edge = 0; edge < 5; ++edge) waiting.push_back(wait_after(place));
  world.votes.opened(sample_vote(1, 4711));
  for (auto& each : waiting) EXPECT_EQ(each.get().votes.size(), 1U);
}

TEST_F(WaitingFeedTest, AStopLetsNobodyWait) {
  auto const place = wait_after({}).get().place;
  auto waiting = wait_after(place);
  world.feed->stop();
  EXPECT_THAT(waiting.get().votes, IsEmpty());
  EXPECT_THAT(wait_after(place).get().votes, IsEmpty());
}

}  // namespace
}  // namespace shipvote::service
