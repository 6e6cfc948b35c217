// Group commit, order of arrival, overload, and many threads at once.
#include <gmock/gmock.h>

#include <barrier>
#include <numeric>
#include <thread>

#include "foundation/limits.h"
#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using ::testing::Each;
using ::testing::ElementsAre;
using voting::BallotVerdict;
using voting::CloseReason;

// A store whose writer is held at its first tally, by a ballot of its own.
class HeldWriter : public ::testing::Test {
 protected:
  HeldWriter() : store_(open_store(folder_.path())) {
    store_->listen(&gate_);
    vote_ = store_->open_vote(new_vote(1), 1, at(0)).value().id;
    first_.ballot = ballot(vote_, 1'000'000, 0);
    first_.give_back_to = &verdicts_;
    EXPECT_TRUE(store_->cast(first_));
    gate_.wait_until_reached();
  }
  ~HeldWriter() override { gate_.open(); }

  voting::PendingBallot& cast(voting::Ballot const& one, voting::BallotReturn& to) {
    auto& pending = pending_.emplace_back();
    pending.ballot = one;
    pending.give_back_to = &to;
    EXPECT_TRUE(store_->cast(pending));
    return pending;
  }
  void let_go() {
    gate_.open();
    verdicts_.wait_for(1 + pending_.size());
  }

  TemporaryFolder folder_;
  Gate gate_;
  Verdicts verdicts_;
  voting::PendingBallot first_;
  std::deque<voting::PendingBallot> pending_;
  std::unique_ptr<Store> store_;
  VoteId vote_;
};

TEST_F(HeldWriter, OneGroupIsOneCommitAndCountsAViewerOnce) {
  auto const commits = store_->figures().commits;
  auto const& once = cast(ballot(vote_, 1, 1), verdicts_);
  auto const& again = cast(ballot(vote_, 1, 2), verdicts_);
  auto const& other = cast(ballot(vote_, 2, 2), verdicts_);
  EXPECT_EQ(store_->figures().ballots_waiting, 4U);  // the one whose tally is being told included
  let_go();
  EXPECT_EQ(once.verdict, BallotVerdict::accepted);
  EXPECT_EQ(again.verdict, BallotVerdict::already_voted);
  EXPECT_EQ(other.verdict, BallotVerdict::accepted);
  EXPECT_EQ(store_->figures().commits, commits + 1);
  EXPECT_THAT(store_->vote(vote_)->counts, ElementsAre(1, 1, 1));
  EXPECT_EQ(cast_one(*store_, ballot(vote_, 2, 0)), BallotVerdict::already_voted);  // and across groups
  EXPECT_TRUE(store_->recount(vote_).exact());
}

TEST_F(HeldWriter, EachReturnIsCalledOnceForItsGroup) {
  Verdicts others;
  for (std::uint64_t number = 0; number < 10; ++number) {
    (void)cast(ballot(vote_, number, 0), number % 2 == 0 ? verdicts_ : others);
  }
  gate_.open();
  verdicts_.wait_for(1 + 5);
  others.wait_for(5);
  EXPECT_EQ(verdicts_.calls(), 2U);
  EXPECT_EQ(others.calls(), 1U);
}

TEST_F(HeldWriter, TurnsAwayWhatWouldWaitTooLong) {
  auto const room = limits::ballots_waiting - 1;  // the first ballot still waits
  for (std::uint64_t number = 0; number < room; ++number) (void)cast(ballot(vote_, number, 0), verdicts_);
  voting::PendingBallot too_many;
  too_many.ballot = ballot(vote_, 5'000'000, 0);
  too_many.give_back_to = &verdicts_;
  EXPECT_FALSE(store_->cast(too_many));
  let_go();
  for (auto const& pending : pending_) EXPECT_EQ(pending.verdict, BallotVerdict::accepted);
  EXPECT_TRUE(store_->cast(too_many));
  verdicts_.wait_for(2 + pending_.size());
  EXPECT_EQ(too_many.verdict, BallotVerdict::accepted);
  EXPECT_TRUE(store_->recount(vote_).exact());
}

TEST_F(HeldWriter, StopCommitsAndAnswersWhatWaits) {
  for (std::uint64_t number = 0; number < 100; ++number) (void)cast(ballot(vote_, number, 0), verdicts_);
  std::thread stopping{[&] { store_->stop(); }};
  gate_.open();
  stopping.join();
  EXPECT_EQ(verdicts_.returned(), 101U);
  for (auto const& pending : pending_) EXPECT_EQ(pending.verdict, BallotVerdict::accepted);
  EXPECT_EQ(store_->recount(vote_).rows, 101U);
}

TEST_F(HeldWriter, AVoteClosesBetweenTheBallotsBeforeAndAfter) {
  auto const& before = cast(ballot(vote_, 1, 1), verdicts_);
  Outcome<voting::Vote> closed = Refusal{RefusalCode::internal, ""};
  std::thread closing{[&] { closed = store_->close_vote(vote_, CloseReason::broadcaster, at(20)); }};
  gate_.open();
  closing.join();
  EXPECT_EQ(before.verdict, BallotVerdict::accepted);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed.value().ballots(), 2U);
  EXPECT_EQ(cast_one(*store_, ballot(vote_, 2, 1)), BallotVerdict::vote_closed);
}

class LatestTally final : public TallyListener {
 public:
  void tally_changed(VoteId /*vote*/, std::span<std::uint32_t const> counts) noexcept override {
    std::lock_guard const guard{mutex_};
    counts_.assign(counts.begin(), counts.end());
  }
  [[nodiscard]] std::vector<std::uint32_t> counts() {
    std::lock_guard const guard{mutex_};
    return counts_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::uint32_t> counts_;
};

TEST(Ledger, TellsTheTallyBeforeTheVoter) {
  TemporaryFolder const folder;
  LatestTally tally;
  auto const store = open_store(folder.path());
  store->listen(&tally);
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  for (std::uint32_t number = 1; number <= 5; ++number) {
    (void)cast_one(*store, ballot(vote, number, 1));
    EXPECT_THAT(tally.counts(), ElementsAre(0, number, 0));
  }
  (void)cast_one(*store, ballot(vote, 1, 0));
  EXPECT_THAT(tally.counts(), ElementsAre(0, 5, 0));
}

// Casts from several threads, a window of ballots each, until told to end or out of viewers. Some viewers try twice.
struct Crowd {
  Crowd(Store& in, VoteId of) : store(in), vote(of) {}

  void run(std::uint64_t thread_number, std::size_t rounds) {
    for (std::size_t round = 0; round < rounds; ++round) {
      std::vector<voting::Ballot> window;
      for (std::uint64_t number = 0; number < 32; ++number) {
        auto const voter = thread_number * 1'000'000 + round * 24 + number;  // overlaps with the round before
        window.push_back(ballot(vote, voter, static_cast<std::uint32_t>(voter % 3)));
      }
      for (auto const verdict : cast_all(store, window)) {
        if (verdict == BallotVerdict::accepted) ++accepted;
        if (verdict == BallotVerdict::vote_closed) ++late;
      }
    }
  }

  Store& store;
  VoteId vote;
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> late{0};
};

TEST(Ledger, ClosingUnderLoadCountsExactlyWhatWasAccepted) {
  TemporaryFolder const folder;
  LatestTally tally;
  auto const store = open_store(folder.path());
  store->listen(&tally);
  for (int cycle = 0; cycle < 3; ++cycle) {
    auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
    Crowd crowd{*store, vote};
    std::vector<std::thread> threads;
    for (std::uint64_t number = 0; number < 3; ++number) threads.emplace_back([&, number] { crowd.run(number, 40); });
    while (crowd.accepted < 500) std::this_thread::yield();
    auto const closed = store->close_vote(vote, CloseReason::broadcaster, at(50)).value();
    for (auto& thread : threads) thread.join();
    auto const recount = store->recount(vote);
    EXPECT_TRUE(recount.exact());
    EXPECT_EQ(recount.rows, crowd.accepted);
    EXPECT_EQ(closed.ballots(), crowd.accepted);
    EXPECT_EQ(tally.counts(), closed.counts);  // what was told last is the result
    EXPECT_GT(crowd.late, 0U);
  }
}

TEST(Ledger, WritesAndReadsGoOnBesideBallots) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  Crowd crowd{*store, vote};
  std::thread voting_thread{[&] { crowd.run(1, 40); }};
  std::vector<std::thread> others;
  for (std::uint64_t number = 10; number < 13; ++number) {
    others.emplace_back([&, number] {
      for (int round = 0; round < 10; ++round) {
        auto const opened = store->open_vote(new_vote(number), 1, at(round)).value();
        EXPECT_EQ(cast_one(*store, ballot(opened.id, 1, 1)), BallotVerdict::accepted);
        EXPECT_EQ(store->close_vote(opened.id, CloseReason::broadcaster, at(round)).value().ballots(), 1U);
        EXPECT_LE(store->recount(vote).rows, 40U * 32U);
        store->ping();
      }
    });
  }
  voting_thread.join();
  for (auto& other : others) other.join();
  for (auto const id : store->vote_ids()) EXPECT_TRUE(store->recount(id).exact());
  EXPECT_EQ(store->vote_ids().size(), 31U);
}

TEST(Ledger, BackupUnderLoadIsOneMoment) {
  TemporaryFolder const folder;
  TemporaryFolder const copies;
  auto const store = open_store(folder.path());
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  Crowd crowd{*store, vote};
  std::thread voting_thread{[&] { crowd.run(1, 150); }};
  std::uint64_t rows_before = 0;
  for (int number = 0; number < 3; ++number) {
    auto const copy = copies.path() + "/" + std::to_string(number);
    std::filesystem::create_directory(copy);
    store->backup_to(copy + "/shipvote.db");
    auto const restored = open_store(copy);
    auto const recount = restored->recount(vote);
    EXPECT_TRUE(recount.exact());
    EXPECT_GE(recount.rows, rows_before);
    rows_before = recount.rows;
  }
  voting_thread.join();
  EXPECT_TRUE(store->recount(vote).exact());
}

TEST(Ledger, BackupOverwritesNothing) {
  TemporaryFolder const folder;
  auto const store = open_store(folder.path());
  EXPECT_THROW(store->backup_to(folder.file("shipvote.db")), StoreFailure);
  EXPECT_THROW(store->backup_to(folder.file("shipvote.db-wal")), StoreFailure);
  EXPECT_THROW(store->backup_to(folder.file("no/such/folder/copy.db")), StoreFailure);
  store->backup_to(folder.file("copy.db"));
  auto const size = std::filesystem::file_size(folder.file("copy.db"));
  EXPECT_THROW(store->backup_to(folder.file("copy.db")), StoreFailure);
  EXPECT_EQ(std::filesystem::file_size(folder.file("copy.db")), size);
  for (auto const& entry : std::filesystem::directory_iterator{folder.path()}) {
    EXPECT_NE(entry.path().extension(), ".part");
  }
}

}  // namespace
}  // namespace shipvote::store
