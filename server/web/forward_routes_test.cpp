#include "web/forward_routes.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <utility>
#include <vector>

namespace shipvote::web {
namespace {

using namespace std::chrono_literals;

// shipvote-web, as far as an edge sees it.
class OtherSide final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, OutgoingDone done) override {
    asked.push_back(std::move(request));
    done(answer);
  }
  OutgoingResult answer = OutgoingFailure{false, "nothing was set"};
  std::vector<OutgoingRequest> asked;
};

class ForwardRoutesTest : public ::testing::Test {
 protected:
  ForwardRoutesTest() { add_forward_routes(router, parts); }

  std::string token(std::string role) const {
    twitch::TokenContent content;
    content.channel_id = "4711";
    content.role = std::move(role);
    content.opaque_user_id = "Usomebody";
    content.expires_at = time.now() + 1h;
    return "Bearer " + twitch::sign_token(content, secret);
  }
  // "503 overloaded", or only the status where the answer has no code.
  std::string open_as(std::string role) {
    auto const bearer_token = token(std::move(role));
    http::Request request;
    request.method = http::Method::post;
    request.target = request.path = "/api/channels/4711/votes";
    request.authorization = bearer_token;
    request.content_type = "application/json";
    request.body = R"({"vote":{}})";
    auto const match = router.match(request);
    boost::asio::io_context loop;
    auto future = boost::asio::co_spawn(loop, (*match.handler)(request), boost::asio::use_future);
    loop.run();
    auto const response = future.get();
    auto const body = boost::json::parse(response.body).as_object();
    auto const* const code = body.if_contains("code");
    return std::to_string(response.status) + (code == nullptr ? "" : " " + std::string{code->as_string()});
  }

  SystemTime time;
  twitch::Secret secret = twitch::decode_secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").value();
  twitch::TokenChecker tokens{std::vector<twitch::Secret>{secret}};
  Authorization authorization{tokens, time, ""};
  service::ChannelBoard channels;
  OtherSide web;
  ForwardFigures figures;
  ForwardParts parts{authorization, channels, web, "http://web", figures};
  http::Router router;
};

TEST_F(ForwardRoutesTest, TheAnswerComesBackAsItIs) {
  web.answer = OutgoingResponse{409, {}, R"({"code":"vote_already_open"})"};
  EXPECT_EQ(open_as("broadcaster"), "409 vote_already_open");
  ASSERT_EQ(web.asked.size(), 1U);
  EXPECT_EQ(web.asked.front().url, "http://web/api/channels/4711/votes");
  EXPECT_EQ(web.asked.front().body, R"({"vote":{}})");
  EXPECT_EQ(figures.forwarded, 1U);
}

TEST_F(ForwardRoutesTest, WithoutAnAnswerNobodyKnowsUnlessNothingWasSent) {
  web.answer = OutgoingFailure{true, "timed out"};
  EXPECT_EQ(open_as("broadcaster"), "503 outcome_unknown");
  web.answer = OutgoingFailure{false, "the connection broke"};
  EXPECT_EQ(open_as("broadcaster"), "503 outcome_unknown");
  web.answer = OutgoingFailure{false, "connection refused", false};
  EXPECT_EQ(open_as("broadcaster"), "503 overloaded");
  EXPECT_EQ(figures.failed, 3U);
}

TEST_F(ForwardRoutesTest, WhatModeratorsMayDoIsNotKnownWhileChannelsAreBeingRead) {
  channels.set_complete(false);
  EXPECT_EQ(open_as("moderator"), "503 overloaded");
  EXPECT_EQ(open_as("viewer"), "401 unauthorized");
  channels.set_complete(true);
  EXPECT_EQ(open_as("moderator"), "401 unauthorized");
  EXPECT_TRUE(web.asked.empty());
}

}  // namespace
}  // namespace shipvote::web
