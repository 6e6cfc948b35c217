#include "http/request_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "foundation/limits.h"

namespace shipvote::http {
namespace {

constexpr std::size_t most_body_bytes = 1'000;
using Progress = RequestReader::Progress;

// Hands the bytes over in pieces and asks after each; stops at the first answer that is not needs_more.
Progress feed(RequestReader& reader, std::string_view bytes, std::size_t piece_bytes = SIZE_MAX) {
  Progress progress = reader.next();
  while (!bytes.empty() && (progress == Progress::needs_more || progress == Progress::wants_continue)) {
    auto const space = reader.space();
    std::size_t const size = std::min({space.size(), bytes.size(), piece_bytes});
    std::copy_n(bytes.begin(), size, space.begin());
    bytes.remove_prefix(size);
    reader.received(size);
    progress = reader.next();
  }
  return progress;
}

struct Refused {
  std::string bytes;
  int status;
};

void PrintTo(Refused const& row, std::ostream* out) {
  *out << row.status << " for " << ::testing::PrintToString(row.bytes.substr(0, 120));
}

class RefusedRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedRequest, InOnePieceAndByteByByte) {
  for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
    RequestReader reader(most_body_bytes);
    ASSERT_EQ(feed(reader, GetParam().bytes, piece), Progress::refused) << "pieces of " << piece;
    EXPECT_EQ(reader.refusal().status, GetParam().status) << "pieces of " << piece;
    EXPECT_EQ(reader.next(), Progress::refused);
  }
}

std::string const large(limits::request_header_bytes, 'a');

INSTANTIATE_TEST_SUITE_P(
    RequestLine, RefusedRequest,
    ::testing::Values(
        Refused{"\x16\x03\x01\x02", 400}, Refused{"GET\r\n\r\n", 400}, Refused{"GET /\r\n\r\n", 400},
        Refused{"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Refused{"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        Refused{"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"GET path HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Refused{"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        Refused{"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        Refused{"GET / HTTP/0.9\r\n\r\n", 505}, Refused{"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        Refused{"GET / HTTP/x.1\r\n\r\n", 400}, Refused{"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        Refused{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        Refused{"GET /" + large + " HTTP/1.1\r\nHost: a\r\n\r\n", 431}));

INSTANTIATE_TEST_SUITE_P(
    Fields, RefusedRequest,
    ::testing::Values(
        Refused{"GET / HTTP/1.1\r\n\r\n", 400}, Refused{"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        Refused{"GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400}, Refused{"GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX:\r\n c\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n \r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\t\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n", 400},
        Refused{std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35), 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: y\r\n\r\n", 400},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n", 417},
        Refused{"GET / HTTP/1.1\r\nHost: a\r\nX: " + large + "\r\n\r\n", 431},
        Refused{"GET /" + large.substr(0, 5'000) + " HTTP/1.1\r\nHost: a\r\nX: " + large.substr(0, 5'000) + "\r\n\r\n",
                431}));

std::string const post = "POST / HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Body, RefusedRequest,
    ::testing::Values(
        Refused{post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
        Refused{post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
        Refused{post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
        Refused{post + "Content-Length: 3, 3\r\n\r\nabc", 400}, Refused{post + "Content-Length: +3\r\n\r\nabc", 400},
        Refused{post + "Content-Length: -3\r\n\r\nabc", 400}, Refused{post + "Content-Length: 0x3\r\n\r\nabc", 400},
        Refused{post + "Content-Length:\r\n\r\nabc", 400},
        Refused{post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
        Refused{post + "Content-Length: 1001\r\n\r\n", 413},
        Refused{post + "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n", 413},
        Refused{post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Refused{post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
        Refused{post + "Transfer-Encoding: chunked, gzip\r\n\r\n", 501},
        Refused{post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
        Refused{post + "Transfer-Encoding: identity\r\n\r\n", 501},
        Refused{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", 400},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413},
        Refused{post + "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" + std::string(500, 'b') + "\r\n1f5\r\n", 413}));

TEST(RequestReader, GivesTheFieldsThatHandlersNeed) {
  RequestReader reader(most_body_bytes);
  ASSERT_EQ(feed(reader,
                 "PUT /api/channels/4711?full=true&x HTTP/1.1\r\nHost: a\r\nAUTHORIZATION: Bearer t\r\n"
                 "content-type:application/json\r\nIf-None-Match: \"x\"\r\nOrigin: https://a\r\nLast-Event-ID: 17\r\n"
                 "Content-Length: 4\r\n\r\nbody"),
            Progress::complete);
  Request const& request = reader.request();
  EXPECT_EQ(request.method, Method::put);
  EXPECT_EQ(request.target, "/api/channels/4711?full=true&x");
  EXPECT_EQ(request.path, "/api/channels/4711");
  EXPECT_EQ(request.query, "full=true&x");
  EXPECT_EQ(request.authorization, "Bearer t");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.if_none_match, "\"x\"");
  EXPECT_EQ(request.origin, "https://a");
  EXPECT_EQ(request.last_event_id, "17");
  EXPECT_EQ(request.body, "body");
  EXPECT_TRUE(reader.keep_alive());
}

TEST(RequestReader, UnderstandsTheAbsoluteForm) {
  RequestReader reader(most_body_bytes);
  ASSERT_EQ(feed(reader, "GET http://a:80?q HTTP/1.1\r\nHost: a\r\n\r\n"), Progress::complete);
  EXPECT_EQ(reader.request().path, "/");
  EXPECT_EQ(reader.request().query, "q");
  reader.release();
  ASSERT_EQ(feed(reader, "GET HTTPS://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n"), Progress::complete);
  EXPECT_EQ(reader.request().path, "/b");
  EXPECT_EQ(reader.request().query, "c");
}

TEST(RequestReader, BareLineFeedsEndNothing) {
  for (std::string const& bytes : {std::string("GET / HTTP/1.1\nHost: a\n\n"), post + "\n\n",
                                   post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n"}) {
    for (std::size_t const piece : {std::size_t{1}, SIZE_MAX}) {
      RequestReader reader(most_body_bytes);
      EXPECT_NE(feed(reader, bytes, piece), Progress::complete) << bytes;
    }
  }
}

TEST(RequestReader, EmptyLinesBeforeARequestAreSkipped) {
  RequestReader reader(most_body_bytes);
  ASSERT_EQ(feed(reader, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 1), Progress::complete);
  reader.release();
  std::string lines;
  for (int line = 0; line < 10'000; ++line) lines += "\r\n";
  EXPECT_EQ(feed(reader, lines), Progress::needs_more);
  EXPECT_TRUE(reader.idle());
  EXPECT_EQ(reader.capacity(), limits::connection_buffer_bytes);
}

TEST(RequestReader, TrailersSetNothing) {
  RequestReader reader(most_body_bytes);
  ASSERT_EQ(feed(reader, post + "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nAuthorization: x\r\n\r\n"),
            Progress::complete);
  EXPECT_EQ(reader.request().body, "abc");
  EXPECT_EQ(reader.request().authorization, "");
}

TEST(RequestReader, AsksForTheBodyOnceWhenTheClientWaits) {
  RequestReader reader(most_body_bytes);
  EXPECT_EQ(feed(reader, post + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"), Progress::wants_continue);
  EXPECT_EQ(reader.next(), Progress::needs_more);
  EXPECT_EQ(feed(reader, "abc"), Progress::complete);
}

TEST(RequestReader, ChunkExtensionsCannotGrowWithoutBound) {
  RequestReader reader(most_body_bytes);
  std::string bytes = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (int chunk = 0; chunk < 100; ++chunk) bytes += "1;e=" + std::string(200, 'x') + "\r\na\r\n";
  EXPECT_EQ(feed(reader, bytes), Progress::refused);
}

TEST(RequestReader, AnEndlessChunkHeaderIsRefused) {
  RequestReader reader(most_body_bytes);
  std::string const bytes = post + "Transfer-Encoding: chunked\r\n\r\n1;e=" + std::string(100'000, 'x');
  EXPECT_EQ(feed(reader, bytes), Progress::refused);
}

TEST(RequestReader, IsSmallAgainAfterALargeRequest) {
  RequestReader reader(limits::request_body_bytes);
  std::string const body(limits::request_body_bytes, 'b');
  ASSERT_EQ(feed(reader, post + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body),
            Progress::complete);
  EXPECT_EQ(reader.request().body, body);
  EXPECT_EQ(reader.request().target, "/");
  EXPECT_GT(reader.capacity(), body.size());
  reader.release();
  EXPECT_EQ(reader.capacity(), limits::connection_buffer_bytes);
  EXPECT_TRUE(reader.idle());
}

// One request of a pipeline, as it is sent and as it must be understood.
struct Sent {
  std::string bytes;
  std::string path;
  std::string body;
};

Sent any_request() {
  Sent sent;
  sent.path = "/" + std::string(*rc::gen::inRange<std::size_t>(0, 3'000), 'p');
  sent.body = *rc::gen::resize(900, rc::gen::arbitrary<std::string>());
  sent.bytes = "POST " + sent.path + " HTTP/1.1\r\nHost: a\r\n";
  if (*rc::gen::arbitrary<bool>()) {
    sent.bytes += "Content-Length: " + std::to_string(sent.body.size()) + "\r\n\r\n" + sent.body;
    return sent;
  }
  sent.bytes += "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < sent.body.size();) {
    std::size_t const size = *rc::gen::inRange<std::size_t>(1, sent.body.size() - at + 1);
    char line[20];
    std::snprintf(line, sizeof line, "%zx\r\n", size);
    sent.bytes += line + sent.body.substr(at, size) + "\r\n";
    at += size;
  }
  sent.bytes += "0\r\n\r\n";
  return sent;
}

RC_GTEST_PROP(RequestReaderLaw, APipelineIsUnderstoodHoweverItIsCut, ()) {
  std::vector<Sent> pipeline;
  std::string bytes;
  for (int request = 0; request < 4; ++request) {
    pipeline.push_back(any_request());
    bytes += pipeline.back().bytes;
  }
  std::size_t const piece = *rc::gen::inRange<std::size_t>(1, 3'000);
  RequestReader reader(most_body_bytes);
  std::size_t understood = 0;
  for (std::string_view rest = bytes; understood < pipeline.size();) {
    Progress const progress = reader.next();
    RC_ASSERT(progress != Progress::refused);
    if (progress == Progress::complete) {
      RC_ASSERT(std::string(reader.request().path) == pipeline[understood].path);
      RC_ASSERT(std::string(reader.request().body) == pipeline[understood].body);
      ++understood;
      reader.release();
      continue;
    }
    RC_ASSERT(!rest.empty());
    auto const space = reader.space();
    std::size_t const size = std::min({space.size(), rest.size(), piece});
    std::copy_n(rest.begin(), size, space.begin());
    reader.received(size);
    rest.remove_prefix(size);
  }
  RC_ASSERT(reader.idle());
}

RC_GTEST_PROP(RequestReaderLaw, NoBytesBreakIt, (std::string const& noise)) {
  RequestReader reader(most_body_bytes);
  std::string const request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  std::size_t const at = *rc::gen::inRange<std::size_t>(0, request.size());
  std::string broken = request;
  broken.replace(at, std::min(noise.size(), request.size() - at), noise);
  for (Progress progress = feed(reader, broken, 5); progress == Progress::complete; progress = reader.next()) {
    reader.release();
  }
}

}  // namespace
}  // namespace shipvote::http
