#include "bench/answer_head.h"

#include <gtest/gtest.h>
#include <string>

namespace shipvote::bench {
namespace {

TEST(AnswerHead, ReadsStatusAndLength) {
  std::string const answer = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH:  11 \r\n\r\n{\"ok\":true}";
  AnswerHead head;
  ASSERT_EQ(read_head(answer, head), HeadState::complete);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body_bytes, 11U);
  EXPECT_EQ(answer.substr(head.head_bytes), "{\"ok\":true}");
  EXPECT_FALSE(head.closes);
}

TEST(AnswerHead, IsIncompleteUntilTheEmptyLine) {
  std::string const answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
  AnswerHead head;
  for (std::size_t bytes = 0; bytes < answer.size(); ++bytes) {
    ASSERT_EQ(read_head(answer.substr(0, bytes), head), HeadState::incomplete) << bytes;
  }
  ASSERT_EQ(read_head(answer, head), HeadState::complete);
  EXPECT_EQ(head.status, 204);
  EXPECT_EQ(head.body_bytes, 0U);
  EXPECT_TRUE(head.closes);
}

TEST(AnswerHead, RefusesWhatItCannotCount) {
  AnswerHead head;
  EXPECT_EQ(read_head("HTTP/1.0 200 OK\r\n\r\n", head), HeadState::malformed);
  EXPECT_EQ(read_head("HTTP/1.1 2x0 OK\r\n\r\n", head), HeadState::malformed);
  EXPECT_EQ(read_head("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n", head), HeadState::malformed);
  EXPECT_EQ(read_head("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", head), HeadState::malformed);
  EXPECT_EQ(read_head("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", head), HeadState::malformed);
  EXPECT_EQ(read_head("HTTP/1.1 200 OK\r\nConnection\r\n\r\n", head), HeadState::malformed);
}

}  // namespace
}  // namespace shipvote::bench
