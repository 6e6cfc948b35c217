#include "twitch/helix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/base64.h"
#include "foundation/hand_time.h"
#include "foundation/limits.h"

namespace shipvote::twitch {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace json = boost::json;

Secret const own_secret(32, 'a');
Secret const next_secret(32, 'b');
ChannelId const messaged_channel{4711};

// Keeps what is sent, and answers when the test says so.
class HandCaller final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, OutgoingDone done) override {
    requests.push_back(std::move(request));
    waiting.push_back(std::move(done));
  }
  void answer(OutgoingResult result) {
    auto const done = std::move(waiting.front());
    waiting.erase(waiting.begin());
    done(std::move(result));
  }
  void answer(int status, std::string body = {}, std::vector<std::pair<std::string, std::string>> headers = {}) {
    OutgoingResponse response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    answer(std::move(response));
  }
  std::vector<OutgoingRequest> requests;
  std::vector<OutgoingDone> waiting;
};

class HelixTest : public ::testing::Test {
 protected:
  static HelixSettings settings() {
    HelixSettings made;
    made.base_url = "https://helix.example/base";
    made.client_id = "client";
    made.owner_user_id = "99";
    made.extension_version = "1.2.3";
    return made;
  }
  HelixDone take() {
    return [this](HelixAnswer answer) { answers.push_back(std::move(answer)); };
  }
  // Sends a message and has it answered.
  HelixAnswer answered(OutgoingResult result) {
    client.send_message(messaged_channel, "hello", CallTurn::usual, take());
    caller.answer(std::move(result));
    return answers.back();
  }
  HelixAnswer answered(int status, std::string body = {},
                       std::vector<std::pair<std::string, std::string>> headers = {}) {
    client.send_message(messaged_channel, "hello", CallTurn::usual, take());
    caller.answer(status, std::move(body), std::move(headers));
    return answers.back();
  }
  std::string header(std::size_t request, std::string const& name) const {
    for (auto const& [each, value] : caller.requests.at(request).headers) {
      if (each == name) return value;
    }
    return "(none)";
  }
  std::string token(std::size_t request) const {
    auto const value = header(request, "Authorization");
    EXPECT_TRUE(value.starts_with("Bearer ")) << value;
    return value.substr(std::min<std::size_t>(7, value.size()));
  }
  json::object body(std::size_t request) const { return json::parse(caller.requests.at(request).body).as_object(); }

  HandTime time{TimePoint{1'795'440'000s}};
  HandCaller caller;
  std::vector<HelixAnswer> answers;
  HelixClient client{settings(), caller, time, {own_secret, next_secret}};
};

TEST_F(HelixTest, SendsAMessageAsTwitchWantsIt) {
  client.send_message(messaged_channel, "say \"hi\" ü", CallTurn::usual, take());
  ASSERT_EQ(caller.requests.size(), 1U);
  EXPECT_EQ(caller.requests[0].method, "POST");
  EXPECT_EQ(caller.requests[0].url, "https://helix.example/base/extensions/pubsub");
  EXPECT_EQ(header(0, "Client-Id"), "client");
  EXPECT_EQ(header(0, "Content-Type"), "application/json");
  EXPECT_EQ(body(0), json::parse(R"({"target":["broadcast"],"broadcaster_id":"4711","is_global_broadcast":false,)"
                                 R"("message":"say \"hi\" ü"})"));
  EXPECT_EQ(token(0), external_token(messaged_channel, "99", own_secret, time.now()));
  EXPECT_THAT(answers, IsEmpty());
  caller.answer(204, "", {{"ratelimit-remaining", "99"}, {"ratelimit-reset", "1795440001"}});
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].verdict, HelixVerdict::accepted);
  EXPECT_EQ(answers[0].status, 204);
  EXPECT_EQ(answers[0].remaining, 99);
  EXPECT_EQ(answers[0].bucket_full_at, TimePoint{1'795'440'001s});
}

TEST_F(HelixTest, WritesADeveloperSegment) {
  client.write_developer_segment(messaged_channel, "{\"a\":1}", "7", take());
  client.write_developer_segment(messaged_channel, "{}", "", take());
  EXPECT_EQ(caller.requests[0].method, "PUT");
  EXPECT_EQ(caller.requests[0].url, "https://helix.example/base/extensions/configurations");
  EXPECT_EQ(body(0), json::parse(R"({"extension_id":"client","segment":"developer","broadcaster_id":"4711",)"
                                 R"("content":"{\"a\":1}","version":"7"})"));
  EXPECT_FALSE(body(1).contains("version"));
}

TEST_F(HelixTest, SendsChat) {
  client.send_chat(messaged_channel, "A vote is open", take());
  EXPECT_EQ(caller.requests[0].method, "POST");
  EXPECT_EQ(caller.requests[0].url, "https://helix.example/base/extensions/chat?broadcaster_id=4711");
  EXPECT_EQ(body(0), json::parse(R"({"text":"A vote is open","extension_id":"client","extension_version":"1.2.3"})"));
}

TEST_F(HelixTest, MapsEveryStatusToAVerdict) {
  EXPECT_EQ(answered(200).verdict, HelixVerdict::accepted);
  EXPECT_EQ(answered(400).verdict, HelixVerdict::invalid);
  EXPECT_EQ(answered(401).verdict, HelixVerdict::rejected);
  EXPECT_EQ(answered(403).verdict, HelixVerdict::rejected);
  EXPECT_EQ(answered(404).verdict, HelixVerdict::invalid);
  EXPECT_EQ(answered(413).verdict, HelixVerdict::too_large);
  EXPECT_EQ(answered(422).verdict, HelixVerdict::too_large);
  EXPECT_EQ(answered(429).verdict, HelixVerdict::rate_limited);
  EXPECT_EQ(answered(302).verdict, HelixVerdict::failed);
  EXPECT_EQ(answered(500).verdict, HelixVerdict::failed);
  EXPECT_EQ(answered(503).verdict, HelixVerdict::failed);
  auto const timed_out = answered(OutgoingFailure{true, "after 10 s"});
  EXPECT_EQ(timed_out.verdict, HelixVerdict::failed);
  EXPECT_EQ(timed_out.status, 0);
  EXPECT_EQ(timed_out.detail, "time-out: after 10 s");
  EXPECT_EQ(answered(OutgoingFailure{false, "refused"}).detail, "no answer: refused");
}

TEST_F(HelixTest, ReadsErrorsAndHeadersThatMakeNoSense) {
  EXPECT_EQ(
      answered(403, R"({"error":"Forbidden","status":403,"message":"Error (403): Wrong channel requested"})").detail,
      "Error (403): Wrong channel requested");
  EXPECT_EQ(answered(500, "<html>").detail, "<html>");
  EXPECT_EQ(answered(500, std::string(10'000, 'x')).detail.size(), 200U);
  EXPECT_EQ(answered(500, R"({"message":7})").detail, R"({"message":7})");
  for (auto const* value : {"", "-1", "soon", "1e9", "99999999999999999999", "1 "}) {
    auto const answer = answered(429, "", {{"ratelimit-remaining", value}, {"ratelimit-reset", value}});
    EXPECT_EQ(answer.remaining, std::nullopt) << value;
    EXPECT_EQ(answer.bucket_full_at, std::nullopt) << value;
  }
}

TEST_F(HelixTest, DoesNotSendWhatIsTooLarge) {
  client.send_message(messaged_channel, std::string(limits::message_bytes, 'x'), CallTurn::usual, take());
  client.write_developer_segment(messaged_channel, std::string(limits::configuration_bytes, 'x'), "", take());
  std::string umlauts;
  for (std::size_t count = 0; count < limits::chat_characters; ++count) umlauts += "ü";
  client.send_chat(messaged_channel, umlauts, take());
  EXPECT_EQ(caller.requests.size(), 3U);
  EXPECT_THAT(answers, IsEmpty());

  client.send_message(messaged_channel, std::string(limits::message_bytes + 1, 'x'), CallTurn::usual, take());
  client.send_message(messaged_channel, std::string(limits::message_bytes / 2 + 1, '"'), CallTurn::usual,
                      take());  // doubled as JSON
  client.write_developer_segment(messaged_channel, std::string(limits::configuration_bytes + 1, 'x'), "", take());
  client.send_chat(messaged_channel, umlauts + "x", take());
  client.send_chat(messaged_channel, "", take());
  EXPECT_EQ(caller.requests.size(), 3U);
  std::vector<HelixVerdict> verdicts;
  std::transform(answers.begin(), answers.end(), std::back_inserter(verdicts), [](auto const& a) { return a.verdict; });
  EXPECT_THAT(verdicts, ElementsAre(HelixVerdict::too_large, HelixVerdict::too_large, HelixVerdict::too_large,
                                    HelixVerdict::too_large, HelixVerdict::invalid));
}

TEST_F(HelixTest, ReusesATokenWhileItIsGoodForLong) {
  auto send = [&] { client.send_message(messaged_channel, "x", CallTurn::usual, take()); };
  send();
  time.advance(limits::helix_token_reuse - 1ms);
  send();
  EXPECT_EQ(token(0), token(1));
  time.advance(1ms);
  send();
  EXPECT_NE(token(1), token(2));
  TokenChecker const checker{{own_secret}};
  EXPECT_TRUE(checker.check(token(2), time.now()).ok());
  time.advance(-1h);  // the clock was set back: a token from the future is not reused
  send();
  EXPECT_EQ(token(3), external_token(messaged_channel, "99", own_secret, time.now()));
  client.send_message(ChannelId{5}, "x", CallTurn::usual, take());
  EXPECT_EQ(checker.check(token(4), time.now()).value().channel, ChannelId{5});
}

TEST_F(HelixTest, KeepsATokenForEveryChannelThatIsTold) {
  TokenChecker const checker{{own_secret}};
  auto const count = limits::announced_channels;
  auto const send = [&](std::size_t channel) {
    caller.requests.clear();
    caller.waiting.clear();
    client.send_message(ChannelId{channel}, "x", CallTurn::usual, take());
    return token(0);
  };
  auto const first = send(1);
  for (std::size_t each = 2; each < count; ++each) send(each);
  auto const last = send(count);
  EXPECT_EQ(checker.check(last, time.now()).value().channel, ChannelId{count});
  time.advance(1s);
  EXPECT_EQ(send(1), first);
  EXPECT_EQ(send(count), last);
  send(count + 1);  // no room: starts anew
  EXPECT_NE(send(1), first);
  EXPECT_EQ(checker.check(send(1), time.now()).value().channel, ChannelId{1});
}

TEST_F(HelixTest, MessagesAreNotWaitedForLongAndGoBeforeSegments) {
  client.send_message(messaged_channel, "x", CallTurn::first, take());
  client.send_message(messaged_channel, "x", CallTurn::usual, take());
  client.write_developer_segment(messaged_channel, "{}", "1", take());
  client.send_chat(messaged_channel, "x", take());
  EXPECT_EQ(caller.requests[0].timeout, limits::message_timeout);
  EXPECT_EQ(caller.requests[0].turn, CallTurn::first);
  EXPECT_EQ(caller.requests[1].timeout, limits::message_timeout);
  EXPECT_EQ(caller.requests[1].turn, CallTurn::usual);
  EXPECT_EQ(caller.requests[2].timeout, limits::outgoing_timeout);
  EXPECT_EQ(caller.requests[2].turn, CallTurn::last);
  EXPECT_EQ(caller.requests[3].turn, CallTurn::usual);
}

TEST_F(HelixTest, MeasuresAMessageAsJsonWritesIt) {
  for (int byte = 1; byte < 128; ++byte) {
    std::string const each(1, static_cast<char>(byte));
    std::size_t const bytes = json::serialize(json::string_view{each}).size() - 2;
    std::string fits;
    while (fits.size() < limits::message_bytes / bytes) fits += each;
    answers.clear();
    client.send_message(messaged_channel, fits, CallTurn::usual, take());
    EXPECT_THAT(answers, IsEmpty()) << byte;
    client.send_message(messaged_channel, fits + each, CallTurn::usual, take());
    ASSERT_EQ(answers.size(), 1U) << byte;
    EXPECT_EQ(answers[0].verdict, HelixVerdict::too_large) << byte;
  }
}

TEST_F(HelixTest, SignsWithTheFirstSecretAtOnceAfterAReplacement) {
  client.send_message(messaged_channel, "x", CallTurn::usual, take());
  client.replace_secrets({next_secret, own_secret});
  client.send_message(messaged_channel, "x", CallTurn::usual, take());
  EXPECT_TRUE(TokenChecker{{own_secret}}.check(token(0), time.now()).ok());
  EXPECT_TRUE(TokenChecker{{next_secret}}.check(token(1), time.now()).ok());
  EXPECT_THROW(client.replace_secrets({}), std::invalid_argument);
}

TEST_F(HelixTest, CountsByCallAndVerdict) {
  for (int const status : {204, 204, 429, 500, 401}) answered(status);
  client.send_chat(messaged_channel, std::string(300, 'x'), take());
  auto const figures = client.figures();
  auto const& messages = figures.of(HelixCall::message);
  EXPECT_EQ(messages.sent, 5U);
  EXPECT_EQ(messages.of(HelixVerdict::accepted), 2U);
  EXPECT_EQ(messages.of(HelixVerdict::rate_limited), 1U);
  EXPECT_EQ(messages.of(HelixVerdict::failed), 1U);
  EXPECT_EQ(messages.of(HelixVerdict::rejected), 1U);
  EXPECT_EQ(figures.of(HelixCall::chat).sent, 0U);
  EXPECT_EQ(figures.of(HelixCall::chat).of(HelixVerdict::too_large), 1U);
}

TEST_F(HelixTest, LogsAnOutageWithoutFloodingAndWithoutTokens) {
  testing::internal::CaptureStderr();
  for (int count = 0; count < 1'000; ++count) answered(500);
  answered(401, "no");
  time.advance(limits::repeated_log_spacing);
  answered(500);
  std::string const log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3);
  EXPECT_THAT(log, HasSubstr("call=message verdict=failed channel=4711 status=500"));
  EXPECT_THAT(log, HasSubstr("more_since_last=999"));
  EXPECT_THAT(log, HasSubstr("error helix_call_failed call=message verdict=rejected"));
  EXPECT_EQ(log.find(token(0).substr(0, 20)), std::string::npos);
}

TEST_F(HelixTest, AnswersAfterTheClientIsGone) {
  auto other = std::make_unique<HelixClient>(settings(), caller, time, std::vector{own_secret});
  other->send_message(messaged_channel, "x", CallTurn::usual, take());
  other->read_secrets([this](HelixAnswer answer, std::vector<Secret> const&) { answers.push_back(std::move(answer)); });
  other.reset();
  caller.answer(204);
  caller.answer(500);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].verdict, HelixVerdict::accepted);
  EXPECT_EQ(answers[1].verdict, HelixVerdict::failed);
}

class HelixSecretsTest : public HelixTest {
 protected:
  // What reading ends in when Twitch answers with this.
  std::pair<HelixAnswer, std::vector<Secret>> read(int status, std::string const& body) {
    std::pair<HelixAnswer, std::vector<Secret>> result;
    client.read_secrets(
        [&](HelixAnswer answer, std::vector<Secret> secrets) { result = {std::move(answer), std::move(secrets)}; });
    caller.answer(status, body);
    return result;
  }
  std::string listed(char fill, TimePoint active_at, TimePoint expires_at) const {
    return R"({"content":")" + base64_encoded(Secret(32, fill)) + R"(","active_at":")" + iso8601(active_at) +
           R"(","expires_at":")" + iso8601(expires_at) + "\"}";
  }
  static std::string body_of(std::string const& secrets) {
    return R"({"data":[{"format_version":1,"secrets":[)" + secrets + "]}]}";
  }
};

TEST_F(HelixSecretsTest, AsksWithATokenForNoChannel) {
  auto const [answer, secrets] = read(200, body_of(listed('n', time.now(), time.now() + 1h)));
  EXPECT_EQ(caller.requests[0].method, "GET");
  EXPECT_EQ(caller.requests[0].url, "https://helix.example/base/extensions/jwt/secrets?extension_id=client");
  EXPECT_EQ(caller.requests[0].body, "");
  auto const claims = TokenChecker{{own_secret}}.check(token(0), time.now());
  ASSERT_TRUE(claims.ok());
  EXPECT_EQ(claims.value().role, Role::external);
  EXPECT_EQ(claims.value().channel, ChannelId{0});
  EXPECT_EQ(claims.value().user_id, "99");
  EXPECT_EQ(answer.verdict, HelixVerdict::accepted);
  EXPECT_THAT(secrets, ElementsAre(Secret(32, 'n')));
}

TEST_F(HelixSecretsTest, PutsTheActiveOneThatExpiresLatestFirst) {
  auto const now = time.now();
  auto const [answer, secrets] =
      read(200, body_of(listed('o', now - 2h, now + 10min) + "," + listed('e', now - 9h, now) + "," +
                        listed('p', now + 5min, now + 24h * 36'500) + "," + listed('a', now - 1h, now + 24h) + "," +
                        listed('l', now, now + 12h)));
  EXPECT_THAT(secrets, ElementsAre(Secret(32, 'a'), Secret(32, 'l'), Secret(32, 'o'), Secret(32, 'p')));
}

TEST_F(HelixSecretsTest, ReadsTimesInNanosecondsAndSkipsWhatMakesNoSense) {
  auto const good = base64_encoded(Secret(32, 'g'));
  auto const times = R"(","active_at":"2020-01-01T00:00:00.123456789Z","expires_at":"2120-01-01T00:00:00.999999999Z"})";
  auto const [answer, secrets] =
      read(200, body_of(R"({"content":")" + good + times + R"(,{"content":"!!!)" + times + R"(,{"content":7},5,)" +
                        R"({"content":")" + good + R"("},{"content":")" + good +
                        R"(","active_at":"yesterday","expires_at":"2120-01-01T00:00:00Z"})"));
  EXPECT_EQ(answer.verdict, HelixVerdict::accepted);
  EXPECT_THAT(secrets, ElementsAre(Secret(32, 'g')));
}

TEST_F(HelixSecretsTest, BoundsTheirNumber) {
  std::string list = listed('a', time.now(), time.now() + 1h);
  for (int count = 0; count < 50; ++count) list += "," + listed('b', time.now(), time.now() + 1h);
  EXPECT_EQ(read(200, body_of(list)).second.size(), limits::extension_secrets);
}

TEST_F(HelixSecretsTest, TellsWhyThereAreNone) {
  EXPECT_EQ(read(401, R"({"message":"Error (401): Authorization refused"})").first.verdict, HelixVerdict::rejected);
  for (std::string const& body : {std::string{}, std::string{"[]"}, std::string{"{}"}, std::string{R"({"data":{}})"},
                                  std::string{R"({"data":[)"}}) {
    auto const [answer, secrets] = read(200, body);
    EXPECT_EQ(answer.verdict, HelixVerdict::failed) << body;
    EXPECT_EQ(answer.detail, "the answer makes no sense");
    EXPECT_THAT(secrets, IsEmpty());
  }
  for (std::string const& list : {std::string{}, listed('e', time.now() - 2h, time.now() - 1h)}) {
    EXPECT_EQ(read(200, body_of(list)).first.detail, "no secret in force is listed");
  }
}

}  // namespace
}  // namespace shipvote::twitch
