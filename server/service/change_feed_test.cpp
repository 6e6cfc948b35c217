#include "service/change_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <map>
#include <set>
#include <thread>

#include "foundation/limits.h"
#include "service/edge_mirror.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ops::LiveMessages;
using testing::ElementsAre;
using testing::IsEmpty;

// Boards as shipvote-web has them, and the feed of them.
class FeedWorld {
 public:
  explicit FeedWorld(TimeSource const& source = default_time(), std::uint64_t run = 0xABC) : time(source) {
    votes.watch([this](VoteId vote) { feed->vote_changed(vote); });
    votes.listen([this](VoteView const& view, auto) { feed->tally_changed(view.id()); });
    channels.watch([this](ChannelId channel) { feed->channel_changed(channel); });
    feed = std::make_unique<ChangeFeed>(ChangeFeed::Parts{votes, channels, time, LiveMessages::edges, run});
  }
  static SystemTime const& default_time() {
    static SystemTime const time;
    return time;
  }

  // Without waiting.
  Changes ask(FeedPlace const& place) {
    auto const question = question_at(place, false);
    auto future = asio::co_spawn(loop, feed->answer(question), asio::use_future);
    loop.restart();
    loop.run();
    return future.get();
  }
  static FeedQuestion question_at(FeedPlace const& place, bool wait) {
    FeedQuestion question;
    question.place = place;
    question.wait = wait;
    question.edge = "a";
    return question;
  }
  // All pages from there on, as one; `pages` says how many there were.
  Changes read_all(FeedPlace const& place, std::size_t* pages = nullptr) {
    auto all = ask(place);
    auto last = all;
    std::size_t count = 1;
    while (last.more) {
      last = ask(last.place);
      EXPECT_FALSE(last.reset);
      all.votes.insert(all.votes.end(), last.votes.begin(), last.votes.end());
      all.tallies.insert(all.tallies.end(), last.tallies.begin(), last.tallies.end());
      all.channels.insert(all.channels.end(), last.channels.begin(), last.channels.end());
      all.channels_gone.insert(all.channels_gone.end(), last.channels_gone.begin(), last.channels_gone.end());
      ++count;
    }
    all.place = last.place;
    all.more = false;
    if (pages != nullptr) *pages = count;
    return all;
  }
  void count(std::uint32_t vote, std::vector<std::uint32_t> const& counts) {
    votes.tally_changed(VoteId{vote}, counts);
  }
  void close(std::uint32_t vote) { votes.closed(closed_sample(votes.find(VoteId{vote})->vote(), time.now())); }

  TimeSource const& time;
  asio::io_context loop;
  VoteBoard votes{time};
  ChannelBoard channels;
  std::unique_ptr<ChangeFeed> feed;
};

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
  for (std::uint32_t id = 2; id <= limits::closed_votes_kept + 1; ++id) {
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

// Whatever happens, in whatever order it is read and wherever the pages end: who has read everything knows what is.
class Follower {
 public:
  void read(FeedWorld& world) {
    auto const page = world.ask(place_);
    auto const again = decode_changes(encode_changes(page));
    mirror_.take(*again);
    place_ = again->place;
    more_ = again->more;
    for (auto missing = mirror_.missing(); !missing.empty(); missing = mirror_.missing()) {
      Changes answer;
      for (VoteId const vote : missing) {
        if (auto const view = world.votes.find(vote)) answer.votes.push_back(view->vote());
      }
      mirror_.take_missing(answer);
    }
  }
  void catch_up(FeedWorld& world) {
    do {
      read(world);
    } while (more_);
    read(world);
  }
  std::map<VoteId, std::vector<std::uint32_t>> open_votes() const { return open_in(votes_); }
  static std::map<VoteId, std::vector<std::uint32_t>> open_in(VoteBoard const& board) {
    std::map<VoteId, std::vector<std::uint32_t>> open;
    for (auto const& view : board.open_votes()) open[view->id()] = view->vote().counts;
    return open;
  }
  static std::map<ChannelId, bool> channels_in(ChannelBoard const& board) {
    std::map<ChannelId, bool> channels;
    for (auto const& view : board.all()) channels[view->channel.id] = view->channel.anonymous_may_vote;
    return channels;
  }
  std::map<ChannelId, bool> channels() const { return channels_in(channels_); }
  std::multiset<std::uint32_t> closings;  // told to viewers

 private:
  Telling telling() {
    Telling telling;
    telling.opened = telling.resumed = telling.end_moved = [](voting::Vote const&) {};
    telling.closed = [this](voting::Vote const& vote) { closings.insert(vote.id.value); };
    telling.channel_changed = [](ChannelView const&) {};
    telling.forgotten = [](ChannelId) {};
    return telling;
  }
  SystemTime time_;
  VoteBoard votes_{time_};
  ChannelBoard channels_;
  EdgeMirror mirror_{{votes_, channels_, time_, {1, 1}, telling(), [] {}}};
  FeedPlace place_;
  bool more_ = false;
};

RC_GTEST_PROP(ChangeFeedLaws, AFollowerThatHasReadEverythingKnowsWhatIs, ()) {
  auto world = std::make_unique<FeedWorld>();
  Follower follower;
  std::uint32_t last_vote = 0;
  std::set<std::uint32_t> closed;
  auto const steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 7));
  for (int const step : steps) {
    auto const channel = *rc::gen::inRange<std::uint64_t>(1, 4);
    auto const open = world->votes.open_vote(ChannelId{channel});
    switch (step) {
      case 0: {
        auto settings = sample_channel(channel);
        settings.anonymous_may_vote = *rc::gen::arbitrary<bool>();
        world->channels.put(sample_view(settings));
        break;
      }
      case 1: world->channels.remove(ChannelId{channel}); break;
      case 2:
        if (!open) world->votes.opened(sample_vote(++last_vote, channel));
        break;
      case 3:
        if (open) {
          world->close(open->id().value);
          closed.insert(open->id().value);
        }
        break;
      case 4:
        if (open)
          world->count(open->id().value, *rc::gen::container<std::vector<std::uint32_t>>(3, rc::gen::inRange(0U, 9U)));
        break;
      case 5: follower.read(*world); break;
      case 6: follower.catch_up(*world); break;
      default: break;
    }
  }
  follower.catch_up(*world);
  RC_ASSERT(follower.open_votes() == Follower::open_in(world->votes));
  RC_ASSERT(follower.channels() == Follower::channels_in(world->channels));
  for (auto const vote : closed) RC_ASSERT(follower.closings.count(vote) == 1U);
}

}  // namespace
}  // namespace shipvote::service
