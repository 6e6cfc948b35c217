#include "twitch/token_claims.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "foundation/base64.h"
#include "foundation/limits.h"
#include "twitch/signing_key.h"
#include "twitch/token_samples_test.h"

namespace shipvote::twitch {
namespace {

using namespace token_samples;
using namespace std::chrono_literals;

TEST(TokenClaims, ReadsEveryRole) {
  TokenChecker const checker{{secret}};
  for (auto const& [text, role] : {std::pair{"viewer", Role::viewer},
                                   {"moderator", Role::moderator},
                                   {"broadcaster", Role::broadcaster},
                                   {"external", Role::external}}) {
    auto content = viewer_content();
    content.role = text;
    auto const outcome = checker.check(sign_token(content, secret), now);
    ASSERT_TRUE(outcome.ok()) << text;
    EXPECT_EQ(outcome.value().role, role);
  }
  for (auto const* role : {"", "Viewer", "viewer ", "admin", "editor"}) {
    auto content = viewer_content();
    content.role = role;
    EXPECT_EQ(fault_of(sign_token(content, secret)), "unknown role") << role;
  }
}

RC_GTEST_PROP(TokenClaims, SurvivesAnyPayload, (std::string const& payload)) {
  RC_ASSERT(!fault_of(token_of(payload)).empty());
  RC_ASSERT(!fault_of(token_of(good_claims + payload)).empty() || payload == "}");
}

TEST(TokenClaims, ExpiresToTheMillisecondWithLeeway) {
  auto const token = sign_token(viewer_content(), secret);
  TimePoint const end = now + 1h + limits::token_leeway;
  EXPECT_EQ(fault_of(token, end - 1ms), "");
  EXPECT_EQ(fault_of(token, end), "expired");
  EXPECT_EQ(fault_of(token, end + 24h), "expired");
}

TEST(TokenClaims, ReadsEveryFormOfExp) {
  auto with_exp = [](std::string_view exp) {
    return fault_of_claims(R"({"opaque_user_id":"U1","channel_id":"1","role":"viewer","exp":)" + std::string{exp} +
                           "}");
  };
  for (auto const* good : {"1795443600", "1795443600.0", "1.7954436e9", "1795440000", "1795439971", "253402300799"}) {
    EXPECT_EQ(with_exp(good), "") << good;
  }
  for (auto const* past : {"1795439970", "0", "0.5", "1795439970.0009", "-0"})
    EXPECT_EQ(with_exp(past), "expired") << past;
  for (auto const* absurd : {"-1", "253402300800", "9223372036854775807", "18446744073709551615", "1e300", "-1e300",
                             "\"1795443600\"", "null", "true", "[1795443600]", "{}"}) {
    EXPECT_EQ(with_exp(absurd), "exp is not a time") << absurd;
  }
  for (auto const* wrong : {"NaN", "Infinity", "0x6B0", "1e999", ""}) EXPECT_NE(with_exp(wrong), "") << wrong;
}

TEST(TokenClaims, HonoursNotBefore) {
  EXPECT_EQ(fault_with(R"(,"nbf":1795440000)"), "");
  EXPECT_EQ(fault_with(R"(,"nbf":1795440030)"), "");
  EXPECT_EQ(fault_with(R"(,"nbf":1795440031)"), "not valid yet");
  EXPECT_EQ(fault_with(R"(,"nbf":"1795440000")"), "nbf is not a time");
}

TEST(TokenClaims, WantsEveryClaim) {
  EXPECT_EQ(fault_of_claims(R"({"opaque_user_id":"U1","channel_id":"1","role":"viewer"})"), "exp is missing");
  EXPECT_EQ(fault_of_claims(R"({"exp":1795443600,"opaque_user_id":"U1","channel_id":"1"})"), "role is missing");
  EXPECT_EQ(fault_of_claims(R"({"exp":1795443600,"opaque_user_id":"U1","role":"viewer"})"), "channel_id is missing");
  EXPECT_EQ(fault_of_claims(R"({"exp":1795443600,"channel_id":"1","role":"viewer"})"), "opaque_user_id is missing");
  EXPECT_EQ(fault_of_claims("{}"), "exp is missing");
  EXPECT_EQ(fault_of_claims("[]"), "not an object");
  EXPECT_EQ(fault_of_claims(""), "malformed JSON");
  EXPECT_EQ(fault_of_claims("{\"data\":" + good_claims + "}}"), "exp is missing");
}

TEST(TokenClaims, WantsClaimsOfTheRightType) {
  auto with = [](std::string_view opaque, std::string_view channel, std::string_view role) {
    return fault_of_claims(R"({"exp":1795443600,"opaque_user_id":)" + std::string{opaque} + R"(,"channel_id":)" +
                           std::string{channel} + R"(,"role":)" + std::string{role} + "}");
  };
  ASSERT_EQ(with("\"U1\"", "\"1\"", "\"viewer\""), "");
  for (auto const* channel : {"1", "\"\"", "\"0\"", "\"-1\"", "\"+1\"", "\" 1\"", "\"1 \"", "\"1.0\"", "\"all\"",
                              "null", "\"9007199254740992\"", "[\"1\"]", "true"}) {
    EXPECT_EQ(with("\"U1\"", channel, "\"viewer\""), "channel_id is not a text of digits") << channel;
  }
  std::string const longest(limits::opaque_id_bytes, 'U');
  EXPECT_EQ(with("\"" + longest + "\"", "\"1\"", "\"viewer\""), "");
  for (std::string const& opaque :
       {std::string{"1"}, std::string{"\"\""}, "\"U" + longest + "\"", std::string{"null"}, std::string{"\"U 1\""},
        std::string{"\"U\\u0000\""}, std::string{"\"U\\n\""}, std::string{"\"U\xC3\xA9\""}, std::string{"\"U\x7F\""}}) {
    EXPECT_NE(with(opaque, "\"1\"", "\"viewer\""), "") << opaque;
  }
  for (auto const* role : {"1", "null", "[\"viewer\"]", "{\"viewer\":1}"}) {
    EXPECT_EQ(with("\"U1\"", "\"1\"", role), "unknown role") << role;
  }
}

TEST(TokenClaims, TakesOptionalClaimsInEveryForm) {
  for (auto const* unlinked : {"true", "false", "\"true\"", "\"false\""}) {
    EXPECT_EQ(fault_with(",\"is_unlinked\":" + std::string{unlinked}), "") << unlinked;
  }
  EXPECT_EQ(fault_with(R"(,"is_unlinked":1)"), "is_unlinked is not a boolean");
  EXPECT_EQ(fault_with(R"(,"user_id":"44322889")"), "");
  EXPECT_EQ(fault_with(R"(,"user_id":44322889)"), "user_id is not a text");
  EXPECT_EQ(fault_with(R"(,"user_id":"")"), "user_id is not a text");
  EXPECT_EQ(fault_with(R"(,"iat":"nonsense","pubsub_perms":{"exp":0,"role":"broadcaster","listen":["a",{"b":null}]})"),
            "");
  EXPECT_EQ(fault_with(R"(,"z":1,"z":2)"), "");
}

TEST(TokenClaims, RefusesDuplicates) {
  for (auto const* member : {R"("exp":1795443600)", R"("opaque_user_id":"U1")", R"("channel_id":"27419011")",
                             R"("role":"broadcaster")", R"("\u0072ole":"broadcaster")"}) {
    EXPECT_TRUE(fault_with("," + std::string{member}).starts_with("duplicate ")) << member;
  }
  EXPECT_EQ(fault_with(R"(,"user_id":"1","user_id":"1")"), "duplicate user_id");
  EXPECT_EQ(fault_with(R"(,"is_unlinked":true,"is_unlinked":true)"), "duplicate is_unlinked");
  EXPECT_EQ(fault_with(R"(,"nbf":1,"nbf":1)"), "duplicate nbf");
}

TEST(TokenClaims, BoundsTheDepth) {
  auto nested = [](std::size_t depth) {
    return fault_with(",\"x\":" + std::string(depth, '[') + std::string(depth, ']'));
  };
  EXPECT_EQ(nested(limits::token_json_depth - 1), "");
  EXPECT_EQ(nested(limits::token_json_depth), "malformed JSON");
  EXPECT_EQ(nested(1'000), "malformed JSON");
}

TEST(TokenClaims, TakesEscapesForWhatTheyStandFor) {
  auto const outcome = TokenChecker{{secret}}.check(
      token_of(R"({"\u0065xp":1795443600,"opaque_user_id":"U\u0031\/x","channel_id":"\u0031","role":"view\u0065r"})"),
      now);
  ASSERT_TRUE(outcome.ok()) << outcome.refusal().detail;
  EXPECT_EQ(outcome.value().opaque_user_id, "U1/x");
  EXPECT_EQ(outcome.value().channel, ChannelId{1});
}

TEST(TokenClaims, TakesExternalTokensWithoutAChannel) {
  auto const outcome =
      TokenChecker{{secret}}.check(token_of(R"({"exp":1795440060,"user_id":"99","role":"external"})"), now);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().channel, ChannelId{0});
  EXPECT_EQ(outcome.value().user_id, "99");
}

}  // namespace
}  // namespace shipvote::twitch
