// The announcer where things go wrong: events in the wrong order, clocks set back, what does not get through.
#include <gmock/gmock.h>

#include "foundation/limits.h"
#include "live/announcer_testing.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using ::testing::HasSubstr;

constexpr ChannelId first_channel{1};
using Counts = std::vector<std::uint32_t>;

std::uint64_t sequence_of(Recorder::Sent const& sent) { return decode_message(sent.text)->live->snapshot.sequence; }

TEST_F(AnnouncerTest, ALateCloseOfTheVoteBeforeSilencesNobody) {
  auto const before = vote(1);
  announcer.vote_opened(channel(1), before);
  run(noon);
  auto next = vote(1);
  next.id = VoteId{before.id.value + 1};
  announcer.vote_opened(channel(1), next);
  announcer.vote_closed(channel(1), samples::closed(before));
  run_until(noon + 1s);
  EXPECT_EQ(sender.last().live->snapshot.vote->id, next.id);
  announcer.vote_changed(first_channel, next.id, Counts{1, 0, 0});
  run_until(noon + 3s);
  EXPECT_EQ(sender.last().live->snapshot.vote->ballots, 1U);
}

TEST_F(AnnouncerTest, AnOpeningThatIsToldAfterTheCloseOpensNothingAgain) {
  announcer.vote_closed(channel(1), samples::closed(samples::vote(3, 2)));
  run_until(noon);
  announcer.vote_opened(channel(1), vote(1));
  announcer.vote_resumed(channel(1), vote(1));
  announcer.vote_changed(first_channel, VoteId{12}, Counts{1, 0, 0});
  run_until(noon + 1min);
  ASSERT_GE(sender.sent.size(), 4U);
  for (auto const& sent : sender.sent) {
    auto const told = decode_message(sent.text)->live->snapshot.vote;
    EXPECT_EQ(told->state, voting::VoteState::closed);
    EXPECT_EQ(told->ballots, 6U);
  }
}

TEST_F(AnnouncerTest, CountsFromBeforeTheOpeningWasToldAreRead) {
  announcer.vote_changed(first_channel, VoteId{12}, Counts{3, 0, 0});  // nothing is known of the vote yet
  announcer.vote_opened(channel(1), vote(1));
  announcer.vote_recounted(first_channel, VoteId{12}, [] { return Counts{3, 0, 0}; });
  announcer.vote_recounted(first_channel, VoteId{11}, [] { return Counts{9, 9, 9}; });
  run_until(noon + 2s);
  EXPECT_EQ(sender.last().live->snapshot.vote->ballots, 3U);
}

TEST_F(AnnouncerTest, AClockSetBackStopsNothing) {
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  time.set(noon - 1h);
  EXPECT_EQ(run(noon - 1h), 0U);
  announcer.vote_changed(first_channel, VoteId{12}, Counts{1, 0, 0});
  run_until(noon - 1h + 1s);
  EXPECT_EQ(sender.sent.size(), 2U);
  EXPECT_GT(sequence_of(sender.sent.back()), sequence_of(sender.sent.front()));
}

TEST_F(AnnouncerTest, NumbersGrowWhenTheClockIsSetBackWhileAChannelIsForgotten) {
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  announcer.channel_forgotten(first_channel);
  time.set(noon - 1h);
  announcer.vote_opened(channel(1), vote(1));
  run(time.now());
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_GT(sequence_of(sender.sent.back()), sequence_of(sender.sent.front()));
}

TEST_F(AnnouncerTest, NumbersAreAboveThoseFromBeforeTheStart) {
  announcer.vote_resumed(channel(1), vote(1));
  announcer.numbers_above(sequence_at(noon + 1h));
  announcer.numbers_above(5);
  run_until(noon + 15s);
  announcer.vote_changed(first_channel, VoteId{12}, Counts{1, 0, 0});
  run_until(noon + 19s);
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_EQ(sequence_of(sender.sent.front()), sequence_at(noon + 1h) + 1);
  EXPECT_EQ(sequence_of(sender.sent.back()), sequence_at(noon + 1h) + 2);
}

TEST_F(AnnouncerTest, WhatIsLateShowsWhenItWasTaken) {
  sender.hold = true;
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  EXPECT_EQ(announcer.figures().late, 0U);
  time.set(noon + limits::urgent_message_late + 1ms);
  sender.sent.back().done(sender.result);
  EXPECT_EQ(announcer.figures().late, 1U);

  sender.result.verdict = SendVerdict::failed;
  announcer.vote_closed(channel(1), samples::closed(vote(1)));
  run(time.now());
  time.advance(10s);
  sender.sent.back().done(sender.result);
  EXPECT_EQ(announcer.figures().late, 1U) << "it was not taken at all";
}

TEST_F(AnnouncerTest, OpeningsAndClosesAreUrgentAndNothingElseIs) {
  announcer.vote_opened(channel(1), vote(1));
  run(noon);
  announcer.vote_changed(first_channel, VoteId{12}, Counts{1, 0, 0});
  run_until(noon + 20s);  // the counts, and a heartbeat
  announcer.channel_changed(channel(1));
  run_until(time.now());
  auto ended = vote(1);
  ended.counts = {2, 0, 0};
  announcer.vote_closed(channel(1), samples::closed(ended));
  run_until(time.now() + 20s);
  std::string urgencies;
  for (auto const& sent : sender.sent) urgencies += sent.urgency == Urgency::urgent ? '!' : '.';
  EXPECT_EQ(urgencies, "!...!!...");
}

TEST_F(AnnouncerTest, WhatCannotBeHandedOverIsTriedAgain) {
  testing::internal::CaptureStderr();
  sender.fault = true;
  announcer.vote_opened(channel(1), vote(1));
  EXPECT_EQ(run(noon), 1U);
  EXPECT_EQ(announcer.figures().faults, 1U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("live_fault what=messages channel=1"));
  EXPECT_EQ(announcer.next_due(), noon + 250ms);
  sender.fault = false;
  run_until(noon + 250ms);
  ASSERT_EQ(sender.sent.size(), 1U);
  EXPECT_EQ(sender.last().status, voting::VoteState::open);
  auto const figures = announcer.figures();
  auto const& status = figures.messages[static_cast<std::size_t>(MessageType::vote_status)];
  EXPECT_EQ(status[static_cast<std::size_t>(SendVerdict::failed)], 0U) << "Twitch said nothing to it";
  EXPECT_EQ(status[static_cast<std::size_t>(SendVerdict::accepted)], 1U);
}

TEST_F(AnnouncerTest, WhatWasTooLargeIsShortened) {
  sender.result.verdict = SendVerdict::too_large;
  LiveVote large = samples::vote(samples::fleet(900), samples::counts(900, 50'000));
  large.channel = first_channel;
  announcer.vote_opened(channel(1), large);
  run(noon);
  std::size_t const first = sender.sent.back().text.size();
  sender.result.verdict = SendVerdict::accepted;
  testing::internal::CaptureStderr();
  run_until(noon + 2s);
  ASSERT_EQ(sender.sent.size(), 2U);
  EXPECT_LE(sender.sent.back().text.size(), first * 3 / 4);
  EXPECT_EQ(announcer.figures().shortened, 1U);
  run_until(noon + 40s);  // heartbeats are as short
  EXPECT_GT(announcer.figures().shortened, 1U);
  auto const log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("live_message_shortened channel=1 vote=12"));
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << "one line a vote: " << log;
}

TEST_F(AnnouncerTest, ACloseThatReachesNobodyIsGivenUpAndLogged) {
  sender.result.verdict = SendVerdict::failed;
  announcer.vote_closed(channel(1), samples::closed(vote(1)));
  testing::internal::CaptureStderr();
  run_until(noon + 15min);
  EXPECT_EQ(announcer.figures().given_up, 1U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("live_message_given_up channel=1 vote=12"));
}

}  // namespace
}  // namespace shipvote::live
