// A feed of changes on boards of its own, as shipvote-web has them, for tests of those who read it.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <vector>

#include "service/change_feed.h"
#include "service/edge_samples.h"

namespace shipvote::service {

class FeedWorld {
 public:
  explicit FeedWorld(TimeSource const& source = default_time(), std::uint64_t run = 0xABC) : time(source) {
    votes.watch([this](VoteId vote) { feed->vote_changed(vote); });
    votes.listen([this](VoteView const& view, auto) { feed->tally_changed(view.id()); });
    channels.watch([this](ChannelId channel) { feed->channel_changed(channel); });
    feed = std::make_unique<ChangeFeed>(ChangeFeed::Parts{votes, channels, steady, ops::LiveMessages::edges, run});
  }
  static SystemTime const& default_time() {
    static SystemTime const time;
    return time;
  }

  // Without waiting.
  Changes ask(FeedPlace const& place) {
    auto const question = question_at(place, false);
    auto future = boost::asio::co_spawn(loop, feed->answer(question), boost::asio::use_future);
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
  SteadyTime steady;
  boost::asio::io_context loop;
  VoteBoard votes{time};
  ChannelBoard channels;
  std::unique_ptr<ChangeFeed> feed;
};

}  // namespace shipvote::service
