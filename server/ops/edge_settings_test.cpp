// Settings that shipvote-web and its edges have between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "foundation/base64.h"
#include "foundation/limits.h"
#include "ops/settings.h"

namespace shipvote::ops {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string const internal_secret = "0123456789abcdef0123456789abcdef";

class EdgeSettingsTest : public ::testing::Test {
 protected:
  Reading read(Program program, std::vector<std::string> const& flags) const {
    std::vector<char const*> arguments{"shipvote"};
    for (auto const& flag : flags) arguments.push_back(flag.c_str());
    return read_settings(
        static_cast<int>(arguments.size()), arguments.data(),
        [&](std::string const& name) -> std::optional<std::string> {
          auto const found = environment.find(name);
          if (found == environment.end()) return std::nullopt;
          return found->second;
        },
        program);
  }
  Settings good(Program program, std::vector<std::string> const& flags) const {
    auto const reading = read(program, flags);
    if (auto const* const invocation = std::get_if<Invocation>(&reading)) return invocation->settings;
    ADD_FAILURE() << ::testing::PrintToString(texts(reading));
    return {};
  }
  static std::vector<std::string> texts(Reading const& reading) {
    std::vector<std::string> lines;
    if (auto const* const faults = std::get_if<SettingFaults>(&reading)) {
      for (auto const& fault : *faults) lines.push_back(fault.text());
    }
    return lines;
  }
  std::vector<std::string> faults(Program program, std::vector<std::string> const& flags) const {
    return texts(read(program, flags));
  }

  std::map<std::string, std::string> environment{
      {"SHIPVOTE_TWITCH_CLIENT_ID", "abc123"},
      {"SHIPVOTE_TWITCH_OWNER_USER_ID", "99"},
      {"SHIPVOTE_TWITCH_SECRETS", base64_encoded("a secret of 32 bytes, for trials")},
      {"SHIPVOTE_WARGAMING_APPLICATION_ID", "wows0key"},
      {"SHIPVOTE_INTERNAL_SECRET", internal_secret}};
};

TEST_F(EdgeSettingsTest, AnEdgeNeedsWhereWebIsAndTheSecretButNoDatabaseAndNoKeyOfWargaming) {
  environment.erase("SHIPVOTE_WARGAMING_APPLICATION_ID");
  auto const settings = good(Program::api, {"--edge-web-url", "http://10.0.0.1:8081/"});
  EXPECT_EQ(settings.edge.web_url, "http://10.0.0.1:8081");
  EXPECT_EQ(settings.edge.name, "edge");
  EXPECT_EQ(settings.edge.share, ChannelShare{});
  EXPECT_EQ(settings.internal.secret, internal_secret);
  environment.erase("SHIPVOTE_INTERNAL_SECRET");
  EXPECT_THAT(faults(Program::api, {}),
              UnorderedElementsAre(HasSubstr("internal.secret: is required"), HasSubstr("edge.web_url: is required")));
  environment["SHIPVOTE_EDGE_WEB_URL"] = "";
  EXPECT_THAT(faults(Program::api, {}),
              UnorderedElementsAre(HasSubstr("internal.secret: is required"), HasSubstr("edge.web_url: is required")));
}

TEST_F(EdgeSettingsTest, WebListensForEdgesOnlyWhereAPortIsGiven) {
  EXPECT_FALSE(good(Program::web, {}).internal.port);
  EXPECT_EQ(good(Program::web, {"--internal-port", "0"}).internal.port, std::uint16_t{0});
  EXPECT_EQ(good(Program::web, {"--internal-port", "7000"}).internal.port, std::uint16_t{7000});
  environment["SHIPVOTE_INTERNAL_PORT"] = "";
  EXPECT_FALSE(good(Program::web, {}).internal.port);
  EXPECT_THAT(faults(Program::web, {"--internal-port", "x"}), ElementsAre(HasSubstr("or nothing")));
  EXPECT_THAT(faults(Program::web, {"--internal-port", "8080"}), ElementsAre(HasSubstr("same as another")));
  environment.erase("SHIPVOTE_INTERNAL_SECRET");
  EXPECT_THAT(faults(Program::web, {"--internal-port", "0"}), ElementsAre(HasSubstr("internal.secret: is required")));
}

TEST_F(EdgeSettingsTest, WhoSendsLiveMessagesHasOneAnswer) {
  auto const side = [this](std::string const& given) {
    return good(Program::web, {"--internal-port", "0", "--twitch-live-messages", given}).twitch.live_messages;
  };
  EXPECT_EQ(good(Program::web, {}).twitch.live_messages, LiveMessages::web);
  EXPECT_EQ(side("web"), LiveMessages::web);
  EXPECT_EQ(side("on"), LiveMessages::web);
  EXPECT_EQ(side("edges"), LiveMessages::edges);
  EXPECT_EQ(side("off"), LiveMessages::off);
  EXPECT_THAT(faults(Program::web, {"--twitch-live-messages", "edges"}), ElementsAre(HasSubstr("needs internal.port")));
}

TEST_F(EdgeSettingsTest, SharesAndNamesAreChecked) {
  std::vector<std::string> const base{"--edge-web-url", "http://10.0.0.1:8081"};
  auto const with = [&](std::string const& flag) {
    auto flags = base;
    flags.push_back(flag);
    return flags;
  };
  EXPECT_EQ(good(Program::api, with("--edge-share=64/64")).edge.share, (ChannelShare{64, 64}));
  for (auto const* const share : {"", "1", "/", "0/1", "2/1", "1/0", "1/65", "1/2/3", "-1/2", "a/b", "1 /2"}) {
    EXPECT_EQ(faults(Program::api, with(std::string{"--edge-share="} + share)).size(), 1U) << share;
  }
  EXPECT_EQ(good(Program::api, with("--edge-name=a-1.b_C")).edge.name, "a-1.b_C");
  for (auto const& name : {std::string{}, std::string{"a b"}, std::string{"a/b"}, std::string(65, 'a')}) {
    EXPECT_EQ(faults(Program::api, with("--edge-name=" + name)).size(), 1U) << name;
  }
}

TEST_F(EdgeSettingsTest, EveryChannelIsOfExactlyOneShare) {
  for (std::uint32_t const of : {1U, 2U, 3U, 64U}) {
    for (std::uint64_t const channel : {1ULL, 4'711ULL, 44'322'889ULL, 9'007'199'254'740'991ULL}) {
      int sharing = 0;
      for (std::uint32_t number = 1; number <= of; ++number) {
        sharing += ChannelShare{number, of}.has(ChannelId{channel}) ? 1 : 0;
      }
      EXPECT_EQ(sharing, 1) << channel << " of " << of;
    }
  }
}

TEST_F(EdgeSettingsTest, EachProgramHasItsOwnHelpAndCommands) {
  auto const help = [this](Program program) {
    auto const reading = read(program, {"--help"});
    return std::get<ExitNow>(reading).text;
  };
  EXPECT_THAT(help(Program::web), HasSubstr("backup"));
  EXPECT_THAT(help(Program::api), Not(HasSubstr("backup")));
  EXPECT_THAT(help(Program::api), HasSubstr("shipvote-web only"));
  EXPECT_THAT(help(Program::web), HasSubstr("shipvote-api only"));
  EXPECT_THAT(faults(Program::api, {"check", "--edge-web-url", "http://web"}), ElementsAre(HasSubstr("no commands")));
}

TEST_F(EdgeSettingsTest, BothMayReadTheSameFileAndEnvironment) {
  environment["SHIPVOTE_EDGE_WEB_URL"] = "http://10.0.0.1:7000";
  environment["SHIPVOTE_INTERNAL_PORT"] = "7000";
  environment["SHIPVOTE_TWITCH_LIVE_MESSAGES"] = "edges";
  EXPECT_EQ(good(Program::web, {}), good(Program::api, {}));
}

}  // namespace
}  // namespace shipvote::ops
