#include "service/seen_voters.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace shipvote::service {
namespace {

voting::ViewerKey viewer(std::uint8_t number) {
  voting::ViewerKey key;
  key.bytes.fill(number);
  return key;
}

TEST(SeenVotersTest, RemembersViewersVoteByVote) {
  SeenVoters seen{100};
  seen.add(VoteId{1}, viewer(1));
  seen.add(VoteId{1}, viewer(1));
  EXPECT_EQ(seen.size(), 1U);
  EXPECT_TRUE(seen.seen(VoteId{1}, viewer(1)));
  EXPECT_FALSE(seen.seen(VoteId{2}, viewer(1)));
  EXPECT_FALSE(seen.seen(VoteId{1}, viewer(2)));
}

TEST(SeenVotersTest, ForgetsTheVotesThatEnded) {
  SeenVoters seen{1'000};
  for (std::uint8_t number = 0; number < 100; ++number) {
    seen.add(VoteId{1}, viewer(number));
    seen.add(VoteId{2}, viewer(number));
  }
  seen.forget_if([](VoteId vote) { return vote == VoteId{1}; });
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_FALSE(seen.seen(VoteId{1}, viewer(7)));
  EXPECT_TRUE(seen.seen(VoteId{2}, viewer(7)));
}

TEST(SeenVotersTest, RemembersNoMoreThanItMay) {
  SeenVoters seen{2};
  for (std::uint8_t number = 1; number <= 3; ++number) seen.add(VoteId{1}, viewer(number));
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_FALSE(seen.seen(VoteId{1}, viewer(3)));
  seen.forget_if([](VoteId) { return true; });
  seen.add(VoteId{1}, viewer(3));
  EXPECT_TRUE(seen.seen(VoteId{1}, viewer(3)));
}

TEST(SeenVotersTest, TheBoundIsOneForAllVotes) {
  SeenVoters seen{4};
  for (std::uint32_t vote = 1; vote <= 3; ++vote) {
    for (std::uint8_t number = 1; number <= 2; ++number) seen.add(VoteId{vote}, viewer(number));
  }
  EXPECT_EQ(seen.size(), 4U);
  EXPECT_FALSE(seen.seen(VoteId{3}, viewer(1)));
  std::vector<VoteId> asked;
  seen.forget_if([&](VoteId vote) {
    asked.push_back(vote);
    return vote == VoteId{1};
  });
  EXPECT_EQ(asked.size(), 2U) << "once for each vote that has voters";
  EXPECT_EQ(seen.size(), 2U);
  for (std::uint8_t number = 1; number <= 2; ++number) seen.add(VoteId{3}, viewer(number));
  EXPECT_EQ(seen.size(), 4U) << "what was dropped makes room";
  EXPECT_TRUE(seen.seen(VoteId{3}, viewer(2)));
}

TEST(SeenVotersTest, ManyThreadsMayUseIt) {
  SeenVoters seen{100'000};
  std::vector<std::thread> threads;
  for (std::uint32_t vote = 1; vote <= 4; ++vote) {
    threads.emplace_back([&seen, vote] {
      for (int number = 0; number < 256; ++number) {
        seen.add(VoteId{vote}, viewer(static_cast<std::uint8_t>(number)));
        (void)seen.seen(VoteId{1}, viewer(static_cast<std::uint8_t>(number)));
        if (number % 64 == 0) seen.forget_if([](VoteId ended) { return ended == VoteId{4}; });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  seen.forget_if([](VoteId ended) { return ended == VoteId{4}; });
  EXPECT_EQ(seen.size(), 3U * 256U);
}

}  // namespace
}  // namespace shipvote::service
