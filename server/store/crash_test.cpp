// Killed at any moment: every acknowledged ballot is there, none twice.
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

// Writes the number of every viewer whose ballot was accepted to the pipe, then casts the next ballot in its place.
class Acknowledging final : public voting::BallotReturn {
 public:
  Acknowledging(Store& store, VoteId vote, int pipe, std::uint64_t first_viewer)
      : store_(store), vote_(vote), pipe_(pipe), next_viewer_(first_viewer), pending_(64) {}

  void cast_all() {
    for (auto& pending : pending_) cast_next(pending);
  }

  void give_back(voting::PendingBallot* first) noexcept override {
    std::vector<std::uint64_t> acknowledged;
    for (auto* one = first; one != nullptr; one = one->next) {
      if (one->verdict == BallotVerdict::accepted) acknowledged.push_back(viewer_of_[index_of(*one)]);
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
    auto const number = next_viewer_++;
    viewer_of_[index_of(pending)] = number;
    pending.ballot = ballot(vote_, number, static_cast<std::uint32_t>(number % 3));
    pending.give_back_to = this;
    if (!store_.cast(pending)) ::_exit(4);
  }

  Store& store_;
  VoteId vote_;
  int pipe_;
  std::uint64_t next_viewer_;
  std::vector<voting::PendingBallot> pending_;
  std::array<std::uint64_t, 64> viewer_of_{};
};

[[noreturn]] void vote_until_killed(std::string const& folder, VoteId vote, int pipe, std::uint64_t first_viewer) {
  auto const store = open_store(folder);
  Acknowledging crowd{*store, vote, pipe, first_viewer};
  crowd.cast_all();
  while (true) ::pause();
}

TEST(Crash, KeepsEveryAcknowledgedBallotOnce) {
  TemporaryFolder const folder;
  VoteId vote;
  {
    auto const store = open_store(folder.path());
    vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  }
  std::set<std::uint64_t> acknowledged;
  for (std::uint64_t cycle = 0; cycle < 6; ++cycle) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    pid_t const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(pipe[0]);
      vote_until_killed(folder.path(), vote, pipe[1], 1 + cycle * 1'000'000);
    }
    ::close(pipe[1]);
    // Killed after some thousand acknowledgements, other numbers each time, so at other moments of a commit.
    auto const enough = acknowledged.size() + 200 + cycle * 731;
    std::uint64_t number = 0;
    bool killed = false;
    while (::read(pipe[0], &number, sizeof number) == static_cast<ssize_t>(sizeof number)) {
      EXPECT_TRUE(acknowledged.insert(number).second) << "acknowledged twice";
      if (!killed && acknowledged.size() >= enough) {
        ::kill(child, SIGKILL);
        killed = true;
      }
    }
    ::close(pipe[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "ended by itself with " << WEXITSTATUS(status);

    auto const store = open_store(folder.path());
    auto const recount = store->recount(vote);
    EXPECT_TRUE(recount.exact());
    EXPECT_GE(recount.rows, acknowledged.size());
    for (auto const viewer_number : acknowledged) {
      ASSERT_EQ(cast_one(*store, ballot(vote, viewer_number, 0)), BallotVerdict::already_voted);
    }
    EXPECT_EQ(store->recount(vote).rows, recount.rows);
  }
}

}  // namespace
}  // namespace shipvote::store
