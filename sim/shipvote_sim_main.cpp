// shipvote-sim: stands in for Twitch and for the Wargaming API on one machine, with a page to try everything on.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "foundation/log.h"
#include "sim/simulator.h"

namespace {

using shipvote::sim::Simulator;
using shipvote::sim::SimulatorSettings;

// "127.0.0.1:8090"
bool take_address(std::string const& text, SimulatorSettings& settings) {
  auto const colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  auto const digits = text.substr(colon + 1);
  if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != std::string::npos) return false;
  int const port = std::stoi(digits);
  if (port > 65'535) return false;
  settings.address = text.substr(0, colon);
  settings.port = static_cast<std::uint16_t>(port);
  return true;
}

// Written beside and renamed, so that whoever waits for the file never reads half of it.
bool announce(std::string const& file, std::uint16_t port) {
  std::string const beside = file + ".new";
  {
    std::ofstream stream(beside, std::ios::trunc);
    stream << port << '\n';
    if (!stream.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(beside, file, error);
  return !error;
}

struct Options {
  SimulatorSettings settings;
  std::string announce_file;
};

// The exit code when there is nothing to run, or -1.
int read_options(int count, char** values, Options& options) {
  std::string listen = "127.0.0.1:8090";
  std::string fleet_file;
  CLI::App app{"Stands in for Twitch and the Wargaming API. For development: it gives its secrets to anyone who asks."};
  app.add_option("--listen", listen, "address:port; port 0 takes any free one")->capture_default_str();
  app.add_option("--announce-file", options.announce_file, "file that gets the port once it is bound");
  app.add_option("--fleet", fleet_file,
                 "dump of encyclopedia/ships, an object keyed by ship id; without it the sample fleet");
  app.add_option("--web-url", options.settings.web_url, "where shipvote-web is")->capture_default_str();
  app.add_option("--api-url", options.settings.api_url, "where shipvote-api is, if views shall call it");
  app.add_option("--extension", options.settings.extension_folder,
                 "folder of the extension's built views, for the rig");
  app.add_option("--page-folder", options.settings.page_folder, "files in it replace the pages built into the program");
  app.add_option("--seed", options.settings.seed, "of everything left to chance")->capture_default_str();
  app.add_option("--application-id", options.settings.application_id, "that Wargaming calls must bring")
      ->capture_default_str();
  app.add_option("--client-id", options.settings.client_id, "of the extension")->capture_default_str();
  app.add_option("--owner-user-id", options.settings.owner_user_id, "who owns the extension")->capture_default_str();
  app.set_version_flag("--version", SHIPVOTE_VERSION);
  CLI11_PARSE(app, count, values);
  if (!take_address(listen, options.settings)) {
    std::cerr << "--listen must be address:port, such as 127.0.0.1:8090\n";
    return 2;
  }
  if (fleet_file.empty()) return -1;
  auto fleet = shipvote::sim::load_fleet(fleet_file);
  if (!fleet) {
    std::cerr << "--fleet: " << fleet.refusal().message << '\n';
    return 2;
  }
  options.settings.fleet = std::move(fleet).value();
  return -1;
}

int run(Options options) {
  // Blocked before any thread starts, so that only sigwait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  Simulator simulator(std::move(options.settings));
  if (auto const started = simulator.start(); !started) {
    std::cerr << started.refusal().message << '\n';
    return 1;
  }
  shipvote::log::info("simulator_started", {{"url", simulator.url()},
                                            {"seed", simulator.settings().seed},
                                            {"ships", simulator.settings().fleet.ships.size()},
                                            {"web", simulator.settings().web_url}});
  if (!options.announce_file.empty() && !announce(options.announce_file, simulator.port())) {
    std::cerr << "cannot write " << options.announce_file << '\n';
    return 1;
  }
  int received = 0;
  sigwait(&signals, &received);
  simulator.stop();
  shipvote::log::info("simulator_stopped");
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    Options options;
    int const exit_code = read_options(count, values, options);
    return exit_code >= 0 ? exit_code : run(std::move(options));
  } catch (std::exception const& error) {
    std::cerr << "shipvote-sim: " << error.what() << '\n';
    return 1;
  }
}
