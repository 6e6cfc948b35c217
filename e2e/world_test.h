// What the tests from outside share: one world for all tests of a suite, because starting one takes a second.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "e2e/world.h"

namespace shipvote::e2e {

// Where the programs under test are: built beside the tests, or those of another build (with a sanitizer, say).
inline std::filesystem::path programs() {
  char const* const folder = std::getenv("SHIPVOTE_PROGRAMS");  // NOLINT(concurrency-mt-unsafe): nobody writes it
  return folder == nullptr ? SHIPVOTE_PROGRAMS : folder;
}

// `Suite` keeps the worlds of different suites apart.
template <class Suite>
class WorldTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<World>(programs(), testing::UnitTest::GetInstance()->current_test_suite()->name());
  }
  // Whatever was done to it: the server ends in order, and has not once found a tally that is no sum of its ballots.
  static void TearDownTestSuite() {
    EXPECT_NO_THROW(world_->web.stop());
    EXPECT_EQ(world_->web.log_text().find("recount_differs"), std::string::npos);
    world_.reset();
  }
  static World& world() { return *world_; }
  static ApiClient& api() { return world_->api; }

 private:
  static inline std::unique_ptr<World> world_;
};

}  // namespace shipvote::e2e
