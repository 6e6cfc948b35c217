#include "ops/announcement.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace shipvote::ops {
namespace {

std::string content_of(std::filesystem::path const& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

TEST(Announcement, AppearsWholeAndReplacesTheLastOne) {
  auto const folder = std::filesystem::temp_directory_path() / ("shipvote_announcement_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  auto const file = folder / "ports";
  ASSERT_TRUE(announce(file.string(), {{"listen_port", "8080"}, {"operator_port", "9090"}}).ok());
  EXPECT_EQ(content_of(file), "listen_port=8080\noperator_port=9090\n");
  ASSERT_TRUE(announce(file.string(), {{"listen_port", "1"}}).ok());
  EXPECT_EQ(content_of(file), "listen_port=1\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1);  // nothing left beside it
  std::filesystem::remove_all(folder);
}

TEST(Announcement, TellsWhyItCannotBeWritten) {
  auto const outcome = announce("/nowhere/at/all", {{"listen_port", "1"}});
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.refusal().message.find("/nowhere/at/all cannot be written: No such file"), std::string::npos);
}

}  // namespace
}  // namespace shipvote::ops
