#include "web/obs_routes.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace shipvote::web {
namespace {

http::Response answer(std::string_view path) {
  http::Router router;
  add_obs_routes(router);
  http::Request request;
  request.method = http::Method::get;
  request.target = path;
  request.path = path;
  auto const match = router.match(request);
  if (match.handler == nullptr) return {match.refusal_status, std::string{}};
  boost::asio::io_context loop;
  auto response = boost::asio::co_spawn(loop, (*match.handler)(request), boost::asio::use_future);
  loop.run();
  return response.get();
}

std::string header(http::Response const& response, std::string_view name) {
  for (auto const& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

// With the page in the program: the same page for every channel and key. Without it: words that say so.
TEST(ObsRoutesTest, ShowThePageOrSayThatItIsNotThere) {
  auto const page = answer("/obs/4711/some-key");
  if (!obs_file("obs.html")) {
    EXPECT_EQ(page.status, 404);
    EXPECT_NE(page.body.find("without the page"), std::string::npos);
    return;
  }
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.body, *obs_file("obs.html"));
  EXPECT_EQ(page.body, answer("/obs/4712/another").body);
  EXPECT_NE(header(page, "Content-Security-Policy").find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
  auto const script = answer("/obs/obs.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_NE(page.body.find("/obs/obs.js"), std::string::npos);
  auto const names = answer("/obs/names_de.json");
  EXPECT_EQ(names.status, 200);
  EXPECT_EQ(names.content_type, "application/json; charset=utf-8");
}

TEST(ObsRoutesTest, HaveNothingElse) {
  EXPECT_EQ(answer("/obs/none.js").status, 404);
  EXPECT_EQ(answer("/obs/..").status, 404);
  EXPECT_EQ(answer("/obs").status, 404);
  EXPECT_EQ(answer("/obs/1/2/3").status, 404);
}

}  // namespace
}  // namespace shipvote::web
