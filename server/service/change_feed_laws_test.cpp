// Whatever happens, in whatever order it is read and wherever the pages end: who has read everything knows what is.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>
#include <set>

#include "foundation/limits.h"
#include "service/edge_mirror.h"
#include "service/feed_world.h"

namespace shipvote::service {
namespace {

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
  // By their channels and the times of their opening.
  static std::map<VoteId, std::pair<ChannelId, TimePoint>> identities_in(VoteBoard const& board) {
    std::map<VoteId, std::pair<ChannelId, TimePoint>> open;
    for (auto const& view : board.open_votes()) open[view->id()] = {view->channel(), view->vote().opened_at};
    return open;
  }
  std::map<VoteId, std::pair<ChannelId, TimePoint>> identities() const { return identities_in(votes_); }
  std::multiset<std::uint32_t> closings;  // told to viewers
  std::size_t runs_changed = 0;

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
  EdgeMirror mirror_{{votes_, channels_, time_, {1, 1}, telling(), [] {}, [this] { ++runs_changed; }}};
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

// The same where shipvote-web starts again from a backup: votes that had been closed are open, and numbers that had
// been given are given to others.
RC_GTEST_PROP(ChangeFeedLaws, AFollowerKnowsWhatIsAlsoWhenAnOlderStateIsBack, ()) {
  struct Stored {
    std::vector<voting::Vote> open;
    std::uint32_t last_vote = 0;
  };
  std::uint64_t run = 1;
  auto world = std::make_unique<FeedWorld>(FeedWorld::default_time(), run);
  Follower follower;
  Stored backup;
  std::uint32_t last_vote = 0;
  TimePoint moment;
  bool has_read = false;
  auto const steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 7));
  for (int const step : steps) {
    ChannelId const channel{*rc::gen::inRange<std::uint64_t>(1, 4)};
    auto const open = world->votes.open_vote(channel);
    switch (step) {
      case 0:
        moment += std::chrono::milliseconds{1};
        if (!open) world->votes.opened(sample_vote(++last_vote, channel.value, moment));
        break;
      case 1:
        if (open) world->close(open->id().value);
        break;
      case 2: follower.read(*world); break;
      case 3: follower.catch_up(*world); break;
      case 4:
        backup = {{}, last_vote};
        for (auto const& view : world->votes.open_votes()) backup.open.push_back(view->vote());
        break;
      case 5: {
        world = std::make_unique<FeedWorld>(FeedWorld::default_time(), ++run);
        for (auto const& vote : backup.open) world->votes.opened(vote);
        last_vote = backup.last_vote;
        auto const before = follower.runs_changed;
        follower.read(*world);
        RC_ASSERT(follower.runs_changed == before + (has_read ? 1 : 0));
        break;
      }
      default: break;
    }
    has_read = has_read || step == 2 || step == 3 || step == 5;
  }
  follower.catch_up(*world);
  RC_ASSERT(follower.identities() == Follower::identities_in(world->votes));
}

// The same where reading everything takes many pages, and more happens between two of them than is remembered.
TEST(ChangeFeedLaws, AFollowerOfALargeStateMissesNothingThatIsDroppedMeanwhile) {
  constexpr std::uint32_t many = 2 * limits::changes_per_answer;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 generator{seed};
    auto const chance = [&](std::uint32_t below) { return static_cast<std::uint32_t>(generator() % below); };
    FeedWorld world;
    for (std::uint32_t id = 1; id <= many; ++id) world.channels.put(sample_view(sample_channel(id)));
    std::uint32_t last_vote = 0;
    auto const close_some = [&](std::size_t count) {
      for (std::size_t number = 0; number < count; ++number) {
        world.votes.opened(sample_vote(++last_vote, many + 1));
        world.close(last_vote);
      }
    };
    Follower follower;
    close_some(chance(2) * limits::closed_votes_kept);
    for (int step = 0; step < 30; ++step) {
      ChannelId const channel{chance(many) + 1};
      switch (chance(6)) {
        case 0:
          if (!world.votes.open_vote(channel)) world.votes.opened(sample_vote(++last_vote, channel.value));
          break;
        case 1:
          if (auto const open = world.votes.open_votes(); !open.empty()) world.close(open.front()->id().value);
          break;
        case 2: close_some(chance(3) == 0 ? limits::closed_votes_kept : 1); break;
        case 3: world.channels.remove(channel); break;
        default: follower.read(world); break;
      }
    }
    follower.catch_up(world);
    ASSERT_EQ(follower.open_votes(), Follower::open_in(world.votes)) << "seed " << seed;
    ASSERT_EQ(follower.channels(), Follower::channels_in(world.channels)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace shipvote::service
