#include "ops/setting_table.h"

#include <algorithm>
#include <array>

#include "foundation/ids.h"
#include "ops/secrets_file.h"
#include "ops/setting_values.h"

namespace shipvote::ops {
namespace {

constexpr std::size_t most_event_loops = 256;
constexpr std::size_t most_connections = 1'000'000;
constexpr std::size_t most_origins = 32;
constexpr std::size_t longest_path = 4'000;

constexpr char const* allowed_port = "a whole number from 0 (any free port) to 65535";
constexpr char const* allowed_address = "a numeric IPv4 or IPv6 address, such as 127.0.0.1, 0.0.0.0 or ::";
constexpr char const* allowed_switch = "true or false";
constexpr char const* allowed_url = "http:// or https:// with a host, perhaps a port and a path";

template <class Number>
std::string put_count(GivenValues values, std::size_t least, std::size_t most, Number& to, char const* allowed) {
  auto const number = parse_count(values.front(), least, most);
  if (!number) return allowed;
  to = static_cast<Number>(*number);
  return {};
}

std::string put_address(GivenValues values, std::string& to) {
  if (!is_address(values.front())) return allowed_address;
  to = values.front();
  return {};
}

std::string put_switch(GivenValues values, bool& to) {
  auto const flag = parse_switch(values.front());
  if (!flag) return allowed_switch;
  to = *flag;
  return {};
}

std::string put_path(GivenValues values, bool may_be_empty, std::string& to) {
  std::string const& path = values.front();
  if (path.size() > longest_path || (path.empty() && !may_be_empty)) return "a path of 1 to 4000 bytes";
  to = path;
  return {};
}

std::string put_url(GivenValues values, bool may_be_empty, std::string& to) {
  if (may_be_empty && values.front().empty()) {
    to.clear();
    return {};
  }
  auto url = parse_base_url(values.front());
  if (!url) return allowed_url;
  to = *std::move(url);
  return {};
}

std::string put_origins(GivenValues values, Settings& settings) {
  if (values.size() > most_origins || !std::all_of(values.begin(), values.end(), is_origin)) {
    return "up to 32 of https://host, http://host:port or *";
  }
  settings.listen.allowed_origins.assign(values.begin(), values.end());
  return {};
}

// Secrets may come from two settings at once; all of them are in force.
std::string put_secrets(GivenValues values, Settings& settings) {
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (!is_secret(values[index])) {
      return "number " + std::to_string(index + 1) +
             " is not the base64 of 16 to 128 bytes, as Twitch's console shows it";
    }
  }
  auto& secrets = settings.twitch.secrets;
  secrets.insert(secrets.end(), values.begin(), values.end());
  if (secrets.size() > limits::extension_secrets)
    return "more than " + std::to_string(limits::extension_secrets) + " secrets";
  return {};
}

std::string put_secrets_file(GivenValues values, Settings& settings) {
  if (values.front().empty()) return {};
  auto const secrets = read_secrets_file(values.front());
  if (!secrets) return secrets.refusal().message;
  return put_secrets(secrets.value(), settings);
}

std::string put_client_id(GivenValues values, Settings& settings) {
  if (!is_word(values.front(), 64)) return "the extension's client id: 1 to 64 letters and digits";
  settings.twitch.client_id = values.front();
  return {};
}

std::string put_owner(GivenValues values, Settings& settings) {
  if (!parse_id<ChannelId>(values.front())) return "the user id (digits) of the account that owns the extension";
  settings.twitch.owner_user_id = values.front();
  return {};
}

std::string put_version(GivenValues values, Settings& settings) {
  if (!is_printable(values.front(), 32)) return "1 to 32 printable characters, such as 1.2.3";
  settings.twitch.extension_version = values.front();
  return {};
}

std::string put_application_id(GivenValues values, Settings& settings) {
  if (!is_word(values.front(), 64))
    return "the application id of the Wargaming developer room: 1 to 64 letters and digits";
  settings.wargaming.application_id = values.front();
  return {};
}

std::string put_internal_secret(GivenValues values, Settings& settings) {
  auto const& secret = values.front();
  if (!secret.empty() && (secret.size() < 32 || !is_printable(secret, 256))) {
    return "32 to 256 printable characters, or nothing";
  }
  settings.internal.secret = secret;
  return {};
}

std::string put_internal_port(GivenValues values, Settings& settings) {
  settings.internal.port.reset();
  if (values.front().empty()) return {};
  std::uint16_t port = 0;
  if (!put_count(values, 0, 65'535, port, allowed_port).empty()) return std::string{allowed_port} + ", or nothing";
  settings.internal.port = port;
  return {};
}

std::string put_live_messages(GivenValues values, Settings& settings) {
  auto const side = parse_live_messages(values.front());
  if (!side) return "web (or on), edges or off";
  settings.twitch.live_messages = *side;
  return {};
}

std::string put_edge_name(GivenValues values, Settings& settings) {
  if (!is_edge_name(values.front())) return "1 to 64 letters, digits, dots, hyphens and underscores";
  settings.edge.name = values.front();
  return {};
}

std::string put_share(GivenValues values, Settings& settings) {
  auto const share = parse_share(values.front());
  if (!share) return "number/of, such as 1/2: at most " + std::to_string(limits::edge_shares) + " shares";
  settings.edge.share = *share;
  return {};
}

std::string put_level(GivenValues values, Settings& settings) {
  auto const level = parse_level(values.front());
  if (!level) return "debug, info, warning or error";
  settings.log_level = *level;
  return {};
}

// In the order of the example file; "twitch.secrets_file" before "twitch.secrets", so that its first one signs.
constexpr std::array table{
    Setting{
        .name = "listen.address",
        .summary = "where viewers' requests come in",
        .default_text = "127.0.0.1",
        .apply = [](GivenValues values, Settings& settings) { return put_address(values, settings.listen.address); }},
    Setting{
        .name = "listen.port",
        .summary = "its port; 0 for any free one",
        .default_text = "8080",
        .apply = [](GivenValues values,
                    Settings& settings) { return put_count(values, 0, 65'535, settings.listen.port, allowed_port); }},
    Setting{.name = "listen.event_loops",
            .summary = "threads that serve; 0 for one on each core",
            .default_text = "0",
            .apply =
                [](GivenValues values, Settings& settings) {
                  return put_count(values, 0, most_event_loops, settings.listen.event_loops,
                                   "a whole number from 0 (one for each core) to 256");
                }},
    Setting{.name = "listen.connections",
            .summary = "most connections at a time",
            .default_text = "20000",
            .apply =
                [](GivenValues values, Settings& settings) {
                  return put_count(values, 1, most_connections, settings.listen.connections,
                                   "a whole number from 1 to 1000000");
                }},
    Setting{.name = "listen.allowed_origins",
            .summary = "where browsers may call from; none: the extension's own origin",
            .many = true,
            .apply = put_origins},
    Setting{.name = "operator.address",
            .summary = "where metrics and health are served",
            .default_text = "127.0.0.1",
            .apply = [](GivenValues values,
                        Settings& settings) { return put_address(values, settings.operators.address); }},
    Setting{.name = "operator.port",
            .summary = "its port; 0 for any free one",
            .default_text = "9090",
            .apply =
                [](GivenValues values, Settings& settings) {
                  return put_count(values, 0, 65'535, settings.operators.port, allowed_port);
                }},
    Setting{
        .name = "data.folder",
        .summary = "where the database is kept",
        .default_text = "./data",
        .api = false,
        .apply = [](GivenValues values, Settings& settings) { return put_path(values, false, settings.data.folder); }},
    Setting{
        .name = "twitch.client_id", .summary = "the extension's client id", .required = true, .apply = put_client_id},
    Setting{.name = "twitch.owner_user_id",
            .summary = "the user id of the extension's owner",
            .required = true,
            .apply = put_owner},
    Setting{.name = "twitch.extension_version",
            .summary = "the extension's version, for chat",
            .default_text = "0.0.1",
            .apply = put_version},
    Setting{
        .name = "twitch.secrets_file", .summary = "a file with one extension secret a line", .apply = put_secrets_file},
    Setting{.name = "twitch.secrets",
            .summary = "the extension's secrets",
            .many = true,
            .secret = true,
            .apply = put_secrets},
    Setting{.name = "twitch.api_url",
            .summary = "base of the Helix API",
            .default_text = "https://api.twitch.tv/helix",
            .apply = [](GivenValues values,
                        Settings& settings) { return put_url(values, false, settings.twitch.api_url); }},
    Setting{.name = "twitch.live_messages",
            .summary = "who sends live messages: web, edges or off",
            .default_text = "web",
            .api = false,
            .apply = put_live_messages},
    Setting{.name = "wargaming.application_id",
            .summary = "the key for the Wargaming API",
            .secret = true,
            .required = true,
            .api = false,
            .apply = put_application_id},
    Setting{.name = "wargaming.api_url",
            .summary = "asked in place of the real hosts, for trials",
            .api = false,
            .apply = [](GivenValues values,
                        Settings& settings) { return put_url(values, true, settings.wargaming.api_url); }},
    Setting{.name = "wargaming.refresh_fleet",
            .summary = "whether the list of all ships is kept fresh",
            .default_text = "true",
            .api = false,
            .apply = [](GivenValues values,
                        Settings& settings) { return put_switch(values, settings.wargaming.refresh_fleet); }},
    Setting{.name = "wargaming.refresh_garages",
            .summary = "whether the streamers' ships are kept fresh",
            .default_text = "true",
            .api = false,
            .apply = [](GivenValues values,
                        Settings& settings) { return put_switch(values, settings.wargaming.refresh_garages); }},
    Setting{.name = "internal.secret",
            .summary = "opens the routes for other programs of the operator",
            .secret = true,
            .apply = put_internal_secret},
    Setting{
        .name = "internal.address",
        .summary = "where shipvote-web listens for its edges",
        .default_text = "127.0.0.1",
        .api = false,
        .apply = [](GivenValues values, Settings& settings) { return put_address(values, settings.internal.address); }},
    Setting{.name = "internal.port",
            .summary = "its port; 0 for any free one; none: no edges",
            .api = false,
            .apply = put_internal_port},
    Setting{
        .name = "edge.web_url",
        .summary = "the internal listener of shipvote-web",
        .required = true,
        .web = false,
        .apply = [](GivenValues values, Settings& settings) { return put_url(values, true, settings.edge.web_url); }},
    Setting{.name = "edge.name",
            .summary = "tells the edges of one shipvote-web apart",
            .default_text = "edge",
            .web = false,
            .apply = put_edge_name},
    Setting{.name = "edge.share",
            .summary = "the part of the channels that this edge sends live messages for",
            .default_text = "1/1",
            .web = false,
            .apply = put_share},
    Setting{
        .name = "log.level", .summary = "debug, info, warning or error", .default_text = "info", .apply = put_level},
    Setting{
        .name = "announce.file",
        .summary = "written with the bound ports once the server listens",
        .apply = [](GivenValues values, Settings& settings) { return put_path(values, true, settings.announce_file); }},
};

}  // namespace

std::span<Setting const> setting_table() { return table; }

std::string flag_of(Setting const& setting) {
  std::string flag = "--" + std::string{setting.name};
  std::replace_if(flag.begin(), flag.end(), [](char character) { return character == '.' || character == '_'; }, '-');
  return flag;
}

std::string variable_of(Setting const& setting) {
  std::string variable = "SHIPVOTE_" + std::string{setting.name};
  for (char& character : variable) {
    if (character == '.') character = '_';
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return variable;
}

}  // namespace shipvote::ops
