// Helix: configuration segments, secrets and live channels.
#include <gtest/gtest.h>

#include "sim/helix_testing.h"

namespace shipvote::sim {
namespace {

using namespace std::chrono_literals;
using testing::body_of;
using testing::HelixRoom;
using testing::start;

std::string segment_body(std::string const& segment, std::string const& content, std::string const& channel = "4711") {
  boost::json::object body{
      {"extension_id", testing::client}, {"segment", segment}, {"content", content}, {"version", "1"}};
  if (!channel.empty()) body["broadcaster_id"] = channel;
  return boost::json::serialize(body);
}

struct ConfigurationRoom : HelixRoom {
  int write(std::string const& body, TimePoint now = start) {
    return call(http::Method::put, "/extensions/configurations", "", body, external("4711", now), now).status;
  }
  http::Response read(std::string const& query, TimePoint now = start) {
    auto const whole = "extension_id=" + std::string(testing::client) + "&" + query;
    return call(http::Method::get, "/extensions/configurations", whole, "", external("4711", now), now);
  }
};

TEST(HelixConfigurationTest, KeepsSegmentsAndTellsThem) {
  ConfigurationRoom room;
  EXPECT_EQ(room.write(segment_body("developer", "of 4711")), 204);
  EXPECT_EQ(room.write(segment_body("global", "of all", "")), 204);
  EXPECT_EQ(room.helix.segment("developer", "4711")->content, "of 4711");
  EXPECT_FALSE(room.helix.segment("developer", "4712").has_value());
  auto const developer = body_of(room.read("segment=developer&broadcaster_id=4711")).at("data").as_array();
  EXPECT_EQ(boost::json::serialize(developer),
            R"([{"segment":"developer","content":"of 4711","version":"1","broadcaster_id":"4711"}])");
  auto const global = body_of(room.read("segment=global")).at("data").as_array();
  EXPECT_EQ(boost::json::serialize(global), R"([{"segment":"global","content":"of all","version":"1"}])");
  EXPECT_TRUE(body_of(room.read("segment=broadcaster&broadcaster_id=4711")).at("data").as_array().empty());
}

TEST(HelixConfigurationTest, RefusesWhatIsWrong) {
  ConfigurationRoom room;
  EXPECT_EQ(room.write("no"), 400);
  EXPECT_EQ(room.write(segment_body("viewer", "x")), 400);
  EXPECT_EQ(room.write(segment_body("developer", "x", "")), 400);
  EXPECT_EQ(room.write(segment_body("global", "x", "4711")), 400);
  EXPECT_EQ(room.write(R"({"segment":"developer","broadcaster_id":"4711","content":"x"})"), 400);
  EXPECT_EQ(room.write(segment_body("developer", std::string(5'120, 'x'))), 204);
  EXPECT_EQ(room.write(segment_body("developer", std::string(5'121, 'x'))), 400);
  EXPECT_EQ(room.read("segment=viewer").status, 400);
  EXPECT_EQ(room.read("").status, 400);
  EXPECT_EQ(room.read("segment=developer").status, 400);
  EXPECT_EQ(room.read("segment=global&broadcaster_id=4711").status, 400);
  EXPECT_EQ(room.read("segment=global&segment=developer&segment=broadcaster&broadcaster_id=4711").status, 500);
  EXPECT_EQ(room.call(http::Method::put, "/extensions/configurations", "", segment_body("developer", "x"), "").status,
            401);
}

TEST(HelixConfigurationTest, TwentyWritesAndReadsAMinuteForEachSegment) {
  ConfigurationRoom room;
  for (int write = 0; write < 20; ++write) EXPECT_EQ(room.write(segment_body("developer", "x")), 204);
  EXPECT_EQ(room.write(segment_body("developer", "x")), 429);
  EXPECT_EQ(room.write(segment_body("broadcaster", "x")), 204);
  EXPECT_EQ(room.write(segment_body("developer", "x", "99")), 204);
  EXPECT_EQ(room.write(segment_body("developer", "x"), start + 3s), 204);
  for (int read = 0; read < 20; ++read) EXPECT_EQ(room.read("segment=developer&broadcaster_id=4711").status, 200);
  EXPECT_EQ(room.read("segment=developer&broadcaster_id=4711").status, 429);
}

TEST(HelixSecretsTest, TellsAndRotates) {
  HelixRoom room;
  std::string const query = "extension_id=" + std::string(testing::client);
  auto const ask = [&](http::Method method, std::string const& whole) {
    return room.call(method, "/extensions/jwt/secrets", whole, "", room.external());
  };
  auto const told = body_of(ask(http::Method::get, query)).at("data").at(0);
  EXPECT_EQ(told.at("format_version"), 1);
  EXPECT_EQ(told.at("secrets").as_array().size(), 1U);
  EXPECT_EQ(told.at("secrets").at(0).at("content").as_string(), development_secret_base64());

  auto const rotated = body_of(ask(http::Method::post, query + "&delay=600")).at("data").at(0).at("secrets").as_array();
  ASSERT_EQ(rotated.size(), 2U);
  EXPECT_EQ(rotated[0].at("expires_at").as_string(), iso8601(start + 1h));
  EXPECT_EQ(rotated[1].at("active_at").as_string(), iso8601(start + 600s));

  EXPECT_EQ(ask(http::Method::post, query + "&delay=299").status, 400);
  EXPECT_EQ(ask(http::Method::post, query + "&delay=soon").status, 400);
  EXPECT_EQ(ask(http::Method::get, "").status, 400);
  EXPECT_EQ(ask(http::Method::get, "extension_id=other").status, 401);
  EXPECT_EQ(testing::message_of(ask(http::Method::get, "extension_id=other")), "Error (401): Authorization refused");
}

TEST(HelixLiveTest, PagesThroughLiveChannels) {
  HelixRoom room;
  std::string const query = "extension_id=" + std::string(testing::client);
  auto const ask = [&](std::string const& whole, std::string const& token = "Bearer apptoken") {
    return room.call(http::Method::get, "/extensions/live", whole, "", token);
  };
  EXPECT_EQ(ask(query).status, 404);
  for (auto const* channel : {"1", "2", "3"}) room.helix.set_live(channel, true);
  auto const first = body_of(ask(query + "&first=2"));
  EXPECT_EQ(first.at("data").as_array().size(), 2U);
  std::string const cursor(first.at("pagination").as_string());
  auto const second = body_of(ask(query + "&first=2&after=" + cursor));
  EXPECT_EQ(second.at("data").at(0).at("broadcaster_id"), "3");
  EXPECT_EQ(second.at("pagination"), "");
  EXPECT_EQ(ask(query + "&after=nowhere").status, 400);
  EXPECT_EQ(ask("").status, 400);
  EXPECT_EQ(ask(query, "").status, 401);
  EXPECT_EQ(ask(query, room.external()).status, 401);
}

TEST(HelixTest, CountsCallsOtherThanMessages) {
  HelixRoom room;
  for (int call = 0; call < 800; ++call) {
    EXPECT_EQ(room.call(http::Method::get, "/extensions/nothing", "", "", room.external()).status, 404);
  }
  auto const refused = room.call(http::Method::get, "/extensions/nothing", "", "", room.external());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(testing::header_of(refused, "Ratelimit-Limit"), "800");
  EXPECT_EQ(room.send(testing::message_body("x")).status, 204);

  room.helix.set_calls_per_minute(0);
  for (int call = 0; call < 2'000; ++call) {
    EXPECT_EQ(room.call(http::Method::get, "/extensions/nothing", "", "", room.external()).status, 404);
  }
}

}  // namespace
}  // namespace shipvote::sim
