#include "foundation/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shipvote {
namespace {

using namespace std::chrono_literals;

TimePoint const moment{1'795'464'900'123ms};  // 2026-11-23T20:15:00.123Z

TEST(Time, IsWrittenInUtcToTheMillisecond) {
  EXPECT_EQ(iso8601(moment), "2026-11-23T20:15:00.123Z");
  EXPECT_EQ(iso8601(TimePoint{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso8601(TimePoint{-1ms}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(iso8601(TimePoint{951'782'400s}), "2000-02-29T00:00:00.000Z");
}

TEST(Time, IsReadInEveryUsualForm) {
  for (auto const* text :
       {"2026-11-23T20:15:00.123Z", "2026-11-23t20:15:00.123z", "2026-11-23T20:15:00.123456789Z",
        "2026-11-23T21:15:00.123+01:00", "2026-11-23T14:45:00.123-05:30", "2026-11-24T10:15:00.123+14:00"}) {
    EXPECT_EQ(parse_iso8601(text), moment) << text;
  }
  EXPECT_EQ(parse_iso8601("2026-11-23T20:15:00Z"), moment - 123ms);
  EXPECT_EQ(parse_iso8601("2026-11-23T20:15:00.1Z"), moment - 23ms);
  EXPECT_EQ(parse_iso8601("2026-11-23T20:15:00.12Z"), moment - 3ms);
  EXPECT_EQ(parse_iso8601("2000-02-29T00:00:00-00:00"), TimePoint{951'782'400s});
}

TEST(Time, IsNotReadFromAnythingElse) {
  for (auto const* text : {"",
                           "2026-11-23",
                           "2026-11-23T20:15:00",
                           "2026-11-23T20:15Z",
                           "2026-11-23 20:15:00Z",
                           "2026-11-23T20:15:00.Z",
                           "2026-11-23T20:15:00,5Z",
                           "2026-11-23T20:15:00Z ",
                           " 2026-11-23T20:15:00Z",
                           "2026-11-23T20:15:00+0100",
                           "2026-11-23T20:15:00+01",
                           "2026-11-23T20:15:00+15:00",
                           "2026-11-23T20:15:00+01:60",
                           "2026-11-23T20:15:00X",
                           "26-11-23T20:15:00Z",
                           "2026-1-23T20:15:00Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T20:60:00Z",
                           "2026-11-23T20:15:60Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-10T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-04-00T00:00:00Z",
                           "+026-11-23T20:15:00Z",
                           "2026-11-23T20:15:00.1234567890Z",
                           "1795464900"}) {
    EXPECT_EQ(parse_iso8601(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Time, IsReadAsItWasWritten, ()) {
  // The years 0 to 9999.
  TimePoint const any{
      std::chrono::milliseconds{*rc::gen::inRange<std::int64_t>(-62'167'219'200'000, 253'402'300'799'999)}};
  RC_ASSERT(parse_iso8601(iso8601(any)) == any);
}

RC_GTEST_PROP(Time, EveryBeginningOfATimeIsNoTime, ()) {
  auto const text = iso8601(moment);
  RC_ASSERT(parse_iso8601(text.substr(0, *rc::gen::inRange<std::size_t>(0, text.size()))) == std::nullopt);
}

TEST(Time, OfTheSystemMovesOn) {
  SystemTime const time;
  auto const before = time.now();
  EXPECT_LE(before, time.now());
  EXPECT_GT(before, TimePoint{1'700'000'000s});
}

TEST(Time, ThatIsSteadyNeverGoesBack) {
  SteadyTime const time;
  auto before = time.now();
  for (int look = 0; look < 1'000; ++look) {
    auto const now = time.now();
    EXPECT_GE(now, before);
    before = now;
  }
}

}  // namespace
}  // namespace shipvote
