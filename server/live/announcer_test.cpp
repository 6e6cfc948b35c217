#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "live/announcer_testing.h"
#include "live/live_samples.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;

TEST_F(AnnouncerTest, TellsAVoteFromItsOpeningToItsEnd) {
  announcer.vote_opened(channel(1), vote(1));
  EXPECT_EQ(announcer.next_due(), noon);
  EXPECT_EQ(run(noon), 1U);
  EXPECT_EQ(sender.last().status, voting::VoteState::open);

  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{1, 0, 4});
  EXPECT_EQ(announcer.next_due(), noon + 1s);
  run_until(noon + 1s);
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_EQ(sender.last().live->snapshot.vote->ballots, 5U);
  EXPECT_EQ(sender.last().voted_ships.size(), 2U);

  LiveVote ended = vote(1);
  ended.counts = {1, 0, 6};
  ended.ballots = 7;
  announcer.vote_closed(channel(1), samples::closed(ended));
  run_until(noon + 1s);
  ASSERT_EQ(sender.sent.size(), 4U);
  EXPECT_EQ(decode_message(sender.sent[2].text)->voted_ships.size(), 2U);
  EXPECT_EQ(sender.last().status, voting::VoteState::closed);
  EXPECT_EQ(sender.last().live->snapshot.vote->winner->ballots, 6U);

  run_until(noon + 2min);
  EXPECT_EQ(sender.sent.size(), 7U);
  EXPECT_EQ(announcer.next_due(), std::nullopt);
  EXPECT_EQ(announcer.figures().channels, 0U);
}

TEST_F(AnnouncerTest, SequencesOnlyGrow) {
  announcer.vote_opened(channel(1), vote(1));
  for (std::uint32_t change = 1; change < 20; ++change) {
    announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{change, 0, 0});
    announcer.channel_changed(channel(1));
    run_until(time.now() + 500ms);
  }
  std::uint64_t last = 0;
  for (auto const& sent : sender.sent) {
    auto const sequence = decode_message(sent.text)->live->snapshot.sequence;
    EXPECT_GT(sequence, last);
    last = sequence;
  }
  EXPECT_GE(sender.sent.size(), 10U);
}

TEST_F(AnnouncerTest, EncodesTheNewestStateWhenItSends) {
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  for (std::uint32_t ballots = 1; ballots <= 1'000; ++ballots) {
    announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{ballots, 0, 0});
  }
  run_until(noon + 5s);
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_EQ(sender.last().live->snapshot.vote->ballots, 1'000U);
}

TEST_F(AnnouncerTest, CountsThatAreTheSameAreNoChange) {
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{0, 0, 0});
  EXPECT_EQ(announcer.next_due(), noon + limits::message_repeat);
}

TEST_F(AnnouncerTest, CountsOfAnotherOrAClosedVoteAreIgnored) {
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{1, 0, 0});
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  announcer.vote_changed(ChannelId{1}, VoteId{11}, std::vector<std::uint32_t>{1, 0, 0});
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{1, 0});
  EXPECT_EQ(announcer.next_due(), noon + limits::message_repeat);
  announcer.vote_closed(channel(1), samples::closed(vote(1)));
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{1, 0, 0});
  run_until(noon + 1min);
  for (auto const& sent : sender.sent) EXPECT_EQ(decode_message(sent.text)->live->snapshot.vote->ballots, 0U);
}

TEST_F(AnnouncerTest, ASlowChannelDelaysNoOther) {
  sender.hold = true;
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  sender.hold = false;
  announcer.vote_opened(channel(2), vote(2));
  for (std::uint32_t second = 1; second <= 10; ++second) {
    announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{second, 0, 0});
    announcer.vote_changed(ChannelId{2}, VoteId{12}, std::vector<std::uint32_t>{second, 0, 0});
    run_until(noon + second * 1s);
  }
  EXPECT_EQ(sender.sent.size(), 12U);  // one of the slow channel, the rest of the other
  sender.sent.front().done(sender.result);
  run_until(time.now());
  EXPECT_EQ(sender.sent.back().channel, ChannelId{1});
  EXPECT_EQ(sender.last().live->snapshot.vote->ballots, 10U);
}

TEST_F(AnnouncerTest, WakesTheTimerOnlyWhenSomethingIsDueEarlier) {
  EXPECT_EQ(announcer.next_due(), std::nullopt);
  announcer.vote_opened(channel(1), vote(1));
  EXPECT_EQ(wakes, 1);
  announcer.vote_opened(channel(2), vote(2));
  EXPECT_EQ(wakes, 1);
  run_until(noon);
  EXPECT_EQ(announcer.next_due(), noon + limits::message_repeat);
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{1, 0, 0});
  EXPECT_EQ(wakes, 2);
  announcer.vote_changed(ChannelId{1}, VoteId{12}, std::vector<std::uint32_t>{2, 0, 0});
  EXPECT_EQ(wakes, 2);
}

TEST_F(AnnouncerTest, AnswersAfterItsEndDoNothing) {
  sender.hold = true;
  {
    Announcer short_lived(sender, time, [] { return 0.5; }, [this] { ++wakes; });
    short_lived.vote_opened(channel(1), vote(1));
    short_lived.run_due(noon);
  }
  int const before = wakes;
  sender.sent.front().done(sender.result);
  EXPECT_EQ(wakes, before);
}

TEST_F(AnnouncerTest, ResumedVotesAreSpread) {
  for (std::uint64_t id = 1; id <= 3; ++id) announcer.vote_resumed(channel(id), vote(id));
  EXPECT_EQ(announcer.next_due(), noon + 7500ms);
  run_until(noon + 8s);
  EXPECT_EQ(sender.sent.size(), 3U);
}

TEST_F(AnnouncerTest, AMovedEndIsToldAtOnceAndThenOnceASecond) {
  announcer.vote_opened(channel(1), vote(1));
  run_until(noon + 4s);
  ASSERT_EQ(sender.sent.size(), 1U);
  announcer.vote_end_moved(ChannelId{1}, VoteId{12}, noon + 10min);
  run(time.now());
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_EQ(sender.last().type, MessageType::vote_status);
  EXPECT_EQ(sender.last().live->snapshot.vote->ends_at, noon + 10min);
  announcer.vote_end_moved(ChannelId{1}, VoteId{12}, noon + 10min);  // nothing new
  run_until(noon + 6s);
  EXPECT_EQ(sender.sent.size(), 2U);
  for (int minute = 11; minute <= 20; ++minute) {
    announcer.vote_end_moved(ChannelId{1}, VoteId{12}, noon + minute * 1min);
    run(time.now());
  }
  EXPECT_EQ(sender.sent.size(), 3U);
  announcer.vote_end_moved(ChannelId{1}, VoteId{12}, std::nullopt);
  run_until(noon + 7s);
  ASSERT_EQ(sender.sent.size(), 4U);
  EXPECT_EQ(sender.last().live->snapshot.vote->ends_at, std::nullopt);
}

TEST_F(AnnouncerTest, TheEndOfAnotherVoteChangesNothing) {
  announcer.vote_opened(channel(1), vote(1));
  run_until(noon + 1s);
  announcer.vote_end_moved(ChannelId{1}, VoteId{11}, noon + 10min);
  announcer.vote_end_moved(ChannelId{2}, VoteId{12}, noon + 10min);
  run_until(noon + 2s);
  EXPECT_EQ(sender.sent.size(), 1U);
}

TEST_F(AnnouncerTest, AForgottenChannelIsSilentAtOnce) {
  sender.hold = true;
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  announcer.channel_forgotten(ChannelId{1});
  EXPECT_EQ(announcer.next_due(), std::nullopt);
  sender.sent.front().done(sender.result);
  EXPECT_EQ(announcer.next_due(), std::nullopt);
  EXPECT_EQ(announcer.figures().channels, 0U);
}

TEST_F(AnnouncerTest, RejectedChannelsAreRetriedWhenSecretsWereRead) {
  sender.result.verdict = SendVerdict::rejected;
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  EXPECT_EQ(announcer.next_due(), noon + 30s);
  announcer.retry_rejected();
  EXPECT_EQ(announcer.next_due(), noon + 500ms);
  auto const figures = announcer.figures();
  EXPECT_EQ(figures.messages[static_cast<std::size_t>(MessageType::vote_status)]
                            [static_cast<std::size_t>(SendVerdict::rejected)],
            1U);
}

TEST_F(AnnouncerTest, ARunIsBoundedAndTheRestFollows) {
  for (std::uint64_t id = 1; id <= limits::messages_per_run + 5; ++id) announcer.vote_opened(channel(id), vote(id));
  EXPECT_EQ(run(noon), limits::messages_per_run);
  EXPECT_EQ(announcer.next_due(), noon);
  EXPECT_EQ(run(noon), 5U);
  EXPECT_EQ(announcer.figures().late, 0U);
}

TEST_F(AnnouncerTest, AVoteClosedWithoutBeingFollowedIsToldWithItsCounts) {
  announcer.vote_closed(channel(1), samples::closed(samples::vote(3, 4)));
  run_until(noon);
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_EQ(decode_message(sender.sent[0].text)->voted_ships.size(), 3U);
  EXPECT_EQ(decode_message(sender.sent[1].text)->status, voting::VoteState::closed);
}

// Answers from a thread of its own, as a client of Twitch does.
class FarSender final : public Sender {
 public:
  void send(ChannelId, std::string, Urgency, SendDone done) override {
    std::scoped_lock const lock(mutex);
    waiting.push_back(std::move(done));
  }
  void answer() {
    std::vector<SendDone> answers;
    {
      std::scoped_lock const lock(mutex);
      answers.swap(waiting);
    }
    for (auto const& done : answers) done({SendVerdict::accepted, std::nullopt, std::nullopt});
  }
  std::mutex mutex;
  std::vector<SendDone> waiting;
};

TEST(AnnouncerThreads, WriterSenderAndTimerMeetWithoutHarm) {
  HandTime time{noon};
  FarSender sender;
  std::atomic<int> wakes{0};
  Announcer announcer(sender, time, [] { return 0.5; }, [&] { ++wakes; });
  constexpr std::uint64_t channels = 50;
  for (std::uint64_t id = 1; id <= channels; ++id) {
    ChannelState state = samples::channel();
    state.id = ChannelId{id};
    announcer.vote_opened(state, samples::vote(5));
  }
  std::atomic<bool> stop{false};
  std::thread answers([&] {
    while (!stop) sender.answer();
  });
  std::thread timer([&] {
    while (!stop) {
      announcer.run_due(time.now());
      if (announcer.next_due()) time.advance(10ms);
    }
  });
  for (std::uint32_t ballots = 1; ballots <= 2'000; ++ballots) {
    announcer.vote_changed(ChannelId{1 + ballots % channels}, VoteId{12},
                           std::vector<std::uint32_t>{ballots, 0, 0, 0, 0});
  }
  stop = true;
  answers.join();
  timer.join();
  sender.answer();
  auto const figures = announcer.figures();
  EXPECT_EQ(figures.channels, channels);
}

}  // namespace
}  // namespace shipvote::live
