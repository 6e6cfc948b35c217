#include "foundation/outgoing_call.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <thread>

namespace shipvote {
namespace {

TEST(PercentEncoding, LeavesOnlyUnreservedCharactersAlone) {
  EXPECT_EQ(percent_encoded("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(percent_encoded("a b+c/d?e=f&g#h%"), "a%20b%2Bc%2Fd%3Fe%3Df%26g%23h%25");
  EXPECT_EQ(percent_encoded("ü\x01\x7F\xFF"), "%C3%BC%01%7F%FF");
  EXPECT_EQ(percent_encoded(std::string_view{"\0", 1}), "%00");
  EXPECT_EQ(percent_encoded(""), "");
}

std::string decoded(std::string const& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      bytes += text[at];
      continue;
    }
    bytes += static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16));
    at += 2;
  }
  return bytes;
}

RC_GTEST_PROP(PercentEncoding, CanBeUndone, (std::string const& bytes)) {
  auto const text = percent_encoded(bytes);
  RC_ASSERT(decoded(text) == bytes);
  RC_ASSERT(text.find_first_of(" /?#&=+\"<>\\") == std::string::npos);
}

TEST(OutgoingResponse, FindsItsHeaders) {
  OutgoingResponse response;
  response.headers = {{"a", "1"}, {"b", "2"}, {"b", "3"}};
  EXPECT_EQ(response.header("b"), "2");
  EXPECT_EQ(response.header("c"), "");
}

// Answers on a thread of its own, as the real one does.
class ThreadedCaller final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, OutgoingDone done) override {
    thread_ = std::thread{[url = std::move(request.url), done = std::move(done)] {
      if (url == "none") return done(OutgoingFailure{true, "too late"});
      OutgoingResponse response;
      response.status = 200;
      response.body = url;
      done(std::move(response));
    }};
  }
  ~ThreadedCaller() override { thread_.join(); }

 private:
  std::thread thread_;
};

OutgoingResult call_for(std::string url) {
  ThreadedCaller caller;
  OutgoingRequest request;
  request.url = std::move(url);
  return call_and_wait(caller, std::move(request));
}

TEST(CallAndWait, HandsBackAnswerOrFailure) {
  auto const answer = call_for("http://x");
  ASSERT_TRUE(std::holds_alternative<OutgoingResponse>(answer));
  EXPECT_EQ(std::get<OutgoingResponse>(answer).body, "http://x");
  auto const failure = call_for("none");
  ASSERT_TRUE(std::holds_alternative<OutgoingFailure>(failure));
  EXPECT_TRUE(std::get<OutgoingFailure>(failure).timed_out);
}

}  // namespace
}  // namespace shipvote
