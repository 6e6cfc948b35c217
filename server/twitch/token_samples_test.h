// Tokens of every kind for tests: good ones, and signed ones with any content.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "foundation/base64.h"
#include "twitch/signing_key.h"
#include "twitch/token.h"

namespace shipvote::twitch::token_samples {

using namespace std::chrono_literals;

inline TimePoint const now{1'795'440'000s};
inline Secret const secret(32, '\x07');
inline Secret const next_secret(32, '\x08');
inline Secret const third_secret(32, '\x09');
inline std::string const usual_header = R"({"alg":"HS256","typ":"JWT"})";

// A token with any header and payload, signed properly.
inline std::string token_of(std::string_view payload, std::string_view header = usual_header,
                            Secret const& key = secret) {
  std::string const text = base64url_encoded(header) + "." + base64url_encoded(payload);
  Signature const signature = SigningKey{key}.sign(text);
  return text + "." + base64url_encoded({signature.data(), signature.size()});
}

// Good claims without the closing brace, to be followed by further members.
inline std::string const good_claims =
    R"({"exp":1795443600,"opaque_user_id":"UG12X345T6J78","channel_id":"27419011","role":"viewer")";

// Why a token is refused; empty when it is accepted.
inline std::string fault_of(std::string_view token, TimePoint at = now) {
  auto const outcome = TokenChecker{{secret}}.check(token, at);
  if (outcome.ok()) return "";
  EXPECT_EQ(outcome.refusal().code, RefusalCode::unauthorized);
  EXPECT_EQ(outcome.refusal().message, "unauthorized");
  EXPECT_FALSE(outcome.refusal().detail.empty());
  return outcome.refusal().detail;
}

inline std::string fault_of_claims(std::string_view payload, TimePoint at = now) {
  return fault_of(token_of(payload), at);
}
inline std::string fault_with(std::string_view members) {
  return fault_of_claims(good_claims + std::string{members} + "}");
}

inline TokenContent viewer_content() {
  TokenContent content;
  content.channel_id = "27419011";
  content.role = "viewer";
  content.opaque_user_id = "UG12X345T6J78";
  content.expires_at = now + 1h;
  return content;
}

}  // namespace shipvote::twitch::token_samples
