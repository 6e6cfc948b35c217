#include "http/response_head.h"

#include <gtest/gtest.h>

namespace shipvote::http {
namespace {

TEST(HttpDate, IsWrittenAsTheStandardHasIt) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(Etag, IsFoundInListsWeakOrStrong) {
  EXPECT_TRUE(names_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(names_etag("W/\"a\"", "\"a\""));
  EXPECT_TRUE(names_etag("\"x\", W/\"y,z\" ,\"a\"", "\"a\""));
  EXPECT_TRUE(names_etag("\"x,\", \"y,z\"", "\"y,z\""));
  EXPECT_TRUE(names_etag(" * ", "\"a\""));
}

TEST(Etag, IsNotFoundElsewhere) {
  for (std::string_view const header : {"", "\"b\"", "a", "\"a", "\"\"", "\"b\", \"aa\"", "W/", "**", ","}) {
    EXPECT_FALSE(names_etag(header, "\"a\"")) << header;
  }
  EXPECT_FALSE(names_etag("*", ""));
}

TEST(HeadersValid, RefusesWhatWouldSplitOrReframeTheMessage) {
  auto const with = [](std::string name, std::string value) {
    Response response(200, std::string("{}"));
    response.headers.emplace_back(std::move(name), std::move(value));
    return headers_valid(response);
  };
  EXPECT_TRUE(with("Location", "/api/channels/4711"));
  EXPECT_TRUE(with("X-Name", "J\xC3\xB6rg"));
  EXPECT_FALSE(with("Location", "/a\r\nSet-Cookie: b"));
  EXPECT_FALSE(with("Location", "/a\nb"));
  EXPECT_FALSE(with("Location", std::string("/a\0b", 4)));
  EXPECT_FALSE(with("Bad Name", "a"));
  EXPECT_FALSE(with("Bad:Name", "a"));
  EXPECT_FALSE(with("", "a"));
  EXPECT_FALSE(with("content-length", "5"));
  EXPECT_FALSE(with("Transfer-Encoding", "chunked"));
  EXPECT_FALSE(with("Connection", "close"));
  Response etag(200, std::string("{}"));
  etag.etag = "\"a\"\r\nX: b";
  EXPECT_FALSE(headers_valid(etag));
  EXPECT_FALSE(headers_valid(Response(99, std::string())));
  EXPECT_FALSE(headers_valid(Response(1'000, std::string())));
}

}  // namespace
}  // namespace shipvote::http
