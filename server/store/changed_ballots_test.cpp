// Ballots that take the place of earlier ones, and what a viewer is told of the own ballot.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "foundation/limits.h"
#include "store/closed_voters.h"
#include "store/faulty_disk.h"
#include "store/sqlite_connection.h"
#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using ::testing::ElementsAre;
using voting::BallotVerdict;
using voting::CloseReason;

voting::NewVote changeable_vote(std::uint64_t channel = 1) {
  auto vote = new_vote(channel);
  vote.ballots_may_change = true;
  return vote;
}

class ChangedBallots : public ::testing::Test {
 protected:
  ChangedBallots() : store_(open_store(folder_.path())) {
    vote_ = store_->open_vote(changeable_vote(), 1, at(0)).value().id;
  }
  BallotVerdict cast(std::uint64_t voter, std::uint32_t choice) {
    return cast_one(*store_, ballot(vote_, voter, choice));
  }
  void restart() {
    store_.reset();
    store_ = open_store(folder_.path());
  }

  TemporaryFolder folder_{fast_folders()};
  std::unique_ptr<Store> store_;
  VoteId vote_;
};

TEST_F(ChangedBallots, TheLaterOneCountsInThePlaceOfTheEarlier) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  EXPECT_EQ(cast(2, 0), BallotVerdict::accepted);
  EXPECT_EQ(cast(1, 2), BallotVerdict::accepted);
  EXPECT_TRUE(store_->vote(vote_)->ballots_may_change);
  EXPECT_THAT(store_->vote(vote_)->counts, ElementsAre(1, 0, 1));
  EXPECT_EQ(store_->figures().voters_in_memory, 2U);
  auto const recount = store_->recount(vote_);
  EXPECT_TRUE(recount.exact());
  EXPECT_EQ(recount.rows, 3U);
  EXPECT_EQ(recount.viewers, 2U);
  EXPECT_EQ(recount.changes, 1U);
  auto const closed = store_->close_vote(vote_, CloseReason::broadcaster, at(1)).value();
  EXPECT_THAT(closed.counts, ElementsAre(1, 0, 1));
  EXPECT_EQ(cast(1, 1), BallotVerdict::vote_closed);
}

TEST_F(ChangedBallots, TheSameShipAgainIsAcceptedAndNotStored) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  auto const commits = store_->figures().commits;
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  EXPECT_EQ(store_->figures().commits, commits);
  EXPECT_EQ(store_->recount(vote_).rows, 1U);
  EXPECT_THAT(store_->vote(vote_)->counts, ElementsAre(1, 0, 0));
}

TEST_F(ChangedBallots, OthersRulesStayAsTheyAre) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  EXPECT_EQ(cast(1, 99), BallotVerdict::ship_not_on_vote);
  auto const fixed = store_->open_vote(new_vote(2), 1, at(0)).value();
  EXPECT_FALSE(fixed.ballots_may_change);
  EXPECT_EQ(cast_one(*store_, ballot(fixed.id, 1, 0)), BallotVerdict::accepted);
  EXPECT_EQ(cast_one(*store_, ballot(fixed.id, 1, 1)), BallotVerdict::already_voted);
  EXPECT_EQ(cast_one(*store_, ballot(fixed.id, 1, 0)), BallotVerdict::already_voted);
}

TEST_F(ChangedBallots, AViewerChangesSoOftenAndNoMoreOverARestart) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  for (std::uint32_t change = 1; change <= limits::changes_per_viewer; ++change) {
    if (change == limits::changes_per_viewer) restart();
    ASSERT_EQ(cast(1, change % 2), BallotVerdict::accepted) << change;
  }
  EXPECT_EQ(cast(1, 1), BallotVerdict::already_voted);
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);  // what it is already
  restart();
  EXPECT_EQ(cast(1, 1), BallotVerdict::already_voted);
  EXPECT_EQ(cast(2, 1), BallotVerdict::accepted);
  EXPECT_THAT(store_->vote(vote_)->counts, ElementsAre(1, 1, 0));
}

TEST_F(ChangedBallots, AStoredRepeatIsNoExactTally) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  store_.reset();
  {
    Connection connection{folder_.file("shipvote.db"), Access::read_write_create, {}};
    connection.execute("INSERT INTO ballots SELECT id + 1, viewer, ship_id, cast_at FROM ballots");
  }
  EXPECT_NE(refusal_to_open(folder_.path()), "");
  auto const reader = open_sqlite_store({folder_.path(), true, {}});
  EXPECT_EQ(reader.value()->recount(vote_).repeats, 1U);
  EXPECT_FALSE(reader.value()->recount(vote_).exact());
}

std::optional<ShipId> ask(Store& store, VoteId vote, std::uint64_t voter,
                          BallotVerdict expected = BallotVerdict::accepted) {
  Verdicts verdicts;
  voting::PendingBallot question;
  question.ballot = ballot(vote, voter, 7);
  question.give_back_to = &verdicts;
  if (!store.ask(question)) return std::nullopt;
  verdicts.wait_for(1);
  EXPECT_EQ(question.verdict, expected);
  return question.ballot.ship;
}

TEST_F(ChangedBallots, AViewerIsToldTheOwnBallotWhileTheVoteIsOpen) {
  EXPECT_EQ(ask(*store_, vote_, 1), ShipId{});
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  EXPECT_EQ(ask(*store_, vote_, 1), ship(0));
  EXPECT_EQ(cast(1, 2), BallotVerdict::accepted);
  EXPECT_EQ(ask(*store_, vote_, 1), ship(2));
  EXPECT_EQ(ask(*store_, vote_, 2), ShipId{});
  restart();
  EXPECT_EQ(ask(*store_, vote_, 1), ship(2));
  (void)ask(*store_, VoteId{77}, 1, BallotVerdict::vote_not_found);
  EXPECT_EQ(store_->figures().ballots_refused, 0U);
  EXPECT_EQ(store_->figures().questions, 2U);
}

TEST_F(ChangedBallots, AndAfterTheCloseFromMemoryOrFromTheDisk) {
  EXPECT_EQ(cast(1, 0), BallotVerdict::accepted);
  EXPECT_EQ(cast(1, 2), BallotVerdict::accepted);
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(1)), std::nullopt);
  EXPECT_THROW((void)store_->stored_ballot(vote_, viewer(1)), StoreFailure);  // still open
  (void)store_->close_vote(vote_, CloseReason::broadcaster, at(1));
  (void)ask(*store_, vote_, 1, BallotVerdict::vote_closed);
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(1)), ship(2));
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(2)), ShipId{});
  restart();
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(1)), std::nullopt);
  EXPECT_EQ(store_->stored_ballot(vote_, viewer(1)), ship(2));
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(1)), ship(2));
  EXPECT_EQ(store_->remembered_ballot(vote_, viewer(2)), ShipId{});
  EXPECT_THROW((void)store_->stored_ballot(VoteId{9}, viewer(1)), StoreFailure);
}

TEST(ClosedVotersTest, TheOldestGoWhenThereAreTooMany) {
  ClosedVoters closed;
  auto const kept = [&](std::uint32_t id, std::uint64_t voters) {
    voting::Vote vote;
    vote.id = VoteId{id};
    vote.ships = {ship(0)};
    auto open = std::make_unique<OpenVote>(vote);
    for (std::uint64_t number = 0; number < voters; ++number) (void)open->voters.add(viewer(number), 0);
    closed.keep(std::move(open));
  };
  kept(1, limits::closed_voters_kept / 2);
  kept(2, limits::closed_voters_kept / 2);
  EXPECT_EQ(closed.find(VoteId{1}, viewer(0)), ship(0));
  kept(3, 1);
  EXPECT_EQ(closed.find(VoteId{1}, viewer(0)), std::nullopt);
  EXPECT_EQ(closed.find(VoteId{2}, viewer(0)), ship(0));
  kept(4, limits::closed_voters_kept + 1);  // the newest always
  EXPECT_EQ(closed.find(VoteId{3}, viewer(0)), std::nullopt);
  EXPECT_EQ(closed.find(VoteId{4}, viewer(0)), ship(0));
  for (std::uint32_t id = 5; id <= 5 + limits::closed_votes_kept; ++id) kept(id, 0);
  EXPECT_EQ(closed.find(VoteId{5}, viewer(0)), std::nullopt);
  EXPECT_EQ(closed.find(VoteId{6}, viewer(0)), ShipId{});
}

// However commits fail: what counts for a viewer is the last ballot that was accepted.
RC_GTEST_PROP(ChangedBallotsOnAFailingDisk, CountWhatWasAcceptedLast, ()) {
  TemporaryFolder const folder{fast_folders()};
  FaultyDisk disk;
  auto store = open_store(folder.path(), FaultyDisk::name());
  auto const vote = store->open_vote(changeable_vote(), 1, at(0)).value().id;
  std::map<std::uint64_t, std::uint32_t> counted;
  auto const check = [&] {
    std::vector<std::uint32_t> counts(3);
    for (auto const& [voter, choice] : counted) ++counts[choice];
    RC_ASSERT(store->vote(vote)->counts == counts);
    RC_ASSERT(store->recount(vote).exact());
    RC_ASSERT(store->figures().voters_in_memory == counted.size());
    for (std::uint64_t voter = 0; voter < 6; ++voter) {
      auto const found = counted.find(voter);
      RC_ASSERT(ask(*store, vote, voter) == (found == counted.end() ? ShipId{} : ship(found->second)));
    }
  };
  auto const rounds = *rc::gen::inRange(1, 8);
  for (int round = 0; round < rounds; ++round) {
    std::vector<voting::Ballot> ballots;
    auto const how_many = *rc::gen::inRange(1, 30);
    for (int number = 0; number < how_many; ++number) {
      ballots.push_back(ballot(vote, *rc::gen::inRange<std::uint64_t>(0, 6), *rc::gen::inRange<std::uint32_t>(0, 3)));
    }
    bool const failing = *rc::gen::arbitrary<bool>();
    if (failing) disk.fail(DiskCall::write, DiskFault::full, *rc::gen::inRange(1, 8), "-wal");
    auto const verdicts = cast_all(*store, ballots);
    disk.heal();
    for (std::size_t number = 0; number < ballots.size(); ++number) {
      if (!failing) RC_ASSERT(verdicts[number] != BallotVerdict::storage_failed);
      if (verdicts[number] != BallotVerdict::accepted) continue;
      std::uint64_t voter = 0;
      while (!(viewer(voter) == ballots[number].viewer)) ++voter;
      counted[voter] = ballots[number].ship.value - ship(0).value;
    }
    check();
  }
  store.reset();
  store = open_store(folder.path(), FaultyDisk::name());
  check();
}

class MovedEnd : public ChangedBallots {
 protected:
  BallotVerdict cast_at(std::uint64_t voter, std::int64_t seconds) {
    return cast_one(*store_, ballot(vote_, voter, 0, at(seconds)));
  }
};

TEST_F(MovedEnd, BallotsAreJudgedByTheNewEnd) {
  auto const moved = store_->set_vote_end(vote_, at(100), at(5)).value();
  EXPECT_EQ(moved.ends_at, at(100));
  EXPECT_EQ(moved.updated_at, at(5));
  EXPECT_EQ(store_->vote(vote_), moved);
  EXPECT_EQ(cast_at(1, 99), BallotVerdict::accepted);
  EXPECT_EQ(cast_at(2, 100), BallotVerdict::vote_closed);
  EXPECT_THAT(store_->set_vote_end(vote_, at(200), at(6)).value().counts, ElementsAre(1, 0, 0));
  EXPECT_EQ(cast_at(2, 100), BallotVerdict::accepted);
  restart();
  EXPECT_EQ(cast_at(3, 200), BallotVerdict::vote_closed);
  EXPECT_EQ(store_->set_vote_end(vote_, std::nullopt, at(7)).value().ends_at, std::nullopt);
  EXPECT_EQ(cast_at(3, 200), BallotVerdict::accepted);
}

TEST_F(MovedEnd, AVoteIsNotClosedAtAnEndThatWasMoved) {
  (void)store_->set_vote_end(vote_, at(100), at(5));
  (void)store_->set_vote_end(vote_, at(200), at(6));
  EXPECT_EQ(store_->close_vote(vote_, CloseReason::scheduled, at(100)).refusal().code, RefusalCode::conflict);
  (void)store_->set_vote_end(vote_, std::nullopt, at(7));
  EXPECT_EQ(store_->close_vote(vote_, CloseReason::scheduled, at(200)).refusal().code, RefusalCode::conflict);
  (void)store_->set_vote_end(vote_, at(300), at(8));
  EXPECT_EQ(store_->close_vote(vote_, CloseReason::scheduled, at(300)).value().closed_at, at(300));
  EXPECT_EQ(store_->set_vote_end(vote_, at(400), at(301)).refusal().code, RefusalCode::vote_closed);
  EXPECT_EQ(store_->set_vote_end(VoteId{9}, at(400), at(301)).refusal().code, RefusalCode::vote_not_found);
}

TEST(MovedEndOnAFullDisk, LeavesTheEndAsItWas) {
  TemporaryFolder const folder{fast_folders()};
  FaultyDisk disk;
  auto const store = open_store(folder.path(), FaultyDisk::name());
  auto asked = new_vote(1);
  asked.ends_at = at(100);
  auto const vote = store->open_vote(asked, 1, at(0)).value().id;
  disk.fail(DiskCall::write, DiskFault::full, 1, "-wal");
  EXPECT_THROW((void)store->set_vote_end(vote, at(200), at(5)), StoreFailure);
  disk.heal();
  EXPECT_EQ(cast_one(*store, ballot(vote, 1, 0, at(150))), BallotVerdict::vote_closed);
  EXPECT_EQ(store->vote(vote)->ends_at, at(100));
}

}  // namespace
}  // namespace shipvote::store
