#include "ops/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "foundation/base64.h"
#include "ops/setting_table.h"

namespace shipvote::ops {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::string const secret = base64_encoded("a secret of 32 bytes, for trials");
std::string const other_secret = base64_encoded("another secret of 32 bytes, too.");
std::string const example = std::string{SHIPVOTE_SOURCE_DIR} + "/deploy/shipvote.example.toml";

class SettingsTest : public ::testing::Test {
 protected:
  SettingsTest() {
    auto const* const info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / ("shipvote_settings_" + std::to_string(getpid()) + info->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~SettingsTest() override { std::filesystem::remove_all(folder_); }

  std::string file(std::string const& name, std::string const& content) const {
    std::ofstream{folder_ / name} << content;
    return (folder_ / name).string();
  }

  // The least that serving needs.
  void give_required() {
    environment_["SHIPVOTE_TWITCH_CLIENT_ID"] = "abc123";
    environment_["SHIPVOTE_TWITCH_OWNER_USER_ID"] = "99";
    environment_["SHIPVOTE_TWITCH_SECRETS"] = secret;
    environment_["SHIPVOTE_WARGAMING_APPLICATION_ID"] = "wows0key";
  }

  Reading read(std::vector<std::string> const& flags) const {
    std::vector<char const*> arguments{"shipvote-web"};
    for (auto const& flag : flags) arguments.push_back(flag.c_str());
    return read_settings(static_cast<int>(arguments.size()), arguments.data(),
                         [&](std::string const& name) -> std::optional<std::string> {
                           auto const found = environment_.find(name);
                           if (found == environment_.end()) return std::nullopt;
                           return found->second;
                         });
  }
  Settings good(std::vector<std::string> const& flags) const {
    auto const reading = read(flags);
    if (auto const* invocation = std::get_if<Invocation>(&reading)) return invocation->settings;
    ADD_FAILURE() << ::testing::PrintToString(texts(reading));
    return {};
  }
  // What is told, one line for each fault.
  static std::vector<std::string> texts(Reading const& reading) {
    std::vector<std::string> lines;
    if (auto const* faults = std::get_if<SettingFaults>(&reading)) {
      for (auto const& fault : *faults) lines.push_back(fault.text());
    }
    return lines;
  }
  std::vector<std::string> faults(std::vector<std::string> const& flags) const { return texts(read(flags)); }

  std::filesystem::path folder_;
  std::map<std::string, std::string> environment_;
};

// What the example file has to yield: the defaults, and values where something is required.
Settings example_settings() {
  Settings settings;
  settings.twitch.client_id = "yourextensionclientid";
  settings.twitch.owner_user_id = "1";
  settings.twitch.secrets = {"cmVwbGFjZSB0aGlzIGJ5IHlvdXIgb3duIHNlY3JldCE="};
  settings.wargaming.application_id = "yourapplicationid";
  settings.listen.allowed_origins = {"https://yourextensionclientid.ext-twitch.tv"};
  return settings;
}

std::string content_of(std::string const& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

TEST_F(SettingsTest, TheExampleYieldsTheDefaults) { EXPECT_EQ(good({"--config", example}), example_settings()); }

TEST_F(SettingsTest, TheExampleStillYieldsTheDefaultsWithEverySettingTakenOutOfItsComment) {
  std::string const all = std::regex_replace(content_of(example), std::regex{R"(\n#([a-z_]+ = ))"}, "\n$1");
  ASSERT_NE(all, content_of(example));
  EXPECT_EQ(good({"--config", file("all.toml", all)}), example_settings());
}

TEST_F(SettingsTest, TheExampleHasEverySettingOnce) {
  std::multimap<std::string, std::string> found;
  std::string section;
  std::istringstream lines{content_of(example)};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, std::regex{R"(\[(\w+)\])"})) section = match[1];
    if (std::regex_match(line, match, std::regex{R"(#?([a-z_]+) = .*)"}))
      found.emplace(section + "." + match[1].str(), line);
  }
  for (Setting const& setting : setting_table()) {
    EXPECT_EQ(found.count(std::string{setting.name}), 1U) << setting.name;
    found.erase(std::string{setting.name});
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST_F(SettingsTest, HelpTellsTheRealDefaults) {
  for (Setting const& setting : setting_table()) {
    if (setting.default_text.empty()) continue;
    Settings settings;
    std::vector<std::string> const values{std::string{setting.default_text}};
    EXPECT_EQ(setting.apply(values, settings), "") << setting.name;
    EXPECT_EQ(settings, Settings{}) << setting.name;
  }
}

TEST_F(SettingsTest, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
  give_required();
  auto const config =
      file("a.toml", "[listen]\nport = 1001\naddress = \"::1\"\n[operator]\nport = 1002\n[log]\nlevel = \"error\"\n");
  environment_["SHIPVOTE_CONFIG"] = config;
  environment_["SHIPVOTE_LISTEN_PORT"] = "2001";
  environment_["SHIPVOTE_OPERATOR_PORT"] = "2002";
  auto const settings = good({"--listen-port", "3001"});
  EXPECT_EQ(settings.listen.port, 3001);
  EXPECT_EQ(settings.operators.port, 2002);
  EXPECT_EQ(settings.listen.address, "::1");
  EXPECT_EQ(settings.log_level, log::Level::error);
  EXPECT_EQ(settings.data.folder, "./data");
  // A file on the command line wins over the one in the environment.
  EXPECT_EQ(good({"--config=" + file("b.toml", "[listen]\naddress = \"127.0.0.2\"\n")}).listen.address, "127.0.0.2");
}

TEST_F(SettingsTest, ReadsEverySettingFromEverywhere) {
  std::map<std::string, std::vector<std::string>> const values{
      {"listen.address", {"0.0.0.0"}},
      {"listen.port", {"0"}},
      {"listen.event_loops", {"3"}},
      {"listen.connections", {"77"}},
      {"listen.allowed_origins", {"https://a.example", "http://localhost:3000"}},
      {"operator.address", {"::"}},
      {"operator.port", {"65535"}},
      {"data.folder", {"/srv/my votes"}},
      {"twitch.client_id", {"abc"}},
      {"twitch.owner_user_id", {"44322889"}},
      {"twitch.extension_version", {"1.2.3-beta"}},
      {"twitch.secrets_file", {file("secrets", "# new\n" + other_secret + "\r\n\n")}},
      {"twitch.secrets", {secret}},
      {"twitch.api_url", {"http://127.0.0.1:4000/helix"}},
      {"twitch.live_messages", {"edges"}},
      {"wargaming.application_id", {"key"}},
      {"wargaming.api_url", {"http://[::1]:4000/wargaming"}},
      {"wargaming.refresh_fleet", {"false"}},
      {"wargaming.refresh_garages", {"no"}},
      {"internal.secret", {"0123456789abcdef0123456789abcdef"}},
      {"internal.address", {"::1"}},
      {"internal.port", {"7070"}},
      {"edge.web_url", {"http://[::1]:7070"}},
      {"edge.name", {"edge-2.east"}},
      {"edge.share", {"2/3"}},
      {"log.level", {"debug"}},
      {"announce.file", {"/run/shipvote"}},
  };
  Settings expected;
  expected.listen = {"0.0.0.0", 0, 3, 77, {"https://a.example", "http://localhost:3000"}};
  expected.operators = {"::", 65535};
  expected.data = {"/srv/my votes"};
  expected.twitch = {
      "abc", "44322889", "1.2.3-beta", {other_secret, secret}, "http://127.0.0.1:4000/helix", LiveMessages::edges};
  expected.wargaming = {"key", "http://[::1]:4000/wargaming", false, false};
  expected.internal = {"0123456789abcdef0123456789abcdef", "::1", std::uint16_t{7070}};
  expected.edge = {"http://[::1]:7070", "edge-2.east", {2, 3}};
  expected.log_level = log::Level::debug;
  expected.announce_file = "/run/shipvote";

  std::vector<std::string> flags;
  std::string config;
  std::map<std::string, std::string> variables;
  for (Setting const& setting : setting_table()) {
    auto const found = values.find(std::string{setting.name});
    ASSERT_NE(found, values.end()) << setting.name;
    std::string list;
    std::string quoted;
    for (auto const& value : found->second) {
      list += (list.empty() ? "" : ",") + value;
      quoted += (quoted.empty() ? "\"" : ", \"") + value + "\"";
    }
    if (setting.many) quoted = "[" + quoted + "]";
    config += std::string{setting.name} + " = " + quoted + "  # said so\n";
    variables[variable_of(setting)] = list;
    if (setting.secret) continue;
    flags.push_back(flag_of(setting));
    flags.push_back(list);
  }
  EXPECT_EQ(good({"--config", file("all.toml", config)}), expected);
  environment_ = variables;
  EXPECT_EQ(good({}), expected);
  environment_ = {{"SHIPVOTE_TWITCH_SECRETS", secret},
                  {"SHIPVOTE_WARGAMING_APPLICATION_ID", "key"},
                  {"SHIPVOTE_INTERNAL_SECRET", "0123456789abcdef0123456789abcdef"}};
  EXPECT_EQ(good(flags), expected);
}

TEST_F(SettingsTest, TellsAllFaultsAtOnce) {
  auto const config =
      file("bad.toml", "[listen]\nport = 70000\nprot = 1\n[log]\nlevel = \"loud\"\n[nonsense]\nx = 1\n");
  environment_["SHIPVOTE_DATA_FOLDER"] = "";
  environment_["SHIPVOTE_LISTEN_CONNECTIONS"] = "0";
  EXPECT_THAT(
      faults({"--config", config, "--operator-address", "localhost", "--verbose=3", "--listen-event-loops", "-1"}),
      UnorderedElementsAre(
          "--verbose (command line): there is no such flag; --help lists all",
          "listen.prot (" + config + "): there is no such setting",
          "nonsense.x (" + config + "): there is no such setting",
          "listen.port = \"70000\" (" + config + "): a whole number from 0 (any free port) to 65535",
          "log.level = \"loud\" (" + config + "): debug, info, warning or error",
          "data.folder (SHIPVOTE_DATA_FOLDER): a path of 1 to 4000 bytes",
          "listen.connections = \"0\" (SHIPVOTE_LISTEN_CONNECTIONS): a whole number from 1 to 1000000",
          "listen.event_loops = \"-1\" (flag --listen-event-loops): a whole number from 0 (one for each core) to 256",
          "operator.address = \"localhost\" (flag --operator-address): a numeric IPv4 or IPv6 address, such as "
          "127.0.0.1, "
          "0.0.0.0 or ::",
          "twitch.client_id: is required: the extension's client id",
          "twitch.owner_user_id: is required: the user id of the extension's owner",
          "wargaming.application_id: is required: the key for the Wargaming API",
          "twitch.secrets: is required: at least one, here or in twitch.secrets_file"));
}

TEST_F(SettingsTest, RefusesWhatIsNotAllowed) {
  give_required();
  std::vector<std::pair<std::string, std::vector<std::string>>> const wrong{
      {"--listen-address", {"localhost", "1.2.3", "", "127.0.0.1:80", "::1%lo"}},
      {"--listen-port", {"65536", "x", "80x", " 80", "+80", "0x50", "99999999999999999999", ""}},
      {"--listen-allowed-origins",
       {"example.com", "https://", "https://a.example/", "ftp://a", "https://a:0", "https://a b"}},
      {"--twitch-client-id", {"", "a b", "a/b", std::string(65, 'a')}},
      {"--twitch-owner-user-id", {"0", "x", "12a", ""}},
      {"--twitch-extension-version", {"", "a b", std::string(33, '1')}},
      {"--twitch-api-url",
       {"", "api.twitch.tv", "https://", "https://user@host", "https://host?x=1", "https://ho st", "https://[::1",
        "https://host:70000", "file:///etc/passwd"}},
      {"--twitch-live-messages", {"maybe", "", "ON"}},
      {"--log-level", {"trace", "INFO"}},
  };
  for (auto const& [flag, values] : wrong) {
    for (auto const& value : values) EXPECT_EQ(faults({flag + "=" + value}).size(), 1U) << flag << " " << value;
  }
}

TEST_F(SettingsTest, TellsWhatIsGivenTwiceOrNotAtAll) {
  give_required();
  EXPECT_THAT(faults({"--listen-port", "1", "--listen-port", "2"}), ElementsAre(HasSubstr("is given 2 times")));
  EXPECT_THAT(faults({"--listen-port"}), ElementsAre(HasSubstr("--listen-port")));
  EXPECT_THAT(faults({"--config", file("a", "[listen]\nport = 1\nport = 2\n")}),
              ElementsAre(HasSubstr("/a\": line 3: ")));
  EXPECT_THAT(faults({"--config", file("b", "[listen]\nport = []\n")}), ElementsAre(HasSubstr("has no value")));
  EXPECT_THAT(faults({"--listen-port=4000", "--operator-port=4000"}), ElementsAre(HasSubstr("same as listen.port")));
  EXPECT_EQ(good({"--listen-port=0", "--operator-port=0"}).listen.port, 0);
}

// What such a command line gives elsewhere is unknown, so nothing is said to be missing.
TEST_F(SettingsTest, TellsOnlyWhatMakesACommandLineUnreadable) {
  EXPECT_THAT(faults({"--twitch-client-id", "abc", "--listen-port"}), ElementsAre(HasSubstr("--listen-port")));
}

TEST_F(SettingsTest, TellsWhyAConfigFileCannotBeRead) {
  give_required();
  EXPECT_THAT(faults({"--config", "/nowhere/at/all"}), ElementsAre(HasSubstr("cannot be opened: No such file")));
  EXPECT_THAT(faults({"--config", folder_.string()}), ElementsAre(HasSubstr("it is a folder")));
  EXPECT_THAT(faults({"--config", file("big", std::string(100'000, '#'))}),
              ElementsAre(HasSubstr("larger than 64 KiB")));
}

TEST_F(SettingsTest, RefusesKeysOfOneNameInAFile) {
  give_required();
  EXPECT_THAT(faults({"--config", file("twice", "\"listen.port\" = 1\n[listen]\nport = 2\n")}),
              ElementsAre(HasSubstr("listen.port (" + (folder_ / "twice").string() + "): is given twice")));
}

TEST_F(SettingsTest, SecretsAreCheckedButNeverRepeated) {
  give_required();
  std::string const key = "SECRETVALUE";
  environment_["SHIPVOTE_TWITCH_SECRETS"] = secret + "," + key;
  EXPECT_THAT(faults({}),
              ElementsAre("twitch.secrets (SHIPVOTE_TWITCH_SECRETS): number 2 is not the base64 of 16 to 128 "
                          "bytes, as Twitch's console shows it"));
  environment_["SHIPVOTE_TWITCH_SECRETS"] = secret;
  environment_["SHIPVOTE_WARGAMING_APPLICATION_ID"] = key + "!";
  auto const config = file("a.toml", "[twitch]\nsecrets = \"" + key + "\nclient_id = 1\n");
  std::vector<std::vector<std::string>> const tries{{},
                                                    {"--config", config},
                                                    {"--twitch-secrets", key},
                                                    {"--twitch-secrets=" + key},
                                                    {"--unknown", key},
                                                    {"--wargaming-application-id", key}};
  for (auto const& flags : tries) {
    EXPECT_THAT(faults(flags), Not(IsEmpty()));
    EXPECT_THAT(faults(flags), Not(Contains(HasSubstr(key))));
  }
  EXPECT_THAT(faults({"--twitch-secrets", key}), Contains(HasSubstr("not taken from the command line")));
}

TEST_F(SettingsTest, WantsAtLeastOneSecretAndAtMostEight) {
  give_required();
  environment_["SHIPVOTE_TWITCH_SECRETS"] = "";
  EXPECT_THAT(faults({}), ElementsAre(HasSubstr("is empty: at least one is required")));
  std::string many = secret;
  for (int count = 1; count < 8; ++count) many += "," + secret;
  environment_["SHIPVOTE_TWITCH_SECRETS"] = many;
  EXPECT_EQ(good({}).twitch.secrets.size(), 8U);
  environment_["SHIPVOTE_TWITCH_SECRETS"] = many + "," + secret;
  EXPECT_THAT(faults({}), ElementsAre(HasSubstr("more than 8 secrets")));
  environment_.erase("SHIPVOTE_TWITCH_SECRETS");
  EXPECT_THAT(faults({"--twitch-secrets-file", "/nowhere"}), ElementsAre(HasSubstr("cannot be opened")));
  EXPECT_THAT(faults({"--twitch-secrets-file", file("empty", "# none\n\n")}),
              ElementsAre(HasSubstr("no secret in it")));
  EXPECT_EQ(good({"--twitch-secrets-file", file("one", secret)}).twitch.secrets, std::vector{secret});
}

TEST_F(SettingsTest, TidiesBaseUrls) {
  give_required();
  EXPECT_EQ(good({"--twitch-api-url", "http://[::1]:80/helix//"}).twitch.api_url, "http://[::1]:80/helix");
  environment_["SHIPVOTE_WARGAMING_API_URL"] = "";
  EXPECT_EQ(good({}).wargaming.api_url, "");
}

TEST_F(SettingsTest, ReadsTheCommand) {
  auto command = [&](std::vector<std::string> const& flags) {
    auto const reading = read(flags);
    auto const* const invocation = std::get_if<Invocation>(&reading);
    EXPECT_NE(invocation, nullptr) << ::testing::PrintToString(texts(reading));
    return invocation == nullptr ? Invocation{} : *invocation;
  };
  // Neither needs anything of Twitch or Wargaming.
  auto const backup = command({"backup", "/tmp/copy.db", "--data-folder", "/srv/votes"});
  EXPECT_EQ(backup.command, Command::backup);
  EXPECT_EQ(backup.backup_file, "/tmp/copy.db");
  EXPECT_EQ(backup.settings.data.folder, "/srv/votes");
  auto const check = command({"--data-folder=/srv/votes", "check"});
  EXPECT_EQ(check.command, Command::check);
  EXPECT_EQ(check.settings.data.folder, "/srv/votes");
  EXPECT_THAT(faults({"backup"}), ElementsAre(HasSubstr("file")));
  give_required();
  EXPECT_EQ(command({}).command, Command::serve);
  EXPECT_THAT(faults({"restore"}), ElementsAre(HasSubstr("the commands are backup FILE and check")));
}

TEST_F(SettingsTest, TellsVersionHelpAndThatSettingsAreGood) {
  auto text = [&](std::string const& flag) {
    auto const reading = read({flag});
    auto const* const leave = std::get_if<ExitNow>(&reading);
    return leave == nullptr ? std::string{"(nothing)"} : leave->text;
  };
  EXPECT_EQ(text("--version"), std::string{"shipvote "} + SHIPVOTE_VERSION + "\n");
  EXPECT_EQ(text("--check"), "(nothing)");
  give_required();
  EXPECT_EQ(text("--check"), "the settings are good\n");
  auto const help = text("--help");
  for (Setting const& setting : setting_table()) {
    EXPECT_THAT(help, HasSubstr(variable_of(setting)));
    if (setting.secret) continue;
    EXPECT_THAT(help, HasSubstr(flag_of(setting) + " "));
  }
}

}  // namespace
}  // namespace shipvote::ops
