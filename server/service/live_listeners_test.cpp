#include "service/live_listeners.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "foundation/base64.h"
#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "live/decode.h"
#include "store/store.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using live::MessageType;
using ::testing::SizeIs;
using voting::ResultVisibility;
using voting::VoteState;

constexpr ChannelId channel{4711};

struct Event {
  std::uint64_t number = 0;
  live::DecodedMessage message;
};

class Listening final : public http::Stream {
 public:
  bool send(http::SharedBytes bytes) override {
    if (closed_) return false;
    if (bytes) text += *bytes;
    return true;
  }
  void close() override { closed_ = true; }
  [[nodiscard]] bool closed() const noexcept override { return closed_; }

  // The events so far, each held against what they must look like.
  [[nodiscard]] std::vector<Event> events() const {
    std::vector<Event> events;
    std::string_view rest = text;
    for (auto end = rest.find("\n\n"); end != std::string_view::npos; end = rest.find("\n\n")) {
      auto const block = rest.substr(0, end);
      rest.remove_prefix(end + 2);
      if (block.starts_with("retry: ") || block == ":") continue;
      auto const line_end = block.find('\n');
      EXPECT_TRUE(block.starts_with("id: ")) << block;
      EXPECT_EQ(block.substr(line_end, 7), "\ndata: ");
      auto decoded = live::decode_message(base64_encoded(block.substr(line_end + 7)));
      if (!decoded || !decoded->live) throw std::runtime_error("no event: " + std::string{block});
      Event event{std::stoull(std::string{block.substr(4)}), std::move(*decoded)};
      EXPECT_EQ(event.message.live->snapshot.sequence, event.number);
      if (!events.empty()) {
        EXPECT_GT(event.number, events.back().number);
      }
      events.push_back(std::move(event));
    }
    EXPECT_TRUE(rest.empty()) << rest;
    return events;
  }
  [[nodiscard]] std::size_t comments() const {
    std::size_t count = text.starts_with(":\n\n") ? 1 : 0;
    for (auto at = text.find("\n:\n\n"); at != std::string::npos; at = text.find("\n:\n\n", at + 1)) ++count;
    return count;
  }

  std::string text;

 private:
  std::atomic<bool> closed_{false};
};

class LiveListenersTest : public ::testing::Test {
 protected:
  LiveListenersTest() { set_up(channel); }

  void set_up(ChannelId id) {
    voting::Channel settings;
    settings.id = id;
    channels.put(std::make_shared<ChannelView const>(settings, std::vector<voting::GarageShip>{}));
  }
  voting::Vote vote(std::uint32_t id, ResultVisibility visibility = ResultVisibility::live) const {
    voting::Vote vote;
    vote.id = VoteId{id};
    vote.channel = channel;
    vote.ships = {ShipId{10}, ShipId{20}, ShipId{30}};
    vote.counts = {0, 0, 0};
    vote.visibility = visibility;
    vote.opened_at = time.now();
    return vote;
  }
  void open(voting::Vote opened) {
    votes.opened(std::move(opened));
    listeners.changed(channel, LiveChange::vote);
  }
  void count(std::uint32_t id, std::vector<std::uint32_t> const& counts) {
    votes.tally_changed(VoteId{id}, counts);
    listeners.counts_changed(*votes.find(VoteId{id}));
  }
  void close(std::uint32_t id) {
    auto closed = votes.find(VoteId{id})->vote();
    closed.state = VoteState::closed;
    closed.closed_at = time.now();
    closed.close_reason = voting::CloseReason::broadcaster;
    closed.winner = voting::decide_winner(closed.ships, closed.counts, 1);
    last = closed;
    votes.closed(std::move(closed));
    listeners.changed(channel, LiveChange::vote);
  }
  std::shared_ptr<Listening> join(std::optional<std::uint64_t> heard = std::nullopt, ChannelId to = channel) {
    auto stream = std::make_shared<Listening>();
    listeners.listen(listeners.take_place(to).value(), heard, stream);
    listeners.run_due(time.now());
    return stream;
  }
  // Lets time pass, telling what falls due on the way.
  void pass(std::chrono::milliseconds duration) {
    auto const until = time.now() + duration;
    for (;;) {
      auto const next = listeners.run_due(time.now());
      if (next > until) break;
      time.set(std::max(time.now(), next));
    }
    time.set(until);
    listeners.run_due(time.now());
  }

  HandTime time;
  ChannelBoard channels;
  VoteBoard votes{time};
  std::optional<voting::Vote> last;
  LiveListeners listeners{{votes, channels, [this](ChannelId) { return last; }, time}};
};

TEST_F(LiveListenersTest, TellsTheStateAtOnceAndThenWhatHappens) {
  auto const listener = join();
  ASSERT_THAT(listener->events(), SizeIs(1));
  EXPECT_EQ(listener->events()[0].message.type, MessageType::channel_update);
  EXPECT_FALSE(listener->events()[0].message.live->snapshot.vote);
  EXPECT_TRUE(listener->text.starts_with("retry: "));

  open(vote(7));
  pass(0ms);
  ASSERT_THAT(listener->events(), SizeIs(2)) << "an opening waits for nothing";
  EXPECT_EQ(listener->events()[1].message.status, VoteState::open);

  time.advance(10ms);
  count(7, {1, 0, 0});
  close(7);
  pass(0ms);
  ASSERT_THAT(listener->events(), SizeIs(3)) << "nor does a close";
  auto const told = *listener->events()[2].message.live->snapshot.vote;
  EXPECT_EQ(told.state, VoteState::closed);
  EXPECT_EQ(told.ballots, 1U);
  ASSERT_TRUE(told.winner);
  EXPECT_EQ(told.winner->ship, ShipId{10});
}

TEST_F(LiveListenersTest, TellsTheLastResultToWhoComesAfterTheClose) {
  open(vote(7));
  count(7, {0, 2, 0});
  close(7);
  auto const event = join()->events().at(0);
  EXPECT_EQ(event.message.type, MessageType::vote_status);
  EXPECT_EQ(event.message.live->snapshot.vote->state, VoteState::closed);
  EXPECT_EQ(event.message.live->snapshot.vote->ballots, 2U);
}

TEST_F(LiveListenersTest, TellsCountsOnceASecondAndTheNewestOnly) {
  open(vote(7));
  auto const listener = join();
  for (std::uint32_t ballots = 1; ballots <= 99; ++ballots) {
    count(7, {ballots, 0, 0});
    pass(30ms);
  }
  auto const events = listener->events();
  EXPECT_THAT(events, SizeIs(1 + 2)) << "of a little less than 3 seconds";
  EXPECT_EQ(events[1].message.type, MessageType::vote_progress);
  pass(1s);
  EXPECT_EQ(listener->events().back().message.live->snapshot.vote->ballots, 99U);
  EXPECT_THAT(listener->events(), SizeIs(1 + 3));
  pass(14s);
  EXPECT_THAT(listener->events(), SizeIs(1 + 3)) << "nothing changed";
}

TEST_F(LiveListenersTest, HiddenCountsCauseNothingAndAreInNothing) {
  for (auto const visibility : {ResultVisibility::after_ballot, ResultVisibility::after_close}) {
    open(vote(7 + static_cast<std::uint32_t>(visibility), visibility));
    auto const id = 7 + static_cast<std::uint32_t>(visibility);
    auto const listener = join();
    count(id, {3, 2, 1});
    pass(5s);
    EXPECT_THAT(listener->events(), SizeIs(1));
    auto const late = join();
    for (auto const& told : {listener->events().back(), late->events().back()}) {
      EXPECT_EQ(told.message.live->snapshot.vote->ballots, 0U);
      EXPECT_EQ(told.message.live->snapshot.vote->counts, (std::vector<std::uint32_t>{0, 0, 0}));
    }
    close(id);
    pass(0ms);
    EXPECT_EQ(listener->events().back().message.live->snapshot.vote->ballots, 6U);
  }
}

TEST_F(LiveListenersTest, SaysThatItIsThereWhenNothingHappens) {
  auto const listener = join();
  pass(14'999ms);
  EXPECT_EQ(listener->comments(), 0U);
  pass(1ms);
  EXPECT_EQ(listener->comments(), 1U);
  pass(10s);
  open(vote(7));
  pass(14'999ms);
  EXPECT_EQ(listener->comments(), 1U) << "an event says it, too";
  pass(1ms);
  EXPECT_EQ(listener->comments(), 2U);
}

TEST_F(LiveListenersTest, TellsSettingsAtMostOnceASecond) {
  auto const listener = join();
  listeners.changed(channel, LiveChange::settings);
  pass(999ms);
  EXPECT_THAT(listener->events(), SizeIs(1));
  pass(1ms);
  ASSERT_THAT(listener->events(), SizeIs(2));
  EXPECT_EQ(listener->events()[1].message.type, MessageType::channel_update);
}

TEST_F(LiveListenersTest, WhoMissedNothingIsToldNothing) {
  open(vote(7));
  auto const first = join();
  auto const number = first->events().back().number;
  first->close();
  pass(20s);  // and is forgotten
  auto const again = join(number);
  EXPECT_THAT(again->events(), SizeIs(0));
  EXPECT_THAT(join(number)->events(), SizeIs(0));
  EXPECT_THAT(join(number - 1)->events(), SizeIs(1));
  EXPECT_THAT(join()->events(), SizeIs(1));
  count(7, {1, 0, 0});
  pass(1s);
  EXPECT_THAT(again->events(), SizeIs(1));
}

TEST_F(LiveListenersTest, WhoMissedSomethingWhileNobodyListenedIsToldAtOnce) {
  open(vote(7));
  auto const first = join();
  auto const number = first->events().back().number;
  first->close();
  pass(20s);
  count(7, {1, 0, 0});
  auto const again = join(number);
  ASSERT_THAT(again->events(), SizeIs(1));
  EXPECT_EQ(again->events()[0].message.live->snapshot.vote->ballots, 1U);
}

TEST_F(LiveListenersTest, NumbersGoOnAboveThoseOfAnotherRun) {
  auto const ahead = static_cast<std::uint64_t>(time.now().time_since_epoch().count()) + 5'000;
  EXPECT_GT(join(ahead)->events().at(0).number, ahead) << "the clock was set back, or that was another node";
  auto const nonsense = live::largest_sequence;
  EXPECT_LT(join(nonsense)->events().at(0).number, nonsense);
  open(vote(7));
  EXPECT_LT(join()->events().at(0).number, ahead + 1'000);
}

TEST_F(LiveListenersTest, TheDatabaseIsAskedOnlyForResultsThatTheBoardHasForgotten) {
  int asked = 0;
  auto const last_result = [&](ChannelId) { return ++asked, last; };
  LiveListeners watched{{votes, channels, last_result, time}};
  open(vote(7));
  close(7);
  auto const listener = std::make_shared<Listening>();
  watched.listen(watched.take_place(channel).value(), std::nullopt, listener);
  watched.run_due(time.now());
  time.advance(limits::live_event_spacing);
  watched.changed(channel, LiveChange::settings);
  watched.run_due(time.now());
  ASSERT_THAT(listener->events(), SizeIs(2));
  for (auto const& event : listener->events()) EXPECT_EQ(event.message.live->snapshot.vote->state, VoteState::closed);
  EXPECT_EQ(asked, 0);
  votes.forget(VoteId{7});
  watched.changed(channel, LiveChange::vote);
  watched.run_due(time.now());
  ASSERT_THAT(listener->events(), SizeIs(3));
  EXPECT_EQ(listener->events().back().message.status, VoteState::closed);
  EXPECT_EQ(asked, 1);
}

TEST_F(LiveListenersTest, EndsTheStreamsOfOneChannelAlone) {
  constexpr ChannelId other{4712};
  set_up(other);
  auto const ended = join();
  auto const stays = join(std::nullopt, other);
  listeners.end(channel);
  EXPECT_TRUE(ended->closed());
  EXPECT_FALSE(stays->closed());
  EXPECT_EQ(listeners.figures().listeners, 1U);
  EXPECT_THAT(join()->events(), SizeIs(1));
}

TEST_F(LiveListenersTest, EndsTheStreamsOfAChannelThatIsNoMore) {
  auto const listener = join();
  channels.remove(channel);
  listeners.changed(channel, LiveChange::vote);
  pass(0ms);
  EXPECT_TRUE(listener->closed());
  EXPECT_EQ(listeners.figures().listeners, 0U);
}

TEST_F(LiveListenersTest, HasSoManyPlacesAndNoMore) {
  std::vector<std::shared_ptr<Listening>> present;
  for (std::size_t place = 0; place < limits::live_listeners_per_channel; ++place) present.push_back(join());
  auto const refused = listeners.take_place(channel);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().code, RefusalCode::overloaded);
  present.front()->close();  // without a word to us
  EXPECT_TRUE(listeners.take_place(channel));

  // Those of one channel are no places of another; all together have an end, too.
  std::vector<std::shared_ptr<LiveListeners::Place>> taken;
  for (std::uint64_t other = 1;; ++other) {
    auto place = listeners.take_place(ChannelId{other % 1'000 + 10'000});
    if (!place) break;
    taken.push_back(std::move(place).value());
  }
  EXPECT_EQ(listeners.figures().listeners, limits::live_listeners);
  taken.pop_back();
  EXPECT_TRUE(listeners.take_place(ChannelId{1}));
}

TEST_F(LiveListenersTest, AClockSetBackSilencesNobody) {
  open(vote(7));
  auto const listener = join();
  time.advance(-1h);
  count(7, {1, 0, 0});
  pass(1s);
  ASSERT_THAT(listener->events(), SizeIs(2));
  pass(15s);
  EXPECT_EQ(listener->comments(), 1U);
}

TEST_F(LiveListenersTest, AFailingDatabaseDelaysAndLosesNothing) {
  bool failing = true;
  LiveListeners troubled{{votes, channels,
                          [&](ChannelId) -> std::optional<voting::Vote> {
                            if (failing) throw store::StoreFailure("the disk is gone");
                            return std::nullopt;
                          },
                          time}};
  auto const stream = std::make_shared<Listening>();
  troubled.listen(troubled.take_place(channel).value(), std::nullopt, stream);
  EXPECT_EQ(troubled.run_due(time.now()), time.now() + limits::live_event_spacing) << "others are not held up";
  EXPECT_THAT(stream->events(), SizeIs(0));
  EXPECT_EQ(troubled.figures().unread, 1U);
  failing = false;
  time.advance(limits::live_event_spacing);
  troubled.run_due(time.now());
  EXPECT_THAT(stream->events(), SizeIs(1));
}

// Threads that come, go, count and renew at once: for the sanitizers, and nothing hangs.
TEST_F(LiveListenersTest, ManyThreadsAtOnce) {
  open(vote(7));
  SystemTime clock;
  LiveListeners busy{{votes, channels, [](ChannelId) { return std::optional<voting::Vote>{}; }, clock}};
  busy.start();
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    for (std::uint32_t ballots = 1; ballots <= 500; ++ballots) {
      votes.tally_changed(VoteId{7}, std::vector<std::uint32_t>{ballots, 0, 0});
      busy.counts_changed(*votes.find(VoteId{7}));
    }
  });
  threads.emplace_back([&] {
    for (int round = 0; round < 50; ++round) busy.end(channel);
  });
  for (int joiner = 0; joiner < 2; ++joiner) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        auto place = busy.take_place(channel);
        if (!place) continue;
        auto const stream = std::make_shared<Listening>();
        busy.listen(std::move(place).value(), std::nullopt, stream);
        if (round % 3 == 0) stream->close();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  busy.stop();
  EXPECT_LE(busy.figures().listeners, limits::live_listeners_per_channel);
}

}  // namespace
}  // namespace shipvote::service
