#include "ops/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace shipvote::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ConfigFileTest : public ::testing::Test {
 protected:
  ~ConfigFileTest() override { std::filesystem::remove(path_); }

  Outcome<std::vector<ConfigEntry>> read(std::string const& content) const {
    std::ofstream{path_} << content;
    return read_config_file(path_.string());
  }
  // Why the content is refused; nothing if it is not.
  std::string why(std::string const& content) const {
    auto const entries = read(content);
    return entries ? "" : entries.refusal().message;
  }

  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("shipvote_config_" + std::to_string(getpid()) + ".toml");
};

TEST_F(ConfigFileTest, ReadsTextsNumbersBooleansAndListsAsText) {
  auto const entries = read(
      "[listen]\nport = 8080\nallowed_origins = [\n  \"https://a.example\", # first\n  'https://b.example',\n]\n"
      "[data]\nfolder = \"a#b \\\"c\\\"\"\n[wargaming]\nrefresh_fleet = false\n");
  ASSERT_TRUE(entries) << entries.refusal().message;
  std::map<std::string, std::vector<std::string>> values;
  for (auto const& [name, texts] : entries.value()) values[name] = texts;
  EXPECT_EQ(values, (std::map<std::string, std::vector<std::string>>{
                        {"listen.port", {"8080"}},
                        {"listen.allowed_origins", {"https://a.example", "https://b.example"}},
                        {"data.folder", {"a#b \"c\""}},
                        {"wargaming.refresh_fleet", {"false"}},
                    }));
}

TEST_F(ConfigFileTest, NamesTheLineThatCannotBeRead) {
  EXPECT_THAT(why("[log]\nlevel = error\n"), StartsWith("line 2: "));
  EXPECT_THAT(why("[twitch]\nclient_id = \"abc\n"), StartsWith("line 2: "));
  EXPECT_THAT(why("[listen]\nport = 1\nport = 2\n"), StartsWith("line 3: "));
}

TEST_F(ConfigFileTest, RefusesValuesThatNoSettingHas) {
  for (std::string const value : {"1.5", "1979-05-27", "[[1]]", "[{a = 1}]", "\"\\u0000\""}) {
    EXPECT_THAT(why("[listen]\nport = " + value + "\n"), StartsWith("listen.port has to be a text, a whole number"))
        << value;
  }
}

TEST_F(ConfigFileTest, RepeatsNothingThatMayBeASecret) {
  for (std::string const value : {"12345678901234567890123456789012345678", "0xdeadbeefdeadbeefdeadbeef", "1e99999999",
                                  "c2VjcmV0LXNlY3JldA==", "\"deadbeef"}) {
    auto const told = why("[internal]\nsecret = " + value + "\n");
    EXPECT_THAT(told, StartsWith("line 2: "));
    EXPECT_THAT(told, Not(HasSubstr(value.substr(2, 6)))) << value;
  }
}

TEST_F(ConfigFileTest, RefusesKeysThatAreTooDeep) {
  std::string deep = "a";
  for (int level = 0; level < 10'000; ++level) deep += ".a";
  EXPECT_THAT(why(deep + " = 1\n"), StartsWith("a.a has to be a text"));
}

}  // namespace
}  // namespace shipvote::ops
