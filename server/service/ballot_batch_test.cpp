#include "service/ballot_batch.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

namespace asio = boost::asio;
using voting::Ballot;
using voting::BallotVerdict;
using voting::PendingBallot;

// Keeps what it is given until the test gives it back; has room for `room`.
class HoldingBox final : public voting::BallotBox {
 public:
  bool cast(PendingBallot& ballot) noexcept override {
    std::lock_guard const lock{mutex_};
    if (held_.size() >= room) return false;
    held_.push_back(&ballot);
    return true;
  }
  std::vector<PendingBallot*> take() {
    std::lock_guard const lock{mutex_};
    return std::exchange(held_, {});
  }
  std::size_t room = SIZE_MAX;

 private:
  std::mutex mutex_;
  std::vector<PendingBallot*> held_;
};

void give_back(std::vector<PendingBallot*> const& ballots, BallotVerdict verdict) {
  for (std::size_t index = 0; index < ballots.size(); ++index) {
    ballots[index]->verdict = verdict;
    ballots[index]->next = index + 1 < ballots.size() ? ballots[index + 1] : nullptr;
  }
  if (!ballots.empty()) ballots.front()->give_back_to->give_back(ballots.front());
}

class BallotBatchTest : public ::testing::Test {
 protected:
  BallotBatchTest() {
    board.opened(sample_vote(7, 4711));
    board.opened(sample_vote(8, 4712));
  }
  // Until nothing more can be done without the box.
  std::future<std::vector<BallotVerdict>> start(std::vector<Ballot> const& ballots) {
    BatchWriter writer{ballots.size()};
    for (auto const& ballot : ballots) writer.add(ballot);
    bytes = std::move(writer).take();
    auto future = asio::co_spawn(loop, batches.cast(*BatchReader::of(bytes)), asio::use_future);
    go_on();
    return future;
  }
  void go_on() {
    loop.restart();
    loop.poll();
  }

  HandTime time;
  VoteBoard board{time};
  HoldingBox box;
  asio::io_context loop;
  std::string bytes;
  std::vector<std::pair<ChannelId, VoteId>> looked_up;
  BallotBatches batches{{box, board, time, [this](ChannelId channel, VoteId vote) -> asio::awaitable<Refusal> {
                           looked_up.emplace_back(channel, vote);
                           co_return voting::verdict_refusal(vote.value < 100 ? BallotVerdict::vote_closed
                                                                              : BallotVerdict::vote_not_found);
                         }}};
};

TEST_F(BallotBatchTest, IsAnsweredOnceAllOfItCameBackInWhateverPieces) {
  auto answer = start({sample_ballot(7, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(8, 4712, 3)});
  auto const held = box.take();
  ASSERT_EQ(held.size(), 3U);
  EXPECT_EQ(held[0]->ballot.cast_at, time.now()) << "one clock decides";
  give_back({held[2], held[0]}, BallotVerdict::accepted);
  go_on();
  EXPECT_NE(answer.wait_for(std::chrono::seconds{0}), std::future_status::ready);
  give_back({held[1]}, BallotVerdict::already_voted);
  go_on();
  EXPECT_EQ(answer.get(),
            (std::vector{BallotVerdict::accepted, BallotVerdict::already_voted, BallotVerdict::accepted}));
  EXPECT_EQ(batches.figures().batches, 1U);
  EXPECT_EQ(batches.figures().ballots.accepted, 2U);
  EXPECT_EQ(batches.figures().ballots.already_voted, 1U);
}

TEST_F(BallotBatchTest, AVoteOfAnotherChannelIsNotFound) {
  auto answer = start({sample_ballot(7, 4712, 1), sample_ballot(8, 4712, 2)});
  auto const held = box.take();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0]->ballot.vote, VoteId{8});
  give_back(held, BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(answer.get(), (std::vector{BallotVerdict::vote_not_found, BallotVerdict::accepted}));
}

TEST_F(BallotBatchTest, WhatTheBoxDoesNotTakeIsOverloaded) {
  box.room = 1;
  auto answer = start({sample_ballot(7, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(7, 4711, 3)});
  give_back(box.take(), BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(answer.get(), (std::vector{BallotVerdict::accepted, BallotVerdict::overloaded, BallotVerdict::overloaded}));
}

TEST_F(BallotBatchTest, ABatchThatTheBoxTakesNothingOfIsAnsweredAllTheSame) {
  box.room = 0;
  EXPECT_EQ(start({sample_ballot(7, 4711, 1)}).get(), std::vector{BallotVerdict::overloaded});
}

TEST_F(BallotBatchTest, VotesThatNobodyRemembersAreLookedUpOnceEach) {
  auto answer = start({sample_ballot(50, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(50, 4711, 3),
                       sample_ballot(200, 4711, 4), sample_ballot(50, 4712, 5)});
  EXPECT_EQ(looked_up.size(), 3U);
  auto const held = box.take();
  ASSERT_EQ(held.size(), 1U) << "the ledger works meanwhile";
  give_back(held, BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(answer.get(), (std::vector{BallotVerdict::vote_closed, BallotVerdict::accepted, BallotVerdict::vote_closed,
                                       BallotVerdict::vote_not_found, BallotVerdict::vote_closed}));
}

TEST_F(BallotBatchTest, OnlySoManyAreLookedUp) {
  std::vector<Ballot> ballots;
  for (std::uint32_t vote = 1'000; vote < 1'000 + limits::votes_looked_up_per_batch + 3; ++vote) {
    ballots.push_back(sample_ballot(vote, 4711, 1));
  }
  auto const verdicts = start(ballots).get();
  EXPECT_EQ(looked_up.size(), limits::votes_looked_up_per_batch);
  EXPECT_EQ(verdicts.front(), BallotVerdict::vote_not_found);
  EXPECT_EQ(verdicts.back(), BallotVerdict::overloaded) << "to be tried again";
}

// The ledger gives back from its own thread while the batch is still being handed over.
TEST_F(BallotBatchTest, GivesBackWhileCastingIsUnderWay) {
  std::vector<Ballot> const ballots(limits::ballots_per_batch, sample_ballot(7, 4711, 1));
  std::atomic<bool> stop{false};
  std::thread ledger{[&] {
    while (!stop) give_back(box.take(), BallotVerdict::accepted);
  }};
  for (int round = 0; round < 50; ++round) {
    auto answer = start(ballots);
    while (answer.wait_for(std::chrono::seconds{0}) != std::future_status::ready) go_on();
    EXPECT_EQ(answer.get(), std::vector<BallotVerdict>(ballots.size(), BallotVerdict::accepted));
  }
  stop = true;
  ledger.join();
}

}  // namespace
}  // namespace shipvote::service
