// Helix: live messages and chat; every success and every refusal.
#include <gtest/gtest.h>

#include "sim/helix_testing.h"

namespace shipvote::sim {
namespace {

using namespace std::chrono_literals;
using testing::HelixRoom;
using testing::message_body;
using testing::message_of;
using testing::start;

TEST(HelixMessagesTest, AcceptsABroadcastAndHandsItOn) {
  HelixRoom room;
  auto const response = room.send(message_body("hello"));
  EXPECT_EQ(response.status, 204);
  EXPECT_TRUE(response.body.empty());
  ASSERT_EQ(room.sent.size(), 1U);
  EXPECT_EQ(room.sent[0].channel_id, "4711");
  EXPECT_EQ(room.sent[0].targets, std::vector<std::string>{"broadcast"});
  EXPECT_EQ(room.sent[0].message, "hello");
  EXPECT_EQ(testing::header_of(response, "Ratelimit-Limit"), "100");
  EXPECT_EQ(testing::header_of(response, "Ratelimit-Remaining"), "99");
  EXPECT_EQ(testing::header_of(response, "Ratelimit-Reset"), "1795440001");
}

TEST(HelixMessagesTest, AcceptsABroadcastersOwnToken) {
  HelixRoom room;
  auto const token = room.bearer(TokenWish("4711", "broadcaster", "U4711"));
  EXPECT_EQ(room.call(http::Method::post, "/extensions/pubsub", "", message_body("x"), token).status, 204);
}

TEST(HelixMessagesTest, RefusesCallersInTurn) {
  HelixRoom room;
  auto const body = message_body("x");
  auto const refusal = [&](std::string_view client_id, std::string const& authorization) {
    auto const response =
        room.helix.answer({http::Method::post, "/extensions/pubsub", "", client_id, authorization, body}, start);
    EXPECT_FALSE(testing::header_of(response, "Ratelimit-Limit").empty());
    return std::to_string(response.status) + " " + message_of(response);
  };
  auto const good = room.external();
  std::string const unverified = "401 Error (401): JWT could not be verified";
  EXPECT_EQ(refusal("", good), "401 Client ID is missing");
  EXPECT_EQ(refusal("another", good), "401 Client ID and OAuth token do not match");
  EXPECT_EQ(refusal(testing::client, ""), "401 OAuth token is missing");
  EXPECT_EQ(refusal(testing::client, "Bearer nonsense"), unverified);
  EXPECT_EQ(refusal(testing::client, "Bearer a.b.c"), unverified);
  EXPECT_EQ(refusal(testing::client, good + "x"), unverified);
  EXPECT_EQ(refusal(testing::client, room.external("4711", start - 2h)), unverified);
  EXPECT_EQ(refusal(testing::client, room.bearer(TokenWish("4711", "viewer", "U1"))),
            "401 Error (401): Authorization refused");
  TokenWish stranger("4711", "external", "");
  stranger.user_id = "901";
  EXPECT_EQ(refusal(testing::client, room.bearer(stranger)), "401 Error (401): Authorization refused");
  EXPECT_EQ(refusal(testing::client, room.external("4712")), "403 Error (403): Wrong channel requested");
  EXPECT_TRUE(room.sent.empty());
}

TEST(HelixMessagesTest, RefusesASlashAtTheEnd) {
  HelixRoom room;
  auto const response = room.call(http::Method::post, "/extensions/pubsub/", "", message_body("x"), room.external());
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(message_of(response), "Invalid OAuth token");
}

TEST(HelixMessagesTest, RefusesBodiesThatMakeNoSense) {
  HelixRoom room;
  for (std::string_view const body : {
           "",
           "[]",
           "{",
           R"({"broadcaster_id":"4711","message":"x"})",
           R"({"target":[],"broadcaster_id":"4711","message":"x"})",
           R"({"target":"broadcast","broadcaster_id":"4711","message":"x"})",
           R"({"target":["everyone"],"broadcaster_id":"4711","message":"x"})",
           R"({"target":["whisper-"],"broadcaster_id":"4711","message":"x"})",
           R"({"target":["broadcast"],"message":"x"})",
           R"({"target":["broadcast"],"broadcaster_id":4711,"message":"x"})",
           R"({"target":["broadcast"],"broadcaster_id":"4711"})",
           R"({"target":["broadcast"],"broadcaster_id":"4711","message":{}})",
           R"({"target":["global"],"broadcaster_id":"4711","message":"x"})",
           R"({"target":["global"],"is_global_broadcast":1,"message":"x"})",
           R"({"target":["global"],"is_global_broadcast":true,"broadcaster_id":"4711","message":"x"})",
           R"({"target":["broadcast","global"],"is_global_broadcast":true,"message":"x"})",
       }) {
    auto const response = room.send(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(testing::body_of(response).at("error"), "Bad Request");
    EXPECT_EQ(testing::body_of(response).at("status"), 400);
  }
  EXPECT_TRUE(room.sent.empty());
}

TEST(HelixMessagesTest, MeasuresTheDecodedMessageInBytes) {
  HelixRoom room;
  std::string const umlauts = [] {
    std::string text;
    while (text.size() < helix_limits::message_bytes) text += "ü";
    return text;
  }();
  EXPECT_EQ(room.send(message_body(umlauts)).status, 204);
  auto const refused = room.send(message_body(umlauts + "x"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.body, R"({"error":"Unprocessable Entity","status":422,"message":"The message is too large."})");
}

TEST(HelixMessagesTest, EachChannelHasItsOwnPotOfAHundred) {
  HelixRoom room;
  for (int message = 0; message < 100; ++message) EXPECT_EQ(room.send(message_body("x")).status, 204);
  auto const refused = room.send(message_body("x"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(testing::body_of(refused).at("error"), "Too Many Requests");
  EXPECT_EQ(testing::header_of(refused, "Ratelimit-Remaining"), "0");
  EXPECT_EQ(testing::header_of(refused, "Ratelimit-Reset"), std::to_string(1'795'440'000 + 100));
  EXPECT_EQ(
      room.call(http::Method::post, "/extensions/pubsub", "", message_body("x", "99"), room.external("99")).status,
      204);
  EXPECT_EQ(room.send(message_body("x"), start + 1s).status, 204);
  EXPECT_EQ(room.send(message_body("x"), start + 1s).status, 429);
  EXPECT_EQ(room.sent.size(), 102U);
}

TEST(HelixMessagesTest, GlobalMessagesNeedTheRightTokenAndHaveTheirOwnPot) {
  HelixRoom room;
  std::string const body = R"({"target":["global"],"is_global_broadcast":true,"message":"x"})";
  auto const send = [&](std::string const& token) {
    return room.call(http::Method::post, "/extensions/pubsub", "", body, token);
  };
  EXPECT_EQ(send(room.external("4711")).status, 403);
  EXPECT_EQ(send(room.external("all")).status, 204);
  ASSERT_EQ(room.sent.size(), 1U);
  EXPECT_EQ(room.sent[0].channel_id, "all");
}

TEST(HelixMessagesTest, RefusesSignedTokensWithClaimsInTheWrongForm) {
  HelixRoom room;
  auto const send = [&](std::string const& claims) {
    auto const response =
        room.call(http::Method::post, "/extensions/pubsub", "", message_body("x"), room.signed_claims(claims));
    return std::to_string(response.status) + " " + message_of(response);
  };
  std::string const verified = "403 Error (403): JWT could not be verified";
  std::string const expiry = R"("exp":1795440060,)";
  // Ids as numbers, and permissions as a list.
  EXPECT_EQ(send("{" + expiry +
                 R"("role":"external","user_id":900,"channel_id":"4711","pubsub_perms":{"send":["broadcast"]}})"),
            verified);
  EXPECT_EQ(send("{" + expiry +
                 R"("role":"external","user_id":"900","channel_id":4711,"pubsub_perms":{"send":["broadcast"]}})"),
            verified);
  EXPECT_EQ(
      send("{" + expiry + R"("role":"external","user_id":"900","channel_id":"4711","pubsub_perms":["broadcast"]})"),
      verified);
  EXPECT_EQ(send(R"({"role":"external","user_id":"900","channel_id":"4711","pubsub_perms":{"send":["broadcast"]}})"),
            verified);
  EXPECT_EQ(send("{" + expiry + R"("role":"external","user_id":"900","channel_id":"4711"})"),
            "403 Error (403): Wrong channel requested");
  EXPECT_TRUE(room.sent.empty());
}

TEST(HelixMessagesTest, AcceptsASecretUntilItExpires) {
  HelixRoom room;
  auto const old_token = [&](TimePoint now) {
    return "Bearer " + mint_token(room.external_wish(), room.first_secret, now);
  };
  room.secrets.rotate(start, 300s);
  auto const send = [&](TimePoint now) {
    return room.call(http::Method::post, "/extensions/pubsub", "", message_body("x"), old_token(now), now).status;
  };
  EXPECT_EQ(send(start + 59min), 204);
  EXPECT_EQ(send(start + 61min), 401);
}

TEST(HelixChatTest, TakesTwelveLinesAMinuteOfAtMost280Characters) {
  HelixRoom room;
  auto const say = [&](std::string const& text, TimePoint now = start) {
    auto const body = boost::json::serialize(
        boost::json::object{{"text", text}, {"extension_id", testing::client}, {"extension_version", "1.0.0"}});
    return room.call(http::Method::post, "/extensions/chat", "broadcaster_id=4711", body, room.external("4711", now),
                     now);
  };
  std::string longest;
  for (int character = 0; character < 280; ++character) longest += "é";
  EXPECT_EQ(say(longest).status, 204);
  EXPECT_EQ(say(longest + "e").status, 400);
  for (int line = 1; line < 12; ++line) EXPECT_EQ(say("ahoy").status, 204);
  EXPECT_EQ(say("ahoy").status, 429);
  EXPECT_EQ(say("ahoy", start + 5s).status, 204);
  EXPECT_EQ(room.helix.chat_of("4711").size(), 13U);
}

TEST(HelixChatTest, RefusesWhatIsMissing) {
  HelixRoom room;
  std::string const good = R"({"text":"a","extension_id":"aclientidof30characters0000000","extension_version":"1"})";
  auto const say = [&](std::string_view query, std::string_view body, std::string const& token) {
    return room.call(http::Method::post, "/extensions/chat", query, body, token).status;
  };
  EXPECT_EQ(say("broadcaster_id=4711", good, room.external()), 204);
  EXPECT_EQ(say("", good, room.external()), 400);
  EXPECT_EQ(say("broadcaster_id=4711", R"({"text":"a"})", room.external()), 400);
  EXPECT_EQ(say("broadcaster_id=4711", "no", room.external()), 400);
  EXPECT_EQ(say("broadcaster_id=4711", good, room.bearer(TokenWish("4711", "broadcaster", "U4711"))), 401);
}

}  // namespace
}  // namespace shipvote::sim
