#include "foundation/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace shipvote::log {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

template <class Action>
std::string written(Action const& action) {
  testing::internal::CaptureStderr();
  action();
  return testing::internal::GetCapturedStderr();
}

std::string written_value(Field const& field) {
  auto const line = written([&] { info("event", {field}); });
  auto const start = line.find("event ");
  return start == std::string::npos ? line : line.substr(start + 6);
}

TEST(Log, WritesOneLineForAnEvent) {
  auto const line = written([] { info("vote_opened", {{"channel", "4711"}, {"vote", 12}, {"live", true}}); });
  EXPECT_THAT(line, MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z info vote_opened "
                                 "channel=4711 vote=12 live=true\n"));
  EXPECT_THAT(written([] { warning("w"); }), EndsWith("Z warning w\n"));
  EXPECT_THAT(written([] { error("e"); }), EndsWith("Z error e\n"));
}

TEST(Log, QuotesWhatNeedsIt) {
  EXPECT_EQ(written_value({"f", ""}), "f=\"\"\n");
  EXPECT_EQ(written_value({"f", "two words"}), "f=\"two words\"\n");
  EXPECT_EQ(written_value({"f", "a=b"}), "f=\"a=b\"\n");
  EXPECT_EQ(written_value({"f", "say \"no\" \\"}), "f=\"say \\\"no\\\" \\\\\"\n");
  EXPECT_EQ(written_value({"f", "Königsberg"}), "f=Königsberg\n");
  EXPECT_EQ(written_value({"f", "{} %s"}), "f=\"{} %s\"\n");
}

// Nobody can write a line of their own into the log.
TEST(Log, KeepsControlCharactersOut) {
  EXPECT_EQ(written_value({"f", "a\nb\r\x1B[31m\x7F\t"}), "f=\"a\\x0ab\\x0d\\x1b[31m\\x7f\\x09\"\n");
  EXPECT_EQ(written_value({"f", std::string_view{"a\0b", 3}}), "f=\"a\\x00b\"\n");
}

TEST(Log, DropsWhatIsBelowTheLevel) {
  EXPECT_THAT(written([] { debug("d"); }), IsEmpty());
  set_level(Level::error);
  EXPECT_THAT(written([] { warning("w"); }), IsEmpty());
  EXPECT_THAT(written([] { error("e"); }), HasSubstr("error e"));
  set_level(Level::debug);
  EXPECT_THAT(written([] { debug("d"); }), HasSubstr("debug d"));
  set_level(Level::info);
}

}  // namespace
}  // namespace shipvote::log
