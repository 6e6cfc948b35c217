// The settings of shipvote-web and shipvote-api: what there is, what is allowed, and where it comes from.
//
// Flags win over the environment (SHIPVOTE_…), that over the config file (--config or SHIPVOTE_CONFIG), that over the
// defaults below. deploy/shipvote.example.toml explains every one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "ops/live_sides.h"

namespace shipvote::ops {

struct ListenSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;    // 0: any free one, told in the announcement
  std::size_t event_loops = 0;  // 0: one for each core
  std::size_t connections = limits::connections;
  // Where browsers may call from. Left empty, it becomes the extension's own origin,
  // "https://<client id>.ext-twitch.tv".
  std::vector<std::string> allowed_origins;
  friend bool operator==(ListenSettings const&, ListenSettings const&) = default;
};

// Metrics and health, for the operator alone.
struct OperatorSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 9090;  // 0: any free one
  friend bool operator==(OperatorSettings const&, OperatorSettings const&) = default;
};

struct DataSettings {
  std::string folder = "./data";
  friend bool operator==(DataSettings const&, DataSettings const&) = default;
};

struct TwitchSettings {
  std::string client_id;
  std::string owner_user_id;
  std::string extension_version = "0.0.1";
  std::vector<std::string> secrets;  // base64 of 16 to 128 bytes each, checked; the first signs. Never logged.
  std::string api_url = "https://api.twitch.tv/helix";  // without a slash at the end
  LiveMessages live_messages = LiveMessages::web;
  friend bool operator==(TwitchSettings const&, TwitchSettings const&) = default;
};

struct WargamingSettings {
  std::string application_id;  // never logged
  std::string api_url;         // empty: the real hosts; otherwise all realms are asked there
  bool refresh_fleet = true;
  bool refresh_garages = true;
  friend bool operator==(WargamingSettings const&, WargamingSettings const&) = default;
};

// Between programs of the same operator.
struct InternalSettings {
  // 32 to 256 printable characters, or empty: nobody may use the routes that want it. Never logged.
  std::string secret;
  // Where shipvote-web listens for its edges. No port: not at all; 0: any free one.
  std::string address = "127.0.0.1";
  std::optional<std::uint16_t> port;
  friend bool operator==(InternalSettings const&, InternalSettings const&) = default;
};

// Of shipvote-api alone.
struct EdgeSettings {
  std::string web_url;        // the internal listener of shipvote-web, without a slash at the end
  std::string name = "edge";  // by which shipvote-web tells its edges apart
  ChannelShare share;
  friend bool operator==(EdgeSettings const&, EdgeSettings const&) = default;
};

struct Settings {
  ListenSettings listen;
  OperatorSettings operators;
  DataSettings data;
  TwitchSettings twitch;
  WargamingSettings wargaming;
  InternalSettings internal;
  EdgeSettings edge;
  log::Level log_level = log::Level::info;
  std::string announce_file;  // empty: none. See ops/announcement.h
  friend bool operator==(Settings const&, Settings const&) = default;
};

// Which of the programs reads its settings: each ignores what concerns the other alone.
enum class Program { web, api };
[[nodiscard]] std::string_view program_name(Program program) noexcept;

// What the program is asked to do. backup and check are shipvote-web's alone.
enum class Command {
  serve,
  backup,  // a consistent copy of the database into Invocation::backup_file
  check,   // do all tallies equal their ballots?
};

struct Invocation {
  Command command = Command::serve;
  Settings settings;  // for backup and check only `data` and `log_level` are sure to be there
  std::string backup_file;
};

// --help, --version and --check: print the text on standard output and leave with 0.
struct ExitNow {
  std::string text;
};

// One thing that is wrong. `given` is left out where it may be a secret.
struct SettingFault {
  std::string setting;  // "listen.port", or the flag when there is no such setting
  std::string source;   // "flag --listen-port", "SHIPVOTE_LISTEN_PORT", "shipvote.toml", or empty: given nowhere
  std::string given;
  std::string problem;  // what is allowed
  [[nodiscard]] std::string text() const;
};

// All that is wrong, not just the first; print them on standard error and leave with 2.
using SettingFaults = std::vector<SettingFault>;

// The value of an environment variable, if it is set.
using Environment = std::function<std::optional<std::string>(std::string const& name)>;
[[nodiscard]] std::optional<std::string> process_environment(std::string const& name);

using Reading = std::variant<Invocation, ExitNow, SettingFaults>;
[[nodiscard]] Reading read_settings(int count, char const* const* arguments,
                                    Environment const& environment = process_environment,
                                    Program program = Program::web);

}  // namespace shipvote::ops
