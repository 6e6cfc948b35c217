#include "e2e/running_web.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace shipvote::e2e {
namespace {}  // namespace

RunningWeb::RunningWeb(WebSettings settings) : settings_(std::move(settings)) {
  std::ofstream secrets{folder_ / "secrets"};
  secrets << "# the extension's secrets\n" << settings_.secret << "\n";
  if (!secrets.flush()) throw std::runtime_error("cannot write the secrets");
  start();
}

// Secrets come by file and by environment, everything else by flags: each way is used.
Launch RunningWeb::launch() const {
  Launch launch;
  launch.program = settings_.programs / "shipvote-web";
  launch.log = folder_ / "shipvote-web.log";
  launch.arguments = {"--listen-port",          "0",
                      "--operator-port",        "0",
                      "--data-folder",          data_folder().string(),
                      "--announce-file",        announcement().string(),
                      "--twitch-client-id",     settings_.client_id,
                      "--twitch-owner-user-id", settings_.owner_user_id,
                      "--twitch-api-url",       settings_.simulator_url + "/helix",
                      "--wargaming-api-url",    settings_.simulator_url + "/wargaming"};
  launch.arguments.insert(launch.arguments.end(), settings_.flags.begin(), settings_.flags.end());
  launch.environment = {{"SHIPVOTE_TWITCH_SECRETS_FILE", (folder_ / "secrets").string()},
                        {"SHIPVOTE_INTERNAL_SECRET", settings_.internal_secret},
                        {"SHIPVOTE_WARGAMING_APPLICATION_ID", settings_.application_id}};
  std::string& more = launch.environment["SHIPVOTE_TWITCH_SECRETS"];
  for (auto const& secret : settings_.old_secrets) more += (more.empty() ? "" : ",") + secret;
  if (more.empty()) launch.environment.erase("SHIPVOTE_TWITCH_SECRETS");
  return launch;
}

void RunningWeb::start() {
  program_.reset();
  std::filesystem::remove(announcement());
  program_.emplace(launch());
  auto const announced = wait_for_announcement(*program_, announcement(), longest_start);
  port_ = static_cast<std::uint16_t>(std::stoul(announced.at("port")));
  operator_port_ = static_cast<std::uint16_t>(std::stoul(announced.at("operator_port")));
  auto const internal = announced.find("internal_port");
  if (internal == announced.end()) return;
  internal_port_ = static_cast<std::uint16_t>(std::stoul(internal->second));
  set_flag("--internal-port", internal->second);
}

void RunningWeb::restore(std::filesystem::path const& backup) {
  stop();
  std::filesystem::remove_all(data_folder());
  std::filesystem::create_directory(data_folder());
  std::filesystem::copy(backup, data_folder() / "shipvote.db");
  start();
}

void RunningWeb::set_flag(std::string const& name, std::string const& value) {
  auto const flag = std::find(settings_.flags.begin(), settings_.flags.end(), name);
  if (flag == settings_.flags.end()) throw std::invalid_argument("not among the flags: " + name);
  *std::next(flag) = value;
}

void RunningWeb::stop() {
  if (!program_->running())
    throw std::runtime_error("shipvote-web ended by itself: " + program_->ending() + "\n" + log_text());
  if (program_->stop() == 0) return;
  throw std::runtime_error("shipvote-web did not end well: " + program_->ending() + "\n" + log_text());
}

void RunningWeb::kill() { program_->kill(); }

std::string RunningWeb::log_text() const { return program_->log_text(); }

Ended RunningWeb::run(std::vector<std::string> const& arguments) const {
  Launch other = launch();
  other.log = folder_ / "run.log";
  other.arguments.insert(other.arguments.end(), arguments.begin(), arguments.end());
  return run_to_end(std::move(other));
}

Ended RunningWeb::run_bare(std::vector<std::string> const& arguments,
                           std::map<std::string, std::string> const& environment) const {
  Launch other;
  other.program = settings_.programs / "shipvote-web";
  other.log = folder_ / "run.log";
  other.arguments = arguments;
  other.environment = environment;
  return run_to_end(std::move(other));
}

}  // namespace shipvote::e2e
