#include "sim/simulator.h"

#include "http/event_loops.h"
#include "http/server.h"
#include "sim/routes.h"
#include "sim/sample_fleet.h"

namespace shipvote::sim {
namespace {

SystemTime const system_time;

SimulatorSettings completed(SimulatorSettings settings) {
  if (settings.fleet.ships.empty()) settings.fleet = sample_fleet();
  if (settings.api_url.empty()) settings.api_url = settings.web_url;
  return settings;
}

WargamingSettings wargaming_settings(SimulatorSettings const& settings) {
  return WargamingSettings{settings.application_id, "http://" + settings.address + "/images/"};
}

}  // namespace

Simulator::Simulator(SimulatorSettings settings) : Simulator(std::move(settings), system_time) {}

Simulator::Simulator(SimulatorSettings settings, TimeSource const& time)
    : settings_(completed(std::move(settings))),
      time_(time),
      secrets_(settings_.seed, time.now()),
      helix_({settings_.client_id, settings_.owner_user_id}, secrets_,
             [this](LiveMessage message) { accept(std::move(message)); }),
      wargaming_(wargaming_settings(settings_), settings_.fleet, sample_accounts()),
      helix_faults_(settings_.seed, "helix faults"),
      wargaming_faults_(settings_.seed, "wargaming faults"),
      bundle_(settings_.extension_folder, settings_.web_url, settings_.api_url),
      loops_(std::make_unique<http::EventLoops>(1)),
      delivery_(std::make_unique<Delivery>(loops_->loop(0), settings_.seed)) {}

Simulator::~Simulator() { stop(); }

void Simulator::accept(LiveMessage message) { delivery_->deliver(messages_.add(std::move(message))); }

Outcome<void> Simulator::start() {
  http::Router router;
  add_twitch_routes(router, *this);
  add_wargaming_routes(router, *this);
  add_control_routes(router, *this);
  add_crowd_routes(router, *this);
  add_page_routes(router, *this);
  add_rig_routes(router, *this, bundle_);

  http::ServerSettings server_settings;
  server_settings.address = settings_.address;
  server_settings.port = settings_.port;
  server_settings.body_bytes = std::size_t{256} * 1024;
  server_settings.allowed_origins = {"*"};  // views of the extension are served from other origins
  auto server = http::Server::bind(*loops_, std::move(server_settings), std::move(router));
  if (!server) return std::move(server).refusal();
  server_ = std::move(server).value();
  port_ = server_->port();
  wargaming_.set_image_base(url() + "/images/");
  loops_->start();
  server_->start();
  return {};
}

void Simulator::stop() {
  if (stopping_.exchange(true)) return;
  crowd_.stop();
  delivery_->stop();
  if (server_) server_->drain(std::chrono::seconds{2});
  loops_->stop();
}

std::uint16_t Simulator::port() const noexcept { return port_; }

std::string Simulator::url() const { return "http://" + settings_.address + ":" + std::to_string(port_); }

std::string Simulator::mint(TokenWish const& wish) const { return mint_token(wish, secrets_.signing(now()), now()); }

}  // namespace shipvote::sim
