#include "ops/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace shipvote::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Health, IsGoodWhenEveryCheckIs) {
  Health health;
  EXPECT_TRUE(health.report().good);
  EXPECT_EQ(health.report().body, R"({"ok":true,"checks":{}})");
  health.add("store", [] { return Outcome<void>{}; });
  health.add("listener_2", [] { return Outcome<void>{}; });
  auto const report = health.report();
  EXPECT_TRUE(report.good);
  EXPECT_EQ(report.body, R"({"ok":true,"checks":{"store":"ok","listener_2":"ok"}})");
}

TEST(Health, TellsWhatIsWrongByCodeAndRunsTheRest) {
  Health health;
  int run = 0;
  health.add("store", [] { return Outcome<void>{Refusal{RefusalCode::storage_failed, "disk \"full\"", "errno 28"}}; });
  health.add("clock", []() -> Outcome<void> { throw std::runtime_error("broken"); });
  health.add("listener", [&] {
    ++run;
    return Outcome<void>{};
  });
  auto const report = health.report();
  EXPECT_FALSE(report.good);
  EXPECT_EQ(report.body, R"({"ok":false,"checks":{"store":"storage_failed","clock":"internal","listener":"ok"}})");
  EXPECT_EQ(run, 1);
}

TEST(Health, LogsChangesOnly) {
  Health health;
  bool good = true;
  health.add("store", [&] {
    return good ? Outcome<void>{} : Outcome<void>{Refusal{RefusalCode::storage_failed, "the disk is full", "errno 28"}};
  });
  testing::internal::CaptureStderr();
  for (bool const now : {true, false, false, true, true}) {
    good = now;
    EXPECT_EQ(health.report().good, now);
  }
  auto const log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2);
  EXPECT_THAT(log, HasSubstr("error health_lost check=store code=storage_failed message=\"the disk is full\" "
                             "detail=\"errno 28\""));
  EXPECT_THAT(log, HasSubstr("info health_restored check=store"));
}

TEST(Health, NotesAreShownAndDecideNothing) {
  Health health;
  health.add("store", [] { return Outcome<void>{}; });
  health.add_note("edges", [] { return std::string{"warning: \"a\"\nand b"}; });
  auto const report = health.report();
  EXPECT_TRUE(report.good);
  EXPECT_EQ(report.body, R"({"ok":true,"checks":{"store":"ok"},"notes":{"edges":"warning: aand b"}})");
  EXPECT_THROW(health.add_note("store", [] { return std::string{}; }), std::invalid_argument);
  EXPECT_THROW(health.add("edges", [] { return Outcome<void>{}; }), std::invalid_argument);
}

TEST(Health, WantsPlainNames) {
  Health health;
  auto const check = [] { return Outcome<void>{}; };
  health.add("store", check);
  for (auto const* name : {"store", "", "Store", "a b", "a\"b"}) {
    EXPECT_THROW(health.add(name, check), std::invalid_argument) << name;
  }
}

}  // namespace
}  // namespace shipvote::ops
