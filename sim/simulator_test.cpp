// The simulator as others see it: over HTTP.
#include "sim/simulator.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "foundation/outgoing_call.h"
#include "http/client.h"
#include "http/event_loops.h"
#include "http/server.h"
#include "sim/routes.h"
#include "sim/sample_fleet.h"
#include "twitch/token.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class SimulatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto const started = simulator.start();
    ASSERT_TRUE(started.ok()) << started.refusal().message;
    ASSERT_NE(simulator.port(), 0);
  }

  OutgoingResult call(std::string method, std::string const& path, std::string body = {}, std::string const& token = {},
                      std::chrono::milliseconds timeout = 5s) {
    OutgoingRequest request;
    request.method = std::move(method);
    request.url = simulator.url() + path;
    request.body = std::move(body);
    request.timeout = timeout;
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
    request.headers.emplace_back("Client-Id", simulator.settings().client_id);
    return call_and_wait(*client, std::move(request));
  }
  OutgoingResponse answer(std::string method, std::string const& path, std::string body = {},
                          std::string const& token = {}) {
    auto result = call(std::move(method), path, std::move(body), token);
    auto const* response = std::get_if<OutgoingResponse>(&result);
    EXPECT_NE(response, nullptr) << path;
    return response != nullptr ? *response : OutgoingResponse{};
  }
  json::value answer_json(std::string method, std::string const& path, std::string body = {}) {
    return json::parse(answer(std::move(method), path, std::move(body)).body);
  }
  std::string external() {
    TokenWish wish("4711", "external", "");
    wish.user_id = simulator.settings().owner_user_id;
    return simulator.mint(wish);
  }
  OutgoingResponse send() {
    return answer("POST", "/helix/extensions/pubsub",
                  R"({"target":["broadcast"],"broadcaster_id":"4711","message":"m"})", external());
  }

  Simulator simulator{SimulatorSettings{}};
  std::unique_ptr<http::Client> client = http::Client::start({});
};

TEST_F(SimulatorTest, MintsTokensThatTheServerUnderstands) {
  twitch::TokenChecker const checker({simulator.secrets().signing(simulator.now())});
  auto const minted = answer_json("POST", "/mint", R"({"channel_id":"4711","role":"broadcaster"})");
  auto const claims = checker.check(std::string(minted.at("token").as_string()), simulator.now());
  ASSERT_TRUE(claims.ok());
  EXPECT_EQ(claims.value().role, twitch::Role::broadcaster);
  EXPECT_EQ(claims.value().opaque_user_id, "U4711");

  auto const expired =
      answer_json("POST", "/mint", R"({"channel_id":"4711","role":"viewer","opaque_user_id":"U1","expires_in":-3600})");
  EXPECT_FALSE(checker.check(std::string(expired.at("token").as_string()), simulator.now()).ok());

  auto const many =
      answer_json("POST", "/mint/viewers", R"({"channel_id":"4711","count":50,"first":7})").at("tokens").as_array();
  ASSERT_EQ(many.size(), 50U);
  auto const first = checker.check(std::string(many[0].as_string()), simulator.now());
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first.value().opaque_user_id, viewer_name(7));
}

TEST_F(SimulatorTest, RefusesWishesThatMakeNoSense) {
  for (auto const* body : {"no", "{}", R"({"channel_id":4711})", R"({"channel_id":"4711","role":"admiral"})",
                           R"({"channel_id":"4711","expires_in":"long"})", R"({"channel_id":"all","role":"viewer"})"}) {
    auto const refused = answer("POST", "/mint", body);
    EXPECT_EQ(refused.status, 400) << body;
    EXPECT_EQ(json::parse(refused.body).at("code"), "invalid_request");
  }
  EXPECT_EQ(answer("POST", "/mint/viewers", R"({"channel_id":"4711","count":50001})").status, 400);
}

TEST_F(SimulatorTest, TakesMessagesAndKeepsThem) {
  auto const accepted = send();
  EXPECT_EQ(accepted.status, 204);
  EXPECT_EQ(accepted.header("ratelimit-remaining"), "99");
  ASSERT_EQ(simulator.messages().of("4711").size(), 1U);
  auto const told = answer_json("GET", "/control/messages/4711");
  EXPECT_EQ(told.at("accepted"), 1);
  EXPECT_EQ(told.at("messages").at(0).at("message"), "m");
  EXPECT_EQ(answer("POST", "/helix/extensions/pubsub/", "{}", external()).status, 403);
}

TEST_F(SimulatorTest, SuffersTheFaultsThatWereOrdered) {
  EXPECT_EQ(answer("POST", "/control/faults", R"({"side":"helix","fault":"server_error","next":1})").status, 200);
  EXPECT_EQ(send().status, 500);
  EXPECT_TRUE(simulator.messages().of("4711").empty());
  simulator.helix_faults().set(Fault::server_error_done, 1);
  EXPECT_EQ(send().status, 500);
  EXPECT_EQ(simulator.messages().of("4711").size(), 1U);
  simulator.helix_faults().set(Fault::rate_limited, 1);
  auto const limited = send();
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.header("ratelimit-remaining"), "0");
  simulator.helix_faults().set(Fault::unauthorized, 1);
  EXPECT_EQ(send().status, 401);
  simulator.helix_faults().set(Fault::unavailable, 1);
  EXPECT_EQ(send().status, 503);
  EXPECT_EQ(send().status, 204);
}

TEST_F(SimulatorTest, FallsSilentAndStillStops) {
  simulator.helix_faults().set(Fault::time_out_done, 1);
  simulator.wargaming_faults().set(Fault::time_out, 1);
  auto const helix = call("POST", "/helix/extensions/pubsub",
                          R"({"target":["broadcast"],"broadcaster_id":"4711","message":"m"})", external(), 200ms);
  ASSERT_TRUE(std::holds_alternative<OutgoingFailure>(helix));
  EXPECT_TRUE(std::get<OutgoingFailure>(helix).timed_out);
  EXPECT_EQ(simulator.messages().of("4711").size(), 1U);
  auto const wargaming = call("GET", "/wargaming/eu/wows/encyclopedia/info/?application_id=simulator", {}, {}, 200ms);
  EXPECT_TRUE(std::holds_alternative<OutgoingFailure>(wargaming));
  simulator.stop();
}

TEST_F(SimulatorTest, OneSlowChannelIsTheOnlyOne) {
  auto const message_to = [this](std::string const& channel, std::chrono::milliseconds patience) {
    TokenWish wish(channel, "external", "");
    wish.user_id = simulator.settings().owner_user_id;
    auto const result = call("POST", "/helix/extensions/pubsub",
                             R"({"target":["broadcast"],"broadcaster_id":")" + channel + R"(","message":"m"})",
                             simulator.mint(wish), patience);
    auto const* response = std::get_if<OutgoingResponse>(&result);
    return response != nullptr ? response->status : 0;
  };
  EXPECT_EQ(answer("POST", "/control/helix", R"({"slow_channel":"4711","delay_ms":20000})").status, 200);
  EXPECT_EQ(message_to("4711", 100ms), 0);
  EXPECT_EQ(message_to("4712", 5s), 204);
  EXPECT_EQ(answer("POST", "/control/helix", R"({"slow_channel":"4711","delay_ms":0})").status, 200);
  EXPECT_EQ(message_to("4711", 5s), 204);

  EXPECT_EQ(answer("POST", "/control/helix", R"({"slow_channel":"here","delay_ms":1})").status, 400);
  EXPECT_EQ(answer("POST", "/control/helix", R"({"slow_channel":"1","delay_ms":20001})").status, 400);
  EXPECT_EQ(answer("POST", "/control/helix", R"({"calls_per_minute":-1})").status, 400);
}

TEST_F(SimulatorTest, ServesTheRealmsOfWargaming) {
  std::string const query = "/wows/account/list/?application_id=simulator&type=exact&search=";
  EXPECT_EQ(answer_json("GET", "/wargaming/eu" + query + "seacaptain").at("data").at(0).at("nickname"), "SeaCaptain");
  EXPECT_EQ(answer_json("GET", "/wargaming/na" + query + "lakeadmiral").at("meta").at("count"), 1);
  EXPECT_EQ(answer_json("GET", "/wargaming/asia" + query + "pearlskipper").at("meta").at("count"), 1);
  EXPECT_EQ(answer("GET", "/wargaming/ru" + query + "anybody").status, 404);
  EXPECT_EQ(answer("GET", "/wargaming/eu").status, 404);
  auto const form = answer("POST", "/wargaming/eu/wows/account/list/", "application_id=simulator&search=SeaC");
  EXPECT_EQ(json::parse(form.body).at("status"), "ok");

  auto const error_of = [&](Fault fault) {
    simulator.wargaming_faults().set(fault, 1);
    return answer_json("GET", "/wargaming/eu" + query + "seacaptain").at("error").at("message");
  };
  EXPECT_EQ(error_of(Fault::rate_limited), "REQUEST_LIMIT_EXCEEDED");
  EXPECT_EQ(error_of(Fault::unavailable), "SOURCE_NOT_AVAILABLE");
  EXPECT_EQ(error_of(Fault::unauthorized), "APPLICATION_IS_BLOCKED");
  simulator.wargaming_faults().set(Fault::server_error, 1);
  EXPECT_EQ(answer("GET", "/wargaming/eu" + query + "seacaptain").status, 500);
}

TEST_F(SimulatorTest, ShowsItsPageAndItsPictures) {
  for (auto const* path :
       {"/", "/instruments", "/rig/rig.css", "/rig/tokens.css", "/rig/rig.js", "/rig/twitch_ext.js"}) {
    auto const file = answer("GET", path);
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_GT(file.body.size(), 500U) << path;
  }
  for (auto const* path : {"/rig/none.js", "/rig/..%2fpage_files.h", "/rig/.hidden"}) {
    EXPECT_EQ(answer("GET", path).status, 404) << path;
  }
  auto const fleet = sample_fleet();
  auto const picture = answer("GET", "/images/" + fleet.ships[0].id.text() + ".svg");
  EXPECT_EQ(picture.header("content-type"), "image/svg+xml");
  EXPECT_NE(picture.body.find("viewBox='0 0 214 126'"), std::string::npos);
  EXPECT_EQ(answer("GET", "/images/none.svg").status, 404);
  EXPECT_EQ(answer("GET", "/images/1.png").status, 404);
}

TEST_F(SimulatorTest, TellsTheRigWhatItCanShow) {
  auto const setup = answer_json("GET", "/control/rig");
  EXPECT_EQ(setup.at("client_id"), json::string(simulator.settings().client_id));
  EXPECT_TRUE(setup.at("pages").as_array().empty());
  std::string const base = "/ext/" + simulator.settings().client_id + "/" + SHIPVOTE_VERSION + "/any/";
  EXPECT_EQ(answer("GET", base + "mobile.html").status, 404);
  EXPECT_EQ(answer("GET", "/ext/another/" SHIPVOTE_VERSION "/any/backend.js").status, 404);
  auto const ships = answer_json("GET", base + "warships.json").at("data").as_array();
  EXPECT_EQ(ships.size(), sample_fleet().ships.size());
  EXPECT_TRUE(ships[0].at("image").as_string().starts_with(simulator.url() + "/images/"));
  EXPECT_EQ(answer_json("GET", "/control/segments/4711"), json::object{});
  for (auto const* path : {"/control/segments/x", "/control/stream/4711", "/control/stream/x?view=a:U1",
                           "/control/stream/4711?view=a", "/control/stream/4711?view=a%0Ab:U1"}) {
    EXPECT_EQ(answer("GET", path).status, 400) << path;
  }
}

TEST_F(SimulatorTest, TurnsKnobsWithinBounds) {
  EXPECT_EQ(answer_json("POST", "/control/delivery", R"({"channel_id":"1","loss":0.5,"delay_most_ms":100})").at("loss"),
            0.5);
  EXPECT_EQ(simulator.delivery().knobs("1").delay_most, 100ms);
  EXPECT_EQ(simulator.delivery().knobs("2").loss, 0);
  for (auto const* body :
       {"no", R"({"loss":2})", R"({"delay_least_ms":50,"delay_most_ms":10})", R"({"duplicate":"x"})"}) {
    EXPECT_EQ(answer("POST", "/control/delivery", body).status, 400) << body;
  }
  for (auto const* body : {"no", R"({"side":"moon","fault":"time_out"})", R"({"side":"helix","fault":"bad"})",
                           R"({"side":"helix","fault":"time_out","fraction":1.5})"}) {
    EXPECT_EQ(answer("POST", "/control/faults", body).status, 400) << body;
  }
  EXPECT_EQ(answer_json("GET", "/control/secrets").at("secrets").at(0).at("content").as_string(),
            development_secret_base64());
  EXPECT_EQ(answer_json("POST", "/control/secrets", R"({"delay":0})").at("secrets").as_array().size(), 2U);
  EXPECT_EQ(answer("POST", "/control/wargaming", R"({"calls_per_second":0,"refuse_in_garage":true})").status, 200);
  EXPECT_EQ(answer_json("GET", "/control/state").at("seed"), 1);
  EXPECT_EQ(answer("GET", "/healthz").status, 200);
}

TEST_F(SimulatorTest, SaysWhenTheAddressIsTaken) {
  SimulatorSettings settings;
  settings.address = "192.0.2.1";  // reserved for documentation: nobody has it
  Simulator other(settings);
  EXPECT_FALSE(other.start().ok());
}

// A web that counts: one ballot for each token, ship 12 is not on the vote.
class CountingWeb {
 public:
  CountingWeb() {
    http::Router router;
    add_plain(router, http::Method::post, "/api/channels/:id/votes/:vote/submit",
              [this](http::Request const& request) { return take(request); });
    server_ = std::move(http::Server::bind(loops_, {}, std::move(router))).value();
    loops_.start();
    server_->start();
  }
  ~CountingWeb() {
    server_->drain(1s);
    loops_.stop();
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
  TimePoint now = SystemTime{}.now();

 private:
  http::Response take(http::Request const& request) {
    auto const claims = checker_.check(request.authorization.substr(7), now);
    if (!claims.ok() || claims.value().channel.value != 4711) return refuse(401, "unauthorized");
    if (claims.value().opaque_user_id.front() == 'A') return refuse(403, "login_required");
    if (request.body.find("\"ship_id\":12}") != std::string_view::npos) return refuse(400, "ship_not_on_vote");
    if (!voted_.insert(claims.value().opaque_user_id).second) return refuse(400, "already_voted");
    return {200, std::string(R"({"ok":true})")};
  }
  static http::Response refuse(int status, std::string const& code) {
    return {status, R"({"ok":false,"code":")" + code + "\"}"};
  }

  http::EventLoops loops_{1};
  twitch::TokenChecker checker_{{std::string(32, 's')}};
  std::set<std::string> voted_;  // one loop only
  std::unique_ptr<http::Server> server_;
};

CrowdSettings crowd_at(std::string const& url) {
  CrowdSettings crowd;
  crowd.web_url = url;
  crowd.channel_id = "4711";
  crowd.vote_id = 1;
  crowd.ships = {ShipId{10}, ShipId{11}};
  crowd.secret = std::string(32, 's');
  return crowd;
}

TEST(CrowdTest, EveryAnswerIsCountedAsPlanned) {
  CountingWeb web;
  auto settings = crowd_at(web.url());
  settings.ships = {ShipId{11}, ShipId{10}};  // so that the ship that is not on the vote is number 12
  settings.viewers = 5'000;
  settings.duplicates = 0.1;
  settings.wrong_ships = 0.05;
  settings.bad_tokens = 0.03;
  settings.anonymous = 0.02;
  Crowd crowd;
  auto const result = crowd.run(settings);
  EXPECT_EQ(result.problem, "");
  EXPECT_EQ(result.viewers, 5'000U);
  EXPECT_EQ(result.sent, result.planned_ballots);
  auto const count = [&](std::string const& name) {
    return result.answers.contains(name) ? result.answers.at(name) : 0;
  };
  EXPECT_EQ(count("401 unauthorized"), result.planned_bad_tokens);
  EXPECT_EQ(count("403 login_required"), result.planned_anonymous);
  EXPECT_EQ(count("400 ship_not_on_vote"), result.planned_wrong_ships);
  EXPECT_EQ(count("400 already_voted"), result.planned_duplicates);
  EXPECT_EQ(count("200"), 5'000 - result.planned_bad_tokens - result.planned_anonymous - result.planned_wrong_ships);
  EXPECT_EQ(result.accepted.at(ShipId{10}) + result.accepted.at(ShipId{11}), count("200"));
  EXPECT_GT(result.planned_duplicates, 300U);
  EXPECT_GT(result.p50_ms, 0);
  EXPECT_GE(result.p99_ms, result.p50_ms);
  EXPECT_GE(result.longest_ms, result.p99_ms);
}

TEST(CrowdTest, GoesHomeWhenNobodyAnswers) {
  std::string gone;
  {
    CountingWeb const web;
    gone = web.url();
  }
  Crowd crowd;
  auto const result = crowd.run(crowd_at(gone));
  EXPECT_NE(result.problem.find("nobody answers"), std::string::npos);
  EXPECT_EQ(result.answers.count("200"), 0U);
}

TEST(CrowdTest, OneAtATimeAndCanBeBrokenOff) {
  CountingWeb web;
  auto settings = crowd_at(web.url());
  settings.viewers = 1'000'000;
  settings.per_second = 10;
  Crowd crowd;
  ASSERT_TRUE(crowd.start(settings));
  EXPECT_FALSE(crowd.start(settings));
  crowd.stop();
  EXPECT_FALSE(crowd.result().running);
  EXPECT_LT(crowd.result().viewers, 1'000'000U);
}

}  // namespace
}  // namespace shipvote::sim
