#include "twitch/token.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>

#include "foundation/base64.h"
#include "foundation/limits.h"
#include "twitch/signing_key.h"
#include "twitch/token_samples_test.h"

namespace shipvote::twitch {
namespace {

using namespace token_samples;
using namespace std::chrono_literals;

TEST(SigningKey, MakesTheSignaturesOfTheStandards) {
  // RFC 7515 appendix A.1
  auto const key =
      *base64_decoded("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow==");
  Signature const signature = SigningKey{key}.sign(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");
  EXPECT_EQ(base64url_encoded({signature.data(), signature.size()}), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  // RFC 4231 test case 6: a key longer than a block of the hash
  Signature const other =
      SigningKey{Secret(131, '\xAA')}.sign("Test Using Larger Than Block-Size Key - Hash Key First");
  EXPECT_EQ(base64_encoded({other.data(), other.size()}), "YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q=");
}

TEST(TokenChecker, AcceptsATokenSignedElsewhere) {
  auto const key = decode_secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  ASSERT_TRUE(key.ok());
  std::string const token =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
      "eyJleHAiOjE3OTU0NDM2MDAsIm9wYXF1ZV91c2VyX2lkIjoiVUcxMlgzNDVUNko3OCIsImNoYW5uZWxfaWQiOiIyNzQxOTAxMSIsInJvbGUiOiJ2"
      "aWV3ZXIiLCJpc191bmxpbmtlZCI6ZmFsc2UsInB1YnN1Yl9wZXJtcyI6eyJsaXN0ZW4iOlsiYnJvYWRjYXN0Iiwid2hpc3Blci1VRzEyWDM0NVQ2"
      "Sjc4IiwiZ2xvYmFsIl19fQ.FKviPIrQLzZAiesrYaZk0Iu6pvkDX7cMkWn2VGyBzZ0";
  auto const outcome = TokenChecker{{key.value()}}.check(token, now);
  ASSERT_TRUE(outcome.ok()) << outcome.refusal().detail;
  EXPECT_EQ(outcome.value().channel, ChannelId{27419011});
  EXPECT_EQ(outcome.value().role, Role::viewer);
  EXPECT_EQ(outcome.value().opaque_user_id, "UG12X345T6J78");
  EXPECT_EQ(outcome.value().user_id, std::nullopt);
  EXPECT_EQ(outcome.value().expires_at, TimePoint{1'795'443'600s});
  EXPECT_EQ(fault_of(token), "signature does not match any secret");
}

// Any content that may be in a token comes out as it went in, and under another secret not at all.

RC_GTEST_PROP(TokenChecker, ChecksWhatWasSigned, ()) {
  auto const printable = rc::gen::inRange<char>('!', '~' + 1);
  auto content = viewer_content();
  content.opaque_user_id = *rc::gen::nonEmpty(rc::gen::container<std::string>(printable));
  RC_PRE(content.opaque_user_id.size() <= limits::opaque_id_bytes);
  auto const channel = *rc::gen::inRange<std::uint64_t>(1, ChannelId::max);
  content.channel_id = std::to_string(channel);
  content.role = *rc::gen::element<std::string>("viewer", "moderator", "broadcaster", "external");
  if (*rc::gen::arbitrary<bool>()) content.user_id = std::to_string(*rc::gen::positive<int>());
  if (*rc::gen::arbitrary<bool>()) content.is_unlinked = *rc::gen::arbitrary<bool>();
  content.listen = *rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(printable));
  content.expires_at = now + std::chrono::seconds{*rc::gen::inRange(1, 1'000'000)};
  Secret const any_secret = *rc::gen::suchThat(rc::gen::container<std::string>(32, rc::gen::arbitrary<char>()),
                                               [](auto const& text) { return text != secret; });
  auto const token = sign_token(content, any_secret);
  RC_PRE(token.size() <= limits::token_bytes);

  auto const outcome = TokenChecker{{any_secret}}.check(token, now);
  RC_ASSERT(outcome.ok());
  auto const& claims = outcome.value();
  RC_ASSERT(claims.channel == ChannelId{channel});
  RC_ASSERT(claims.opaque_user_id == content.opaque_user_id);
  RC_ASSERT(claims.user_id.value_or("") == content.user_id);
  RC_ASSERT(claims.expires_at == content.expires_at);
  RC_ASSERT(!TokenChecker{{secret}}.check(token, now).ok());
}

RC_GTEST_PROP(TokenChecker, RefusesEveryTokenWithOneOtherBit, ()) {
  std::string token = sign_token(viewer_content(), secret);
  auto const at = *rc::gen::inRange<std::size_t>(0, token.size());
  token[at] = static_cast<char>(token[at] ^ (1 << *rc::gen::inRange(0, 8)));
  RC_ASSERT(!fault_of(token).empty());
}

RC_GTEST_PROP(TokenChecker, RefusesEveryPieceOfAToken, ()) {
  std::string const token = sign_token(viewer_content(), secret);
  auto const from = *rc::gen::inRange<std::size_t>(0, token.size());
  auto const count = *rc::gen::inRange<std::size_t>(0, token.size());
  RC_PRE(from != 0 || count != token.size());
  RC_ASSERT(!fault_of(token.substr(from, count)).empty());
}

TEST(TokenChecker, TellsOfTokensThatAreRightButForTheirSignature) {
  TokenChecker checker{{secret}};
  int told = 0;
  checker.on_unknown_signature([&told] { ++told; });
  Secret const newer = "a secret that Twitch made just now";
  auto const tells = [&](std::string_view token) {
    int const before = told;
    (void)checker.check(token, now);
    return told > before;
  };
  EXPECT_TRUE(tells(sign_token(viewer_content(), newer)));
  EXPECT_FALSE(tells(sign_token(viewer_content(), secret)));
  EXPECT_FALSE(tells("not.a.token"));
  auto expired = viewer_content();
  expired.expires_at = now - std::chrono::hours{1};
  EXPECT_FALSE(tells(sign_token(expired, newer)));
}

RC_GTEST_PROP(TokenChecker, RefusesAnyText, (std::string const& text)) { RC_ASSERT(!fault_of(text).empty()); }

// Whatever a payload says, reading it ends in claims or in a refusal.

TEST(TokenChecker, RefusesOtherHeaders) {
  std::string const payload = good_claims + "}";
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256"})")), "");
  EXPECT_EQ(fault_of(token_of(payload, R"({"typ":"jwt","alg":"HS256","kid":{"a":[1]}})")), "");
  EXPECT_EQ(fault_of(token_of(payload, R"( { "\u0061lg" : "HS\u003256" } )")), "");
  for (auto const* algorithm : {"none", "None", "NONE", "hs256", "HS384", "HS512", "RS256", "ES256", "", "HS256 "}) {
    auto const header = R"({"alg":")" + std::string{algorithm} + R"(","typ":"JWT"})";
    EXPECT_EQ(fault_of(token_of(payload, header)), "alg is not HS256") << algorithm;
  }
  EXPECT_EQ(fault_of(token_of(payload, R"({"typ":"JWT"})")), "alg is missing");
  EXPECT_EQ(fault_of(token_of(payload, "{}")), "alg is missing");
  EXPECT_EQ(fault_of(token_of(payload, R"({"x":{"alg":"HS256"}})")), "alg is missing");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":["HS256"]})")), "alg is not HS256");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":null})")), "alg is not HS256");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256","alg":"HS256"})")), "duplicate alg");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256","crit":[]})")), "crit is not supported");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256","typ":"JWE"})")), "typ is not JWT");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256","typ":1})")), "typ is not JWT");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256","typ":"JWT","typ":"JWT"})")), "duplicate typ");
  EXPECT_EQ(fault_of(token_of(payload, R"(["HS256"])")), "not an object");
  EXPECT_EQ(fault_of(token_of(payload, R"("HS256")")), "not an object");
  EXPECT_EQ(fault_of(token_of(payload, "")), "malformed JSON");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256"}x)")), "malformed JSON");
  EXPECT_EQ(fault_of(token_of(payload, R"({"alg":"HS256",})")), "malformed JSON");
}

TEST(TokenChecker, RefusesOtherShapes) {
  std::string const token = sign_token(viewer_content(), secret);
  auto const last_dot = token.rfind('.');
  std::string const signed_text = token.substr(0, last_dot);
  ASSERT_EQ(fault_of(token), "");
  EXPECT_EQ(fault_of(""), "not three parts");
  EXPECT_EQ(fault_of(".."), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(signed_text), "not three parts");
  EXPECT_EQ(fault_of(token + "."), "not three parts");
  EXPECT_EQ(fault_of("." + token), "not three parts");
  EXPECT_EQ(fault_of(token + ".e30"), "not three parts");
  EXPECT_EQ(fault_of(signed_text + "."), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(token + "="), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(token + " "), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(token + "A"), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(token.substr(0, token.size() - 1)), "signature is not 32 bytes");
  EXPECT_EQ(fault_of(" " + token), "header is not base64url");
  EXPECT_EQ(fault_of("Bearer " + token), "header is not base64url");
  EXPECT_EQ(fault_of(signed_text.substr(0, 40) + "+" + token.substr(41)), "payload is not base64url");
}

TEST(TokenChecker, RefusesStrayBitsPaddingAndTheOtherAlphabet) {
  std::string const token = sign_token(viewer_content(), secret);
  // 32 bytes take 43 characters, so the last one carries two bits that have to be zero.
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  auto const last = digits.find(token.back());
  ASSERT_EQ(last % 4, 0U);
  for (std::size_t stray = 1; stray < 4; ++stray) {
    std::string altered = token;
    altered.back() = digits[last + stray];
    EXPECT_EQ(fault_of(altered), "signature is not 32 bytes");
  }
  std::string const padded = base64_encoded(usual_header + " ") + "." + base64url_encoded(good_claims + "}");
  ASSERT_NE(padded.find('='), std::string::npos);
  Signature const signature = SigningKey{secret}.sign(padded);
  EXPECT_EQ(fault_of(padded + "." + base64url_encoded({signature.data(), signature.size()})),
            "header is not base64url");
}

TEST(TokenChecker, LooksAtTheSizeFirst) {
  std::string const start = good_claims + R"(,"x":")";
  auto filled = [&](std::size_t count) { return token_of(start + std::string(count, 'x') + "\"}"); };
  std::size_t count = 2'800;
  while (filled(count + 1).size() <= limits::token_bytes) ++count;
  EXPECT_EQ(fault_of(filled(count)), "");
  EXPECT_EQ(fault_of(filled(count + 1)), "longer than 4096 bytes");
  EXPECT_EQ(fault_of(std::string(1'000'000, '.')), "longer than 4096 bytes");
}

TEST(TokenChecker, ChecksAgainstEverySecretInForce) {
  TokenChecker checker{{secret, next_secret}};
  auto const content = viewer_content();
  auto checks = [&](Secret const& key) { return checker.check(sign_token(content, key), now).ok(); };
  EXPECT_TRUE(checks(secret));
  EXPECT_TRUE(checks(next_secret));
  EXPECT_FALSE(checks(third_secret));
  checker.replace_secrets({third_secret, next_secret, secret});
  EXPECT_TRUE(checks(secret));
  EXPECT_TRUE(checks(next_secret));
  EXPECT_TRUE(checks(third_secret));
  checker.replace_secrets({third_secret});
  EXPECT_FALSE(checks(secret));
  EXPECT_FALSE(checks(next_secret));
  EXPECT_TRUE(checks(third_secret));
  EXPECT_THROW(checker.replace_secrets({}), std::invalid_argument);
  EXPECT_TRUE(checks(third_secret));
  EXPECT_THROW(TokenChecker{{}}, std::invalid_argument);
}

TEST(TokenChecker, CheckersInOneThreadDoNotMixUpTheirSecrets) {
  TokenChecker const first{{secret}};
  TokenChecker const second{{next_secret}};
  auto const token = sign_token(viewer_content(), secret);
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(first.check(token, now).ok());
    EXPECT_FALSE(second.check(token, now).ok());
  }
}

TEST(TokenChecker, ReplacesSecretsWhileOthersCheck) {
  TokenChecker checker{{secret, next_secret}};
  auto const kept = sign_token(viewer_content(), next_secret);
  auto const gone = sign_token(viewer_content(), secret);
  std::atomic<bool> finished{false};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 3; ++thread) {
    threads.emplace_back([&] {
      while (!finished) {
        if (!checker.check(kept, now).ok()) ++refused;
      }
      if (checker.check(gone, now).ok()) ++refused;
    });
  }
  for (int round = 0; round < 200; ++round) {
    checker.replace_secrets(round % 2 == 0 ? std::vector{next_secret, third_secret} : std::vector{secret, next_secret});
  }
  checker.replace_secrets({next_secret});
  finished = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
}

TEST(DecodeSecret, TakesWhatTheConsoleShows) {
  EXPECT_EQ(decode_secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").value().size(), 32U);
  EXPECT_EQ(decode_secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").value().size(), 32U);
  EXPECT_EQ(decode_secret(base64_encoded(Secret(16, '\xFF'))).value(), Secret(16, '\xFF'));
  EXPECT_EQ(decode_secret(base64_encoded(Secret(128, 'x'))).value(), Secret(128, 'x'));
}

TEST(DecodeSecret, RefusesTheRestWithoutRepeatingIt) {
  for (std::string const& text :
       {std::string{}, std::string{"not base64!"}, base64_encoded(Secret(15, 'x')), base64_encoded(Secret(129, 'x')),
        base64_encoded(Secret(32, 'x')) + "\n", base64_encoded(Secret(32, 'x')) + "=", std::string(10'000, 'A'),
        std::string{"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9"}, std::string{"__________________________8="}}) {
    auto const outcome = decode_secret(text);
    ASSERT_FALSE(outcome.ok()) << text;
    EXPECT_EQ(outcome.refusal().code, RefusalCode::invalid_settings);
    if (!text.empty()) {
      EXPECT_EQ((outcome.refusal().message + outcome.refusal().detail).find(text), std::string::npos);
    }
  }
}

TEST(ExternalToken, SaysWhatHelixWants) {
  auto const token = external_token(ChannelId{4711}, "99", secret, now);
  auto const first_dot = token.find('.');
  auto const payload = token.substr(first_dot + 1, token.rfind('.') - first_dot - 1);
  std::string text(payload.size(), '\0');
  text.resize(*base64url_decode(payload, text));
  EXPECT_EQ(text, R"({"exp":1795440060,"user_id":"99","channel_id":"4711","role":"external",)"
                  R"("pubsub_perms":{"send":["broadcast"]}})");
  auto const outcome = TokenChecker{{secret}}.check(token, now);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.value().channel, ChannelId{4711});
}

}  // namespace
}  // namespace shipvote::twitch
