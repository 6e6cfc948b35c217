#include "bench/requests.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "twitch/token.h"

namespace shipvote::bench {
namespace {

std::string token_of(std::string_view request) {
  constexpr std::string_view field = "Authorization: Bearer ";
  auto const begin = request.find(field) + field.size();
  return std::string{request.substr(begin, request.find("\r\n", begin) - begin)};
}

TEST(Requests, KeepEveryRequestApart) {
  PreparedRequests requests;
  for (std::string const text : {"one", "", "three"}) requests.add(text);
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0], "one");
  EXPECT_EQ(requests[1], "");
  EXPECT_EQ(requests[2], "three");
}

TEST(Requests, EveryBallotIsAnotherLoggedInViewerOfTheChannel) {
  auto const now = SystemTime{}.now();
  std::string const secret(32, 's');
  TokenMint const mint{ChannelId{4711}, secret, now + std::chrono::hours{1}};
  auto const requests = ballot_requests(mint, {VoteId{7}, {ShipId{4282267344}, ShipId{4282267345}}}, 1'000'000, 100);
  twitch::TokenChecker const checker{{secret}};
  std::set<std::string> viewers;
  for (std::size_t at = 0; at < requests.size(); ++at) {
    auto const claims = checker.check(token_of(requests[at]), now);
    ASSERT_TRUE(claims.ok());
    EXPECT_EQ(claims.value().channel, ChannelId{4711});
    EXPECT_EQ(claims.value().role, twitch::Role::viewer);
    EXPECT_EQ(claims.value().opaque_user_id.front(), 'U');
    viewers.insert(claims.value().opaque_user_id);
  }
  EXPECT_EQ(viewers.size(), 100U);
  EXPECT_TRUE(requests[0].starts_with("POST /api/channels/4711/votes/7/submit HTTP/1.1\r\n"));
  EXPECT_TRUE(requests[0].ends_with("\r\n\r\n{\"ship_id\":4282267344}"));
  EXPECT_TRUE(requests[1].ends_with("\r\n\r\n{\"ship_id\":4282267345}"));
}

}  // namespace
}  // namespace shipvote::bench
