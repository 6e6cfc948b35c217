#include "e2e/running_api.h"

#include <stdexcept>
#include <utility>

#include "e2e/api_client.h"
#include "e2e/look_again.h"
#include "http/client.h"

namespace shipvote::e2e {
namespace {}  // namespace

RunningApi::RunningApi(RunningWeb const& web, ApiSettings settings) : web_(web), settings_(std::move(settings)) {
  start();
}

Launch RunningApi::launch() const {
  auto const& web = web_.settings();
  Launch launch;
  launch.program = web.programs / "shipvote-api";
  launch.log = folder_ / "shipvote-api.log";
  launch.arguments = {"--listen-port",
                      "0",
                      "--operator-port",
                      "0",
                      "--announce-file",
                      announcement().string(),
                      "--edge-web-url",
                      web_.internal_url(),
                      "--edge-name",
                      settings_.name,
                      "--edge-share",
                      settings_.share,
                      "--twitch-client-id",
                      web.client_id,
                      "--twitch-owner-user-id",
                      web.owner_user_id,
                      "--twitch-api-url",
                      web.simulator_url + "/helix"};
  launch.arguments.insert(launch.arguments.end(), settings_.flags.begin(), settings_.flags.end());
  std::string secrets = web.secret;
  for (auto const& secret : web.old_secrets) secrets += "," + secret;
  launch.environment = {{"SHIPVOTE_TWITCH_SECRETS", secrets},
                        {"SHIPVOTE_INTERNAL_SECRET",
                         settings_.internal_secret.empty() ? web.internal_secret : settings_.internal_secret}};
  return launch;
}

void RunningApi::start() {
  program_.reset();
  std::filesystem::remove(announcement());
  program_.emplace(launch());
  auto const announced = wait_for_announcement(*program_, announcement(), longest_start);
  port_ = static_cast<std::uint16_t>(std::stoul(announced.at("port")));
  operator_port_ = static_cast<std::uint16_t>(std::stoul(announced.at("operator_port")));
}

void RunningApi::wait_until_ready() {
  auto const client = http::Client::start({});
  auto const give_up = std::chrono::steady_clock::now() + longest_start;
  while (answer_to(*client, operator_url(), Call{"GET", "/readyz"}).status != 200) {
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("shipvote-api does not get ready\n" + log_text());
    }
    pause_before_looking_again();
  }
}

void RunningApi::stop() {
  if (!program_->running()) {
    throw std::runtime_error("shipvote-api ended by itself: " + program_->ending() + "\n" + log_text());
  }
  if (program_->stop() == 0) return;
  throw std::runtime_error("shipvote-api did not end well: " + program_->ending() + "\n" + log_text());
}

void RunningApi::kill() { program_->kill(); }

std::string RunningApi::log_text() const { return program_->log_text(); }

}  // namespace shipvote::e2e
