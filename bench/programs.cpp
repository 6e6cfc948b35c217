#include "bench/programs.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "foundation/base64.h"

namespace shipvote::bench {
namespace {

// What the simulator takes its only extension and its only Wargaming application for.
constexpr char const* client_id = "shipvotesimulatorclient0000000";
constexpr char const* owner_user_id = "100000001";
constexpr char const* application_id = "simulator";
constexpr char const* internal_secret = "only-for-measuring-0123456789abcdef";

// Real ships where a file of them is at hand; the simulator's own sample fleet otherwise.
std::filesystem::path fleet_file() {
  char const* const shared = std::getenv("SHIPVOTE_SHARED");
  auto const folder =
      shared != nullptr ? std::filesystem::path{shared} : std::filesystem::path{SHIPVOTE_SOURCE_DIR} / "../shared";
  return folder / "data/wargaming/encyclopedia_ships.json";
}

// One event loop, because the server is given one core.
void write_settings(std::filesystem::path const& file, std::filesystem::path const& data, std::uint16_t port,
                    std::uint16_t simulator_port) {
  std::string const simulator = "http://127.0.0.1:" + std::to_string(simulator_port);
  std::ofstream settings{file};
  settings << "[listen]\nport = " << port << "\nevent_loops = 1\n"
           << "[operator]\nport = 0\n"
           << "[data]\nfolder = \"" << data.string() << "\"\n"
           << "[twitch]\nclient_id = \"" << client_id << "\"\nowner_user_id = \"" << owner_user_id << "\"\n"
           << "secrets = [\"" << base64_encoded(development_secret()) << "\"]\n"
           << "api_url = \"" << simulator << "/helix\"\n"
           << "[wargaming]\napplication_id = \"" << application_id << "\"\n"
           << "api_url = \"" << simulator << "/wargaming\"\n"
           << "[internal]\nsecret = \"" << internal_secret << "\"\nport = 0\n";
  if (!settings.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

std::filesystem::path settings_of(std::filesystem::path const& folder) { return folder / "shipvote.toml"; }

std::filesystem::path announcement_of(std::filesystem::path const& folder) { return folder / "announced"; }

std::string development_secret() { return "shipvote-development-secret-0001"; }

e2e::Program launch_simulator(std::filesystem::path const& programs, std::filesystem::path const& folder,
                              std::uint16_t port, std::optional<int> core) {
  e2e::Launch launch;
  launch.program = programs / "shipvote-sim";
  launch.arguments = {"--listen", "127.0.0.1:" + std::to_string(port)};
  if (std::filesystem::exists(fleet_file())) {
    launch.arguments.insert(launch.arguments.end(), {"--fleet", fleet_file().string()});
  }
  launch.log = folder / "shipvote-sim.log";
  launch.core = core;
  return e2e::Program{std::move(launch)};
}

e2e::Program launch_web_server(std::filesystem::path const& programs, std::filesystem::path const& folder,
                               std::uint16_t port, std::uint16_t simulator_port, std::optional<int> core,
                               std::vector<std::string> const& flags) {
  std::filesystem::remove(announcement_of(folder));
  auto const settings = settings_of(folder);
  write_settings(settings, folder / "data", port, simulator_port);
  e2e::Launch launch;
  launch.program = programs / "shipvote-web";
  launch.arguments = {"--config", settings.string(), "--announce-file", announcement_of(folder).string()};
  launch.arguments.insert(launch.arguments.end(), flags.begin(), flags.end());
  launch.log = folder / "shipvote-web.log";
  launch.core = core;
  return e2e::Program{std::move(launch)};
}

e2e::Program launch_edge(std::filesystem::path const& programs, std::filesystem::path const& folder,
                         EdgeLaunch const& edge, std::optional<int> core) {
  std::filesystem::remove(announcement_of(folder));
  e2e::Launch launch;
  launch.program = programs / "shipvote-api";
  launch.arguments = {"--config",        edge.settings.string(),
                      "--listen-port",   "0",
                      "--announce-file", announcement_of(folder).string(),
                      "--edge-web-url",  "http://127.0.0.1:" + std::to_string(edge.internal_port),
                      "--edge-name",     "edge-" + std::to_string(edge.number),
                      "--edge-share",    std::to_string(edge.number) + "/" + std::to_string(edge.of)};
  launch.log = folder / "shipvote-api.log";
  launch.core = core;
  return e2e::Program{std::move(launch)};
}

}  // namespace shipvote::bench
