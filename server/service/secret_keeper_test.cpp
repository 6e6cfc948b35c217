#include "service/secret_keeper.h"

#include <gtest/gtest.h>

#include <condition_variable>

#include "foundation/base64.h"
#include "foundation/hand_time.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

twitch::Secret const known_secret(32, 'k');
twitch::Secret const new_secret(32, 'n');

// In the place of Twitch: lists one secret, as often as it is asked.
class SecretLister final : public OutgoingCaller {
 public:
  explicit SecretLister(twitch::Secret first) : listed_(std::move(first)) {}

  void call(OutgoingRequest, OutgoingDone done) override {
    OutgoingResponse response;
    response.status = 200;
    {
      std::lock_guard const lock{mutex_};
      response.body = R"({"data":[{"format_version":1,"secrets":[{"content":")" + base64_encoded(listed_) +
                      R"(","active_at":"2020-01-01T00:00:00Z","expires_at":"2120-01-01T00:00:00Z"}]}]})";
    }
    done(response);
    std::lock_guard const lock{mutex_};
    ++answers_;
    answered_.notify_all();
  }
  void list(twitch::Secret secret) {
    std::lock_guard const lock{mutex_};
    listed_ = std::move(secret);
  }
  [[nodiscard]] bool wait_for_answers(int count) {
    std::unique_lock lock{mutex_};
    return answered_.wait_for(lock, 20s, [&] { return answers_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable answered_;
  twitch::Secret listed_;
  int answers_ = 0;
};

TEST(SecretKeeper, OnlyOtherSecretsAreWorthAnotherTry) {
  HandTime time;
  SecretLister twitch{known_secret};
  twitch::TokenChecker tokens{{known_secret}};
  twitch::HelixClient helix{{}, twitch, time, {known_secret}};
  std::atomic<int> renewals{0};
  SecretKeeper keeper{helix, tokens, {known_secret}, time, [&] { ++renewals; }};
  auto const brought = twitch::external_token(ChannelId{4711}, "99", new_secret, time.now());

  // Anyone can bring forged signatures, and what Twitch refuses for good must not be tried again for each of them.
  keeper.unknown_signature();
  ASSERT_TRUE(twitch.wait_for_answers(1));
  EXPECT_EQ(renewals, 0);

  twitch.list(new_secret);
  EXPECT_FALSE(tokens.check(brought, time.now()));
  time.advance(1min);
  keeper.rejected();
  ASSERT_TRUE(twitch.wait_for_answers(2));
  EXPECT_EQ(renewals, 1);
  EXPECT_TRUE(tokens.check(brought, time.now()));

  time.advance(1min);
  keeper.rejected();
  ASSERT_TRUE(twitch.wait_for_answers(3));
  EXPECT_EQ(renewals, 1);
  EXPECT_EQ(keeper.rejections(), 2U);
}

}  // namespace
}  // namespace shipvote::service
