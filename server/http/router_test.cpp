#include "http/router.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <string>

namespace shipvote::http {
namespace {

// Handlers are told apart by address.
Handler nothing() {
  return [](Request const&) -> boost::asio::awaitable<Response> { co_return Response(); };
}

Request request_for(Method method, std::string_view path) {
  Request request;
  request.method = method;
  request.path = path;
  return request;
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    router.add(Method::get, "/api/channels/:id/votes", nothing());
    router.add(Method::post, "/api/channels/:id/votes", nothing());
    router.add(Method::get, "/api/channels/:id/votes/:vote_id", nothing());
    router.add(Method::get, "/api/channels/all/votes/newest", nothing());
    router.add(Method::get, "/", nothing());
    router.add_prefix(Method::get, "/static/", nothing());
    router.add_prefix(Method::get, "/static/images/", nothing());
  }
  Router::Match match(Request& request) { return router.match(request); }

  Router router;
};

TEST_F(RouterTest, GivesWhatTheNamedSegmentsMatched) {
  Request request = request_for(Method::get, "/api/channels/4711/votes/12");
  EXPECT_NE(match(request).handler, nullptr);
  EXPECT_EQ(request.parameters[0], "4711");
  EXPECT_EQ(request.parameters[1], "12");
}

TEST_F(RouterTest, ATrailingSlashMatchesOnce) {
  Request once = request_for(Method::get, "/api/channels/4711/votes/");
  EXPECT_NE(match(once).handler, nullptr);
  Request twice = request_for(Method::get, "/api/channels/4711/votes//");
  EXPECT_EQ(match(twice).refusal_status, 404);
  EXPECT_EQ(match(twice).handler, nullptr);
  Request root = request_for(Method::get, "/");
  EXPECT_NE(match(root).handler, nullptr);
}

TEST_F(RouterTest, FixedSegmentsWinAndAreLeftAgainWhenTheRestDoesNotFit) {
  Request fixed = request_for(Method::get, "/api/channels/all/votes/newest");
  Request named = request_for(Method::get, "/api/channels/all/votes/12");
  Handler const* const newest = match(fixed).handler;
  Handler const* const by_id = match(named).handler;
  ASSERT_NE(newest, nullptr);
  ASSERT_NE(by_id, nullptr);
  EXPECT_NE(newest, by_id);
  EXPECT_EQ(fixed.parameters[0], "");
  EXPECT_EQ(named.parameters[0], "all");
  EXPECT_EQ(named.parameters[1], "12");
}

TEST_F(RouterTest, AnotherMethodIsToldWhatIsAllowed) {
  Request request = request_for(Method::delete_, "/api/channels/4711/votes");
  auto const found = match(request);
  EXPECT_EQ(found.handler, nullptr);
  EXPECT_EQ(found.refusal_status, 405);
  EXPECT_EQ(found.allow, "GET, HEAD, POST, OPTIONS");
}

TEST_F(RouterTest, HeadIsAnsweredByGet) {
  Request head = request_for(Method::head, "/api/channels/4711/votes");
  Request get = request_for(Method::get, "/api/channels/4711/votes");
  EXPECT_EQ(match(head).handler, match(get).handler);
  Request head_below = request_for(Method::head, "/static/a.js");
  EXPECT_NE(match(head_below).handler, nullptr);
}

TEST_F(RouterTest, SaysWhichRouteItWas) {
  auto const route_of = [this](Method method, std::string_view path) {
    Request request = request_for(method, path);
    auto const found = match(request);
    if (found.handler == nullptr) return std::string{"none"};
    auto const& route = router.routes().at(found.route);
    return std::string{method_text(route.method)} + " " + route.pattern;
  };
  EXPECT_EQ(router.routes().size(), 7U);
  EXPECT_EQ(route_of(Method::post, "/api/channels/4711/votes/"), "POST /api/channels/:id/votes");
  EXPECT_EQ(route_of(Method::head, "/api/channels/4711/votes/12"), "GET /api/channels/:id/votes/:vote_id");
  EXPECT_EQ(route_of(Method::get, "/static/images/ship.png"), "GET /static/images/*");
  EXPECT_EQ(route_of(Method::get, "/"), "GET /");
  EXPECT_EQ(route_of(Method::post, "/"), "none");
}

TEST_F(RouterTest, TheLongestPrefixAnswersWhatNoRouteMatches) {
  Request script = request_for(Method::get, "/static/a/b.js");
  Request image = request_for(Method::get, "/static/images/ship.png");
  ASSERT_NE(match(script).handler, nullptr);
  ASSERT_NE(match(image).handler, nullptr);
  EXPECT_NE(match(script).handler, match(image).handler);
}

TEST_F(RouterTest, UnknownPathsAreNotFound) {
  for (std::string_view const path : {"/api", "/api/channels/4711", "/api/channels//votes", "/apix", "*", "", "//",
                                      "/api/channels/4711/votes/12/x", "/static"}) {
    Request request = request_for(Method::get, path);
    EXPECT_EQ(match(request).handler, nullptr) << path;
    EXPECT_EQ(match(request).refusal_status, 404) << path;
  }
}

RC_GTEST_PROP(RouterLaw, AnyIdentifierMatchesAndComesBack, ()) {
  Router router;
  router.add(Method::get, "/a/:id/b", nothing());
  auto const id = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::distinctFrom('/')));
  std::string const path = "/a/" + id + "/b";
  Request request = request_for(Method::get, path);
  RC_ASSERT(router.match(request).handler != nullptr);
  RC_ASSERT(std::string(request.parameters[0]) == id);
}

TEST(LoggablePath, KeepsIdsAndHidesWhatMayBeAKey) {
  EXPECT_EQ(loggable_path("/api/channels/18446744073709551615/votes/7/"),
            "/api/channels/18446744073709551615/votes/7/");
  EXPECT_EQ(loggable_path("/live/4711/aB3-_aB3-_aB3-_aB3-_aB"), "/live/4711/…");
  EXPECT_EQ(loggable_path("/live/4711/aB3-_aB3-_aB3-_aB3-_aB/x"), "/live/4711/…/x");
  EXPECT_EQ(loggable_path("/"), "/");
  EXPECT_EQ(loggable_path(""), "");
  std::string long_path;
  while (long_path.size() < 5'000) long_path += "/segment";
  EXPECT_LE(loggable_path(long_path).size(), 230U);
}

TEST(ParseQuery, DecodesPairsInOrder) {
  auto const pairs = parse_query("ids[]=1&ids%5B%5D=2&name=J%C3%B6rg+B&flag&&empty=", 10);
  ASSERT_TRUE(pairs);
  std::vector<std::pair<std::string, std::string>> const expected{
      {"ids[]", "1"}, {"ids[]", "2"}, {"name", "J\xC3\xB6rg B"}, {"flag", ""}, {"empty", ""}};
  EXPECT_EQ(*pairs, expected);
  EXPECT_TRUE(parse_query("", 0)->empty());
}

TEST(ParseQuery, RefusesWhatIsMalformedOrTooMuch) {
  for (std::string_view const query : {"a=%", "a=%1", "a=%zz", "%4=b"}) EXPECT_FALSE(parse_query(query, 10)) << query;
  EXPECT_TRUE(parse_query("a&b", 2));
  EXPECT_FALSE(parse_query("a&b&c", 2));
}

}  // namespace
}  // namespace shipvote::http
