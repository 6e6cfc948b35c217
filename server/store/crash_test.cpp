// Killed at any moment: every acknowledged ballot is there, none twice, and of a viewer's ballots the last one counts.
#include <gmock/gmock.h>
#include <signal.h>  // NOLINT: kill
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using voting::BallotVerdict;

// Which viewer casts ballot `number`, and for which ship: each viewer two, one behind the other.
std::uint64_t voter_of(std::uint64_t number) { return number / 2; }
std::uint32_t choice_of(std::uint64_t number) { return static_cast<std::uint32_t>((number / 2 + number % 2) % 3); }

// Writes the number of every ballot that was accepted to the pipe, then casts the next ballot in its place.
class Acknowledging final : public voting::BallotReturn {
 public:
  Acknowledging(Store& store, VoteId vote, int pipe, std::uint64_t first_number)
      : store_(store), vote_(vote), pipe_(pipe), next_number_(first_number), pending_(64) {}

  void cast_all() {
    for (auto& pending : pending_) cast_next(pending);
  }

  void give_back(voting::PendingBallot* first) noexcept override {
    std::vector<std::uint64_t> acknowledged;
    for (auto* one = first; one != nullptr; one = one->next) {
      if (one->verdict == BallotVerdict::accepted) acknowledged.push_back(number_of_[index_of(*one)]);
    }
    auto const size = acknowledged.size() * sizeof(std::uint64_t);
    if (::write(pipe_, acknowledged.data(), size) != static_cast<ssize_t>(size)) ::_exit(3);
    while (first != nullptr) {
      auto* const next = first->next;
      cast_next(*first);
      first = next;
    }
  }

 private:
  std::size_t index_of(voting::PendingBallot const& one) const {
    return static_cast<std::size_t>(&one - pending_.data());
  }
  void cast_next(voting::PendingBallot& pending) {
    auto const number = next_number_++;
    number_of_[index_of(pending)] = number;
    pending.ballot = ballot(vote_, voter_of(number), choice_of(number));
    pending.give_back_to = this;
    if (!store_.cast(pending)) ::_exit(4);
  }

  Store& store_;
  VoteId vote_;
  int pipe_;
  std::uint64_t next_number_;
  std::vector<voting::PendingBallot> pending_;
  std::array<std::uint64_t, 64> number_of_{};
};

[[noreturn]] void vote_until_killed(std::string const& folder, VoteId vote, int pipe, std::uint64_t first_number) {
  auto const store = open_store(folder);
  Acknowledging crowd{*store, vote, pipe, first_number};
  crowd.cast_all();
  while (true) ::pause();
}

class Crash : public ::testing::Test {
 protected:
  void open(bool ballots_may_change) {
    auto asked = new_vote(1);
    asked.ballots_may_change = ballots_may_change;
    vote_ = open_store(folder_.path())->open_vote(asked, 1, at(0)).value().id;
  }

  // Lets a process cast until it has acknowledged some more, and kills it.
  void vote_and_kill(std::uint64_t first_number, std::size_t enough) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    pid_t const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe[0]);
      vote_until_killed(folder_.path(), vote_, pipe[1], first_number);
    }
    ::close(pipe[1]);
    std::uint64_t number = 0;
    bool killed = false;
    while (::read(pipe[0], &number, sizeof number) == static_cast<ssize_t>(sizeof number)) {
      EXPECT_TRUE(acknowledged_.insert(number).second) << "acknowledged twice";
      if (!killed && acknowledged_.size() >= enough) {
        ::kill(child, SIGKILL);
        killed = true;
      }
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "ended by itself with " << WEXITSTATUS(status);
  }

  TemporaryFolder folder_;
  VoteId vote_;
  std::set<std::uint64_t> acknowledged_;  // numbers of ballots
};

TEST_F(Crash, KeepsEveryAcknowledgedBallotOnce) {
  open(false);
  for (std::uint64_t cycle = 0; cycle < 6; ++cycle) {
    // Killed after some thousand acknowledgements, other numbers each time, so at other moments of a commit.
    vote_and_kill(2 + cycle * 1'000'000, acknowledged_.size() + 200 + cycle * 731);
    if (HasFatalFailure()) return;
    auto const store = open_store(folder_.path());
    auto const recount = store->recount(vote_);
    EXPECT_TRUE(recount.exact());
    EXPECT_GE(recount.rows, acknowledged_.size());
    for (auto const number : acknowledged_) {
      ASSERT_EQ(cast_one(*store, ballot(vote_, voter_of(number), 0)), BallotVerdict::already_voted);
    }
    EXPECT_EQ(store->recount(vote_).rows, recount.rows);
  }
}

TEST_F(Crash, TheLastAcknowledgedBallotOfAViewerCounts) {
  open(true);
  for (std::uint64_t cycle = 0; cycle < 6; ++cycle) {
    vote_and_kill(2 + cycle * 1'000'000, acknowledged_.size() + 200 + cycle * 731);
    if (HasFatalFailure()) return;
    auto store = open_store(folder_.path());
    EXPECT_TRUE(store->recount(vote_).exact());
    EXPECT_GE(store->recount(vote_).rows, acknowledged_.size());
  }
  auto const store = open_store(folder_.path());
  auto const closed = store->close_vote(vote_, voting::CloseReason::broadcaster, at(1)).value();
  EXPECT_EQ(closed.counts, store->recount(vote_).recounted);
  for (auto const number : acknowledged_) {
    auto const counted = store->remembered_ballot(vote_, viewer(voter_of(number)));
    bool const is_last = number % 2 == 1;
    // After the first of two the second may have been on its way: it is there, or it is not.
    bool const as_told = counted == ship(choice_of(number)) || (!is_last && counted == ship(choice_of(number + 1)));
    ASSERT_TRUE(as_told) << "ballot " << number;
  }
}

}  // namespace
}  // namespace shipvote::store
