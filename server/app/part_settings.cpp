#include "app/part_settings.h"

#include <sys/resource.h>

#include <algorithm>
#include <random>
#include <thread>

namespace shipvote::app {

std::size_t loops_for(ops::ListenSettings const& listen) {
  return listen.event_loops > 0 ? listen.event_loops : std::max(1U, std::thread::hardware_concurrency());
}

std::vector<twitch::Secret> decoded(std::vector<std::string> const& secrets) {
  std::vector<twitch::Secret> decoded;
  decoded.reserve(secrets.size());
  for (auto const& text : secrets) decoded.push_back(twitch::decode_secret(text).value());  // checked by the settings
  return decoded;
}

twitch::HelixSettings helix_settings(ops::TwitchSettings const& twitch) {
  twitch::HelixSettings helix;
  helix.base_url = twitch.api_url;
  helix.client_id = twitch.client_id;
  helix.owner_user_id = twitch.owner_user_id;
  helix.extension_version = twitch.extension_version;
  return helix;
}

http::ServerSettings public_listener(ops::Settings const& settings) {
  http::ServerSettings listener;
  listener.address = settings.listen.address;
  listener.port = settings.listen.port;
  listener.connections = settings.listen.connections;
  listener.allowed_origins = settings.listen.allowed_origins;
  return listener;
}

http::ServerSettings private_listener(std::string const& address, std::uint16_t port) {
  http::ServerSettings listener;
  listener.address = address;
  listener.port = port;
  return listener;
}

std::uint64_t drawn_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

Outcome<void> announce_ports(ops::Settings const& settings, ops::Announcement const& ports,
                             std::vector<log::Field> const& told) {
  std::vector<log::Field> fields{{"version", SHIPVOTE_VERSION},
                                 {"address", settings.listen.address},
                                 {"operator_address", settings.operators.address}};
  for (auto const& [name, port] : ports) fields.emplace_back(name, port);
  fields.insert(fields.end(), told.begin(), told.end());
  log::event(log::Level::info, "serving", fields);
  if (settings.announce_file.empty()) return {};
  return ops::announce(settings.announce_file, ports);
}

void raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
  (void)getrlimit(RLIMIT_NOFILE, &limit);
  constexpr std::size_t others = 256;  // database, calls out, logs
  if (limit.rlim_cur < connections + others) {
    log::warning("few_descriptors", {{"granted", limit.rlim_cur}, {"wanted", connections + others}});
  }
}

}  // namespace shipvote::app
