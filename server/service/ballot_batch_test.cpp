#include "service/ballot_batch.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
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

using Answer = std::future<std::optional<Outcome<BatchAnswer>>>;

// A future wants something that can be empty.
asio::awaitable<std::optional<Outcome<BatchAnswer>>> answer_of(BallotBatches& batches, BatchReader batch) {
  co_return co_await batches.cast(batch);
}

class BallotBatchTest : public ::testing::Test {
 protected:
  BallotBatchTest() {
    board.opened(sample_vote(7, 4711));
    board.opened(sample_vote(8, 4712));
  }
  // Until nothing more can be done without the box.
  Answer start(std::vector<Ballot> const& ballots) { return start(ballots, batches); }
  Answer start(std::vector<Ballot> const& ballots, BallotBatches& with, std::chrono::milliseconds ago = {}) {
    BatchWriter writer{ballots.size(), time.now() - ago};
    for (auto const& ballot : ballots) writer.add(ballot);
    bytes = std::move(writer).take();
    auto future = asio::co_spawn(loop, answer_of(with, *BatchReader::of(bytes)), asio::use_future);
    go_on();
    return future;
  }
  static bool is_ready(Answer const& answer) {
    return answer.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  }
  static std::vector<BallotVerdict> verdicts_of(Answer& answer) { return answer.get()->value().verdicts; }
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
  EXPECT_FALSE(is_ready(answer));
  give_back({held[1]}, BallotVerdict::already_voted);
  go_on();
  EXPECT_EQ(verdicts_of(answer),
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
  EXPECT_EQ(verdicts_of(answer), (std::vector{BallotVerdict::vote_not_found, BallotVerdict::accepted}));
}

TEST_F(BallotBatchTest, WhatTheBoxDoesNotTakeIsOverloaded) {
  box.room = 1;
  auto answer = start({sample_ballot(7, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(7, 4711, 3)});
  give_back(box.take(), BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(verdicts_of(answer),
            (std::vector{BallotVerdict::accepted, BallotVerdict::overloaded, BallotVerdict::overloaded}));
}

TEST_F(BallotBatchTest, ABatchThatTheBoxTakesNothingOfIsAnsweredAllTheSame) {
  box.room = 0;
  auto answer = start({sample_ballot(7, 4711, 1)});
  EXPECT_EQ(verdicts_of(answer), std::vector{BallotVerdict::overloaded});
}

TEST_F(BallotBatchTest, VotesThatNobodyRemembersAreLookedUpOnceEach) {
  auto answer = start({sample_ballot(50, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(50, 4711, 3),
                       sample_ballot(200, 4711, 4), sample_ballot(50, 4712, 5)});
  EXPECT_EQ(looked_up.size(), 3U);
  auto const held = box.take();
  ASSERT_EQ(held.size(), 1U) << "the ledger works meanwhile";
  give_back(held, BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(verdicts_of(answer),
            (std::vector{BallotVerdict::vote_closed, BallotVerdict::accepted, BallotVerdict::vote_closed,
                         BallotVerdict::vote_not_found, BallotVerdict::vote_closed}));
}

TEST_F(BallotBatchTest, DecidedBallotsDoNotWaitForADatabaseThatDoesNotAnswer) {
  asio::steady_timer never{loop, asio::steady_timer::time_point::max()};
  int asked = 0;
  BallotBatches impatient{{box, board, time,
                           [&](ChannelId, VoteId) -> asio::awaitable<Refusal> {
                             ++asked;
                             co_await never.async_wait(asio::use_awaitable);
                             co_return voting::verdict_refusal(BallotVerdict::vote_closed);
                           },
                           std::chrono::milliseconds{0}}};
  auto answer = start({sample_ballot(50, 4711, 1), sample_ballot(7, 4711, 2), sample_ballot(51, 4711, 3)}, impatient);
  give_back(box.take(), BallotVerdict::accepted);
  for (int tries = 0; tries < 100 && !is_ready(answer); ++tries) go_on();
  ASSERT_TRUE(is_ready(answer));
  EXPECT_EQ(verdicts_of(answer),
            (std::vector{BallotVerdict::overloaded, BallotVerdict::accepted, BallotVerdict::overloaded}));
  never.expires_after(std::chrono::seconds{0});
  go_on();
  EXPECT_EQ(asked, 1) << "nobody waits for the others any more";
}

// What an edge has given up must not count behind what its viewers sent afterwards.
TEST_F(BallotBatchTest, ABatchThatComesLateIsRefusedWhole) {
  for (auto const ago : {limits::batch_late, -limits::batch_late}) {
    auto late = start({sample_ballot(7, 4711, 1), sample_ballot(50, 4711, 2)}, batches, ago);
    ASSERT_TRUE(is_ready(late));
    EXPECT_EQ(late.get()->refusal().code, RefusalCode::overloaded) << "by a clock that is ahead, too";
  }
  EXPECT_TRUE(box.take().empty());
  EXPECT_TRUE(looked_up.empty());
  EXPECT_EQ(batches.figures().late, 2U);
  EXPECT_EQ(batches.figures().batches, 0U);
  constexpr std::chrono::milliseconds moment{1};
  auto in_time = start({sample_ballot(7, 4711, 1)}, batches, limits::batch_late - moment);
  give_back(box.take(), BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(verdicts_of(in_time), std::vector{BallotVerdict::accepted});
}

TEST_F(BallotBatchTest, CountsComeBackForVotesWhoseVotersMaySeeThem) {
  auto shown = sample_vote(9, 4713);
  shown.visibility = voting::ResultVisibility::after_ballot;
  board.opened(shown);
  auto refused = sample_vote(10, 4714);
  refused.visibility = voting::ResultVisibility::after_ballot;
  board.opened(refused);
  auto answer = start(
      {sample_ballot(9, 4713, 1), sample_ballot(7, 4711, 1), sample_ballot(9, 4713, 2), sample_ballot(10, 4714, 1)});
  auto const held = box.take();
  board.tally_changed(VoteId{7}, std::vector<std::uint32_t>{0, 1, 0});
  board.tally_changed(VoteId{9}, std::vector<std::uint32_t>{3, 2, 0});
  give_back({held[3]}, BallotVerdict::already_voted);
  give_back({held[0], held[1], held[2]}, BallotVerdict::accepted);
  go_on();
  EXPECT_EQ(answer.get()->value().tallies, (std::vector{ToldTally{VoteId{9}, {3, 2, 0}}}));
}

TEST_F(BallotBatchTest, OnlySoManyCountsComeBack) {
  constexpr auto most = limits::counts_per_batch_answer / limits::ships_per_vote;
  auto large = sample_vote(0, 0);
  large.visibility = voting::ResultVisibility::after_ballot;
  large.ships.resize(limits::ships_per_vote, ShipId{1});
  large.counts.resize(limits::ships_per_vote);
  std::vector<Ballot> ballots;
  for (std::uint32_t id = 100; id < 100 + most + 2; ++id) {
    large.id = VoteId{id};
    large.channel = ChannelId{id};
    board.opened(large);
    ballots.push_back(sample_ballot(id, id, 1));
  }
  auto answer = start(ballots);
  give_back(box.take(), BallotVerdict::accepted);
  go_on();
  auto const told = answer.get()->value();
  EXPECT_EQ(told.tallies.size(), most);
  EXPECT_LE(encode_answer(told).size(), limits::outgoing_answer_bytes);
}

TEST_F(BallotBatchTest, OnlySoManyAreLookedUp) {
  std::vector<Ballot> ballots;
  for (std::uint32_t vote = 1'000; vote < 1'000 + limits::votes_looked_up_per_batch + 3; ++vote) {
    ballots.push_back(sample_ballot(vote, 4711, 1));
  }
  auto answer = start(ballots);
  auto const verdicts = verdicts_of(answer);
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
    while (!is_ready(answer)) go_on();
    EXPECT_EQ(verdicts_of(answer), std::vector<BallotVerdict>(ballots.size(), BallotVerdict::accepted));
  }
  stop = true;
  ledger.join();
}

}  // namespace
}  // namespace shipvote::service
