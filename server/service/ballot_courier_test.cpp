#include "service/ballot_courier.h"

#include <gtest/gtest.h>

#include <atomic>
#include <list>
#include <thread>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "service/batch_wire.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using voting::Ballot;
using voting::BallotVerdict;
using voting::PendingBallot;

class BallotCourierTest : public ::testing::Test {
 protected:
  // Leaves nothing unanswered, so that the courier can end.
  ~BallotCourierTest() override {
    stop_and([this] { calls.answer_oldest(OutgoingFailure{false, "the test is over"}); });
  }
  // Stops the courier, answering every batch that it still sends.
  template <class AnswerOne>
  void stop_and(AnswerOne answer_one) {
    std::atomic<bool> stopped{false};
    std::thread stopping{[&] {
      courier.stop();
      stopped = true;
    }};
    while (!stopped) {
      if (calls.held() > 0) answer_one();
    }
    stopping.join();
  }
  PendingBallot& pending(Ballot const& ballot) {
    auto& added = ballots.emplace_back();
    added.ballot = ballot;
    added.give_back_to = &returns;
    return added;
  }
  // Long after the batch before.
  PendingBallot& cast(Ballot const& ballot) {
    time.advance(limits::batch_spacing);
    return cast_now(ballot);
  }
  PendingBallot& cast_now(Ballot const& ballot) {
    auto& added = pending(ballot);
    EXPECT_TRUE(courier.cast(added));
    return added;
  }
  std::size_t in_oldest_batch() {
    auto const request = calls.oldest();
    auto const batch = BatchReader::of(request.body);
    return batch ? batch->size() : 0;
  }
  void answer(std::vector<BallotVerdict> const& verdicts, std::vector<ToldTally> const& tallies = {}) {
    calls.answer_oldest(200, encode_answer({verdicts, tallies}));
  }
  void answer_all(BallotVerdict verdict) { answer(std::vector<BallotVerdict>(in_oldest_batch(), verdict)); }

  HandTime time;
  HandTime clock;
  VoteBoard board{time};
  HeldCalls calls;
  RememberingReturn returns;
  std::list<PendingBallot> ballots;  // never moves them
  BallotCourier courier{{calls, "http://web", "the-secret", board, time, clock}};
};

TEST_F(BallotCourierTest, ALoneBallotLeavesAtOnceWithTheSecret) {
  auto const& ballot = cast(sample_ballot(7, 4711, 1));
  ASSERT_EQ(calls.held(), 1U);
  auto const request = calls.oldest();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://web/internal/ballots");
  EXPECT_EQ(request.headers.front().second, "Bearer the-secret");
  EXPECT_EQ(request.timeout, limits::batch_timeout);
  EXPECT_EQ(BatchReader::of(request.body)->at(0, {}).vote, VoteId{7});
  EXPECT_EQ(BatchReader::of(request.body)->sent_at(), clock.now());
  EXPECT_TRUE(returns.returned().empty()) << "not before it is known";
  answer({BallotVerdict::accepted});
  ASSERT_EQ(returns.returned().size(), 1U);
  EXPECT_EQ(ballot.verdict, BallotVerdict::accepted);
}

TEST_F(BallotCourierTest, WhileTwoBatchesAreOnTheirWayFurtherBallotsGather) {
  for (std::uint8_t viewer = 0; viewer < 10; ++viewer) cast(sample_ballot(7, 4711, viewer));
  EXPECT_EQ(calls.held(), limits::batches_in_flight);
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(calls.held(), limits::batches_in_flight);
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(in_oldest_batch(), 8U) << "all that had gathered";
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(returns.returned().size(), 10U);
  EXPECT_EQ(courier.figures().batches, 3U);
  EXPECT_EQ(courier.figures().ballots, 10U);
  EXPECT_EQ(courier.figures().waiting, 0U);
}

TEST_F(BallotCourierTest, BatchesLeaveAPauseApart) {
  cast_now(sample_ballot(7, 4711, 1));
  ASSERT_EQ(calls.held(), 1U);
  answer({BallotVerdict::accepted});
  cast_now(sample_ballot(7, 4711, 2));
  cast_now(sample_ballot(7, 4711, 3));
  EXPECT_EQ(calls.held(), 0U) << "a batch costs as much as many ballots";
  time.advance(limits::batch_spacing);
  while (calls.held() == 0) std::this_thread::yield();
  EXPECT_EQ(in_oldest_batch(), 2U) << "nothing else had to happen";
}

TEST_F(BallotCourierTest, WhenEnoughHaveGatheredTheyNeedNotWait) {
  cast_now(sample_ballot(7, 4711, 1));
  for (std::size_t count = 1; count < limits::ballots_worth_a_batch; ++count) cast_now(sample_ballot(7, 4711, 2));
  EXPECT_EQ(calls.held(), 1U);
  cast_now(sample_ballot(7, 4711, 3));
  EXPECT_EQ(calls.held(), 2U);
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(in_oldest_batch(), limits::ballots_worth_a_batch);
}

TEST_F(BallotCourierTest, EachBallotGetsItsOwnVerdict) {
  cast(sample_ballot(1, 4711, 0));
  cast(sample_ballot(1, 4711, 1));
  std::vector<PendingBallot const*> third;
  for (std::uint8_t viewer = 2; viewer < 6; ++viewer) third.push_back(&cast(sample_ballot(1, 4711, viewer)));
  answer_all(BallotVerdict::accepted);
  answer_all(BallotVerdict::accepted);
  answer({BallotVerdict::accepted, BallotVerdict::already_voted, BallotVerdict::vote_closed,
          BallotVerdict::ship_not_on_vote});
  EXPECT_EQ(third[0]->verdict, BallotVerdict::accepted);
  EXPECT_EQ(third[1]->verdict, BallotVerdict::already_voted);
  EXPECT_EQ(third[2]->verdict, BallotVerdict::vote_closed);
  EXPECT_EQ(third[3]->verdict, BallotVerdict::ship_not_on_vote);
}

TEST_F(BallotCourierTest, ABatchIsNeverLargerThanItMayBe) {
  std::size_t const many = limits::ballots_per_batch + 100;
  for (std::size_t count = 0; count < many; ++count) cast(sample_ballot(7, 4711, 1));
  answer_all(BallotVerdict::accepted);
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(in_oldest_batch(), limits::ballots_per_batch);
  stop_and([this] { answer_all(BallotVerdict::accepted); });
  EXPECT_EQ(returns.returned().size(), many);
}

TEST_F(BallotCourierTest, WithoutAnAnswerNobodyIsToldThatABallotCounts) {
  auto const& unreachable = cast(sample_ballot(7, 4711, 1));
  calls.answer_oldest(OutgoingFailure{true, "timed out"});
  EXPECT_EQ(unreachable.verdict, BallotVerdict::outcome_unknown);
  auto const& wrong_secret = cast(sample_ballot(7, 4711, 2));
  calls.answer_oldest(401, "{}");
  EXPECT_EQ(wrong_secret.verdict, BallotVerdict::storage_failed) << "refused whole";
  auto const& garbled = cast(sample_ballot(7, 4711, 3));
  calls.answer_oldest(200, "accepted, all of them");
  EXPECT_EQ(garbled.verdict, BallotVerdict::outcome_unknown);
  auto const& too_few = cast(sample_ballot(7, 4711, 4));
  answer({BallotVerdict::accepted, BallotVerdict::accepted});
  EXPECT_EQ(too_few.verdict, BallotVerdict::outcome_unknown);
  auto const& busy = cast(sample_ballot(7, 4711, 5));
  calls.answer_oldest(503, "{}");
  EXPECT_EQ(busy.verdict, BallotVerdict::overloaded);
  auto const& failed_there = cast(sample_ballot(7, 4711, 6));
  calls.answer_oldest(500, "{}");
  EXPECT_EQ(failed_there.verdict, BallotVerdict::outcome_unknown);
  auto const& never_left = cast(sample_ballot(7, 4711, 7));
  calls.answer_oldest(OutgoingFailure{false, "connection refused", false});
  EXPECT_EQ(never_left.verdict, BallotVerdict::overloaded) << "nothing can have been done";
  EXPECT_EQ(courier.figures().failed_batches, 7U);
  auto const& again = cast(sample_ballot(7, 4711, 8));
  answer({BallotVerdict::accepted});
  EXPECT_EQ(again.verdict, BallotVerdict::accepted) << "goes on by itself";
}

TEST_F(BallotCourierTest, NobodyWaitsBehindBatchesThatHang) {
  for (std::size_t count = 0; count < 2 + 2 * limits::ballots_per_batch; ++count) cast(sample_ballot(7, 4711, 1));
  std::vector<PendingBallot const*> behind;
  for (std::size_t count = 0; count < 1'000; ++count) behind.push_back(&cast(sample_ballot(7, 4711, 2)));
  answer_all(BallotVerdict::accepted);
  answer_all(BallotVerdict::accepted);
  EXPECT_EQ(in_oldest_batch(), limits::ballots_per_batch);
  std::vector<PendingBallot const*> later;
  for (std::size_t count = 0; count < 100; ++count) later.push_back(&cast(sample_ballot(7, 4711, 3)));
  ASSERT_EQ(returns.returned().size(), 2U);

  calls.answer_oldest(OutgoingFailure{true, "timed out"});
  EXPECT_EQ(returns.returned().size(), 2U + limits::ballots_per_batch + behind.size());
  for (auto const* ballot : behind) EXPECT_EQ(ballot->verdict, BallotVerdict::overloaded) << "it never left";
  EXPECT_EQ(courier.figures().given_up, behind.size());
  calls.answer_oldest(OutgoingFailure{true, "timed out"});
  EXPECT_EQ(in_oldest_batch(), later.size()) << "they have not waited that long";
  answer_all(BallotVerdict::accepted);
  for (auto const* ballot : later) EXPECT_EQ(ballot->verdict, BallotVerdict::accepted);
  EXPECT_EQ(courier.figures().waiting, 0U);
}

TEST_F(BallotCourierTest, ASecondBallotIsRefusedWithoutAskingWhileTheVoteIsOpen) {
  auto const vote = sample_vote(7, 4711);
  board.opened(vote);
  cast(sample_ballot(7, 4711, 1));
  cast(sample_ballot(7, 4711, 2));
  answer({BallotVerdict::accepted});
  answer({BallotVerdict::already_voted});
  EXPECT_EQ(cast(sample_ballot(7, 4711, 1, 20)).verdict, BallotVerdict::already_voted);
  EXPECT_EQ(cast(sample_ballot(7, 4711, 2)).verdict, BallotVerdict::already_voted);
  EXPECT_EQ(calls.held(), 0U);
  EXPECT_EQ(courier.figures().answered_here, 2U);
  cast(sample_ballot(8, 4711, 1));
  EXPECT_EQ(calls.held(), 1U) << "another vote";
  answer({BallotVerdict::vote_not_found});

  EXPECT_EQ(courier.figures().voters_remembered, 2U);
  board.closed(closed_sample(vote, time.now()));
  courier.votes_ended();
  EXPECT_EQ(courier.figures().voters_remembered, 0U);
}

TEST_F(BallotCourierTest, WhatShipvoteWebMayHaveLostIsNotHeldAgainstAnybody) {
  board.opened(sample_vote(7, 4711));
  cast(sample_ballot(7, 4711, 1));
  answer({BallotVerdict::accepted});
  EXPECT_EQ(courier.figures().voters_remembered, 1U);
  courier.forget_voters();
  EXPECT_EQ(courier.figures().voters_remembered, 0U);
  cast(sample_ballot(7, 4711, 1));
  EXPECT_EQ(calls.held(), 1U) << "shipvote-web decides";
}

TEST_F(BallotCourierTest, CountsGoToTheAcceptedBallotsOfTheirVote) {
  cast(sample_ballot(1, 4711, 0));
  cast(sample_ballot(1, 4711, 1));
  auto const& counted = cast(sample_ballot(7, 4711, 2));
  auto const& refused = cast(sample_ballot(7, 4711, 3));
  auto const& of_another_vote = cast(sample_ballot(8, 4711, 4));
  answer_all(BallotVerdict::accepted);
  answer_all(BallotVerdict::accepted);
  answer({BallotVerdict::accepted, BallotVerdict::already_voted, BallotVerdict::accepted},
         {{VoteId{7}, {1, 0, 2}}, {VoteId{9}, {4}}});
  ASSERT_NE(counted.counts, nullptr);
  EXPECT_EQ(*counted.counts, (std::vector<std::uint32_t>{1, 0, 2}));
  EXPECT_EQ(refused.counts, nullptr);
  EXPECT_EQ(of_another_vote.counts, nullptr);
}

TEST_F(BallotCourierTest, WhoseBallotWasNotStoredMayTryAgain) {
  board.opened(sample_vote(7, 4711));
  cast(sample_ballot(7, 4711, 1));
  cast(sample_ballot(7, 4711, 1));
  EXPECT_EQ(calls.held(), 2U) << "the first may still fail";
  calls.answer_oldest(OutgoingFailure{true, "timed out"});
  calls.answer_oldest(OutgoingFailure{true, "timed out"});
  cast(sample_ballot(7, 4711, 1));
  EXPECT_EQ(calls.held(), 1U);
}

TEST_F(BallotCourierTest, WhereBallotsMayChangeEveryOneIsPassedOn) {
  auto vote = sample_vote(7, 4711);
  vote.ballots_may_change = true;
  board.opened(vote);
  for (int time_cast = 0; time_cast < 3; ++time_cast) {
    cast(sample_ballot(7, 4711, 1));
    ASSERT_EQ(calls.held(), 1U);
    answer({BallotVerdict::accepted});
  }
}

TEST_F(BallotCourierTest, TakesNoMoreThanMayWait) {
  for (std::size_t count = 0; count < limits::ballots_waiting; ++count) cast(sample_ballot(7, 4711, 1));
  EXPECT_FALSE(courier.cast(pending(sample_ballot(7, 4711, 2))));
  auto const freed = in_oldest_batch();
  answer_all(BallotVerdict::accepted);
  for (std::size_t count = 0; count < freed; ++count) cast(sample_ballot(7, 4711, 1));
  EXPECT_FALSE(courier.cast(pending(sample_ballot(7, 4711, 2))));
}

TEST_F(BallotCourierTest, StoppingWaitsForEverythingAndTakesNoMore) {
  cast_now(sample_ballot(7, 4711, 1));
  cast_now(sample_ballot(7, 4711, 2));
  EXPECT_EQ(calls.held(), 1U);
  stop_and([this] { answer_all(BallotVerdict::accepted); });
  EXPECT_EQ(returns.returned().size(), 2U) << "what had gathered is sent";
  for (auto const& ballot : ballots) EXPECT_EQ(ballot.verdict, BallotVerdict::accepted);
  EXPECT_FALSE(courier.cast(pending(sample_ballot(7, 4711, 3))));
}

// Answers on a thread of its own, as the HTTP client does.
class AnsweringCalls final : public OutgoingCaller {
 public:
  ~AnsweringCalls() override {
    stopping_ = true;
    thread_.join();
  }
  void call(OutgoingRequest request, OutgoingDone done) override { held_.call(std::move(request), std::move(done)); }

 private:
  void run() {
    while (!stopping_ || held_.held() > 0) {
      if (held_.held() == 0) {
        std::this_thread::yield();
        continue;
      }
      auto const size = BatchReader::of(held_.oldest().body)->size();
      held_.answer_oldest(200, encode_answer({std::vector<BallotVerdict>(size, BallotVerdict::accepted), {}}));
    }
  }
  HeldCalls held_;
  std::atomic<bool> stopping_{false};
  std::thread thread_{[this] { run(); }};
};

TEST(BallotCourierThreadsTest, EveryBallotOfEveryThreadComesBackOnce) {
  constexpr std::size_t threads = 4;
  constexpr std::size_t each = 2'000;
  SteadyTime const time;
  SystemTime const clock;
  VoteBoard board{clock};
  board.opened(sample_vote(7, 4711));
  AnsweringCalls calls;
  RememberingReturn returns;
  std::vector<std::vector<PendingBallot>> ballots(threads);
  {
    BallotCourier courier{{calls, "http://web", "the-secret", board, time, clock}};
    std::vector<std::thread> casting;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      casting.emplace_back([&, thread] {
        ballots[thread].resize(each);
        for (std::size_t count = 0; count < each; ++count) {
          auto& ballot = ballots[thread][count];
          ballot.ballot = sample_ballot(7, 4711, static_cast<std::uint8_t>(thread));
          ballot.ballot.viewer.bytes[0] = static_cast<std::uint8_t>(count);
          ballot.ballot.viewer.bytes[1] = static_cast<std::uint8_t>(count >> 8U);
          ballot.give_back_to = &returns;
          ASSERT_TRUE(courier.cast(ballot));
        }
      });
    }
    for (auto& thread : casting) thread.join();
    courier.stop();
    EXPECT_EQ(courier.figures().ballots, threads * each);
  }
  auto returned = returns.returned();
  EXPECT_EQ(returned.size(), threads * each);
  std::sort(returned.begin(), returned.end());
  EXPECT_EQ(std::unique(returned.begin(), returned.end()), returned.end());
}

}  // namespace
}  // namespace shipvote::service
