#include "service/edge_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <type_traits>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class EdgeFeedTest : public ::testing::Test {
 protected:
  // The feed's thread asks; what it asks is seen when it has.
  OutgoingRequest next_question() {
    while (calls.held() == 0) std::this_thread::yield();
    return calls.oldest();
  }
  static Changes page(std::uint64_t sequence, bool reset = false) {
    Changes changes;
    changes.place = {"abc", sequence, 3};
    changes.reset = reset;
    changes.live_messages = ops::LiveMessages::edges;
    return changes;
  }
  void answer(Changes const& changes) {
    (void)next_question();
    calls.answer_oldest(200, encode_changes(changes));
  }

  HandTime time;
  HeldCalls calls;
  VoteBoard votes{time};
  ChannelBoard channels;
  std::atomic<int> forgotten{0};  // channels
  EdgeMirror mirror{{votes,
                     channels,
                     time,
                     {1, 2},
                     {[](auto const&) {}, [](auto const&) {}, [](auto const&) {}, [](auto const&) {},
                      [](auto const&) {}, [this](auto) { ++forgotten; }},
                     [] {},
                     [] {}}};
  EdgeFeed feed{{calls, "http://web", "the-secret", "edge-1", 0xE1, {1, 2}, mirror, time, [] { return 0.5; }}};
};

TEST_F(EdgeFeedTest, AsksWhoItIsAndFromWhereItStands) {
  auto const first = next_question();
  EXPECT_EQ(first.url, "http://web/internal/changes?run=&after=0&floor=0&edge=edge-1&edge_run=e1&share=1%2F2");
  EXPECT_EQ(first.headers.front().second, "Bearer the-secret");
  EXPECT_GT(first.timeout, limits::changes_wait) << "or every quiet question would fail";
  EXPECT_FALSE(feed.in_step());
  auto changes = page(17, true);
  changes.votes = {sample_vote(1, 4711)};
  changes.more = true;
  answer(changes);
  EXPECT_THAT(next_question().url, HasSubstr("run=abc&after=17&floor=3&"));
  EXPECT_THAT(next_question().url, HasSubstr("wait=no")) << "there is more";
  EXPECT_FALSE(feed.in_step());
  answer(page(18));
  EXPECT_THAT(next_question().url, Not(HasSubstr("wait=no")));
  EXPECT_TRUE(feed.in_step());
  EXPECT_NE(votes.find(VoteId{1}), nullptr);
  EXPECT_EQ(feed.figures().answers, 2U);
  EXPECT_EQ(feed.figures().resets, 1U);
}

TEST_F(EdgeFeedTest, IsOutOfStepWhenNoAnswerComes) {
  answer(page(1, true));
  (void)next_question();
  EXPECT_TRUE(feed.in_step());
  time.advance(limits::edge_out_of_step);
  EXPECT_FALSE(feed.in_step());
}

// Pauses are not the wall clock's to decide, which can be set.
static_assert(!std::is_convertible_v<SystemTime*, SteadySource*>);
static_assert(std::is_same_v<decltype(EdgeFeed::Parts::time), SteadySource const&>);

class SilencedEdgeTest : public EdgeFeedTest {
 protected:
  SilencedEdgeTest() {
    auto changes = page(5, true);
    changes.votes = {sample_vote(1, 4710)};
    answer(changes);
    (void)next_question();
  }
  void fail_next() {
    auto const before = feed.figures().failures;
    (void)next_question();
    calls.answer_oldest(OutgoingResponse{401, {}, "{}"});
    while (feed.figures().failures == before) std::this_thread::yield();
  }
  void wait_for_silence(int number = 1) const {
    while (forgotten < number) std::this_thread::yield();
    EXPECT_TRUE(mirror.silent());
  }
};

TEST_F(SilencedEdgeTest, IsSilentWhenNoAnswerCameForLong) {
  time.advance(limits::edge_silenced - limits::changes_retry_longest);
  fail_next();
  EXPECT_FALSE(mirror.silent()) << "a restart of shipvote-web takes less";
  EXPECT_TRUE(mirror.sends());
  time.advance(limits::changes_retry_longest);
  wait_for_silence();
  EXPECT_FALSE(mirror.sends());
  answer(page(6));
  (void)next_question();
  EXPECT_TRUE(mirror.sends());
  time.advance(limits::edge_silenced);
  wait_for_silence(2);
}

TEST_F(SilencedEdgeTest, IsSilentAlsoWhileItsQuestionIsNotAnswered) {
  time.advance(limits::edge_silenced);
  wait_for_silence();
  EXPECT_EQ(calls.held(), 1U);
}

TEST_F(SilencedEdgeTest, SaysAgainAndAgainThatItCannotRead) {
  testing::internal::CaptureStderr();
  for (int second = 0; second <= 10; second += 5) {
    fail_next();
    time.advance(5s);
  }
  auto const told = testing::internal::GetCapturedStderr();
  std::size_t lines = 0;
  for (auto at = told.find("changes_not_read"); at != std::string::npos; at = told.find("changes_not_read", at + 1)) {
    ++lines;
  }
  EXPECT_EQ(lines, 2U) << told;
  EXPECT_THAT(told, HasSubstr("internal.secret"));
}

TEST_F(EdgeFeedTest, AfterAFailureItWaitsAndAsksForTheSame) {
  answer(page(5, true));
  (void)next_question();
  std::uint64_t failures = 0;
  for (auto const& result :
       {OutgoingResult{OutgoingFailure{false, "connection refused"}}, OutgoingResult{OutgoingResponse{401, {}, "{}"}},
        OutgoingResult{OutgoingResponse{200, {}, "<html>"}}, OutgoingResult{OutgoingResponse{500, {}, ""}}}) {
    calls.answer_oldest(result);
    while (feed.figures().failures == failures) std::this_thread::yield();
    ++failures;
    EXPECT_EQ(calls.held(), 0U) << "not at once";
    time.advance(limits::changes_retry_longest);
    EXPECT_THAT(next_question().url, HasSubstr("after=5&"));
  }
  answer(page(6));
  EXPECT_THAT(next_question().url, HasSubstr("after=6&"));
}

TEST_F(EdgeFeedTest, AsksForVotesThatANewRunDoesNotHave) {
  auto changes = page(5, true);
  changes.votes = {sample_vote(1, 4711), sample_vote(2, 4712)};
  answer(changes);
  answer(page(2, true));
  EXPECT_THAT(next_question().url,
              testing::AnyOf("http://web/internal/votes?ids=1,2", "http://web/internal/votes?ids=2,1"));
  Changes found;
  found.votes = {closed_sample(sample_vote(2, 4712), time.now())};
  answer(found);
  EXPECT_THAT(next_question().url, HasSubstr("/internal/changes?run=abc&after=2&"));
  EXPECT_TRUE(votes.open_votes().empty());
  EXPECT_EQ(votes.find(VoteId{1}), nullptr);
  EXPECT_FALSE(votes.find(VoteId{2})->open());
}

TEST_F(EdgeFeedTest, AnAnswerAfterTheEndIsDropped) {
  (void)next_question();
  feed.stop();
  auto changes = page(5, true);
  changes.votes = {sample_vote(1, 4711)};
  calls.answer_oldest(200, encode_changes(changes));
  EXPECT_EQ(votes.find(VoteId{1}), nullptr);
}

}  // namespace
}  // namespace shipvote::service
