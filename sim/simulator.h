// The stand-in for Twitch and for the Wargaming API, as one HTTP server. `shipvote-sim` runs it as a program; tests run
// it in-process and reach into it.
//
//   sim::Simulator simulator(sim::SimulatorSettings{}, time);
//   auto started = simulator.start();                    // port 0: any free port
//   helix.base_url       = simulator.url() + "/helix";
//   wargaming.base_url_override = simulator.url() + "/wargaming";   // then /<realm>/wows/…
//   auto token = simulator.mint({"4711", "broadcaster", "U4711"});
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "foundation/outcome.h"
#include "foundation/time.h"
#include "http/router.h"
#include "sim/crowd.h"
#include "sim/delivery.h"
#include "sim/extension_bundle.h"
#include "sim/faults.h"
#include "sim/fleet.h"
#include "sim/helix.h"
#include "sim/message_log.h"
#include "sim/mint.h"
#include "sim/secrets.h"
#include "sim/slow_channels.h"
#include "sim/wargaming.h"

namespace shipvote::http {
class EventLoops;
class Server;
}  // namespace shipvote::http

namespace shipvote::sim {

struct SimulatorSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  Fleet fleet;                                    // empty: the sample fleet
  std::string web_url = "http://127.0.0.1:8080";  // where shipvote-web is, for the page and the crowd
  std::string api_url;                            // where shipvote-api is, for the views; empty: web_url
  std::string extension_folder;  // the extension's built views; empty: the rig says that there are none
  std::string page_folder;       // files in it replace the embedded ones of sim/page/
  std::uint64_t seed = 1;
  std::string application_id = "simulator";
  std::string client_id = "shipvotesimulatorclient0000000";
  std::string owner_user_id = "100000001";
};

// Every function from any thread, start and stop from one.
class Simulator {
 public:
  explicit Simulator(SimulatorSettings settings);                 // with the system's time
  Simulator(SimulatorSettings settings, TimeSource const& time);  // `time` must outlive it
  ~Simulator();                                                   // stops
  Simulator(Simulator const&) = delete;
  Simulator& operator=(Simulator const&) = delete;

  // Refused when the address cannot be bound. Once.
  [[nodiscard]] Outcome<void> start();
  // Ends hanging answers, streams and a running crowd, and the thread. Idempotent.
  void stop();
  [[nodiscard]] std::uint16_t port() const noexcept;  // 0 before start()
  [[nodiscard]] std::string url() const;              // "http://127.0.0.1:8090"

  [[nodiscard]] std::string mint(TokenWish const& wish) const;  // signed with the secret in force

  [[nodiscard]] SimulatorSettings const& settings() const noexcept { return settings_; }
  [[nodiscard]] TimePoint now() const { return time_.now(); }
  [[nodiscard]] bool stopping() const noexcept { return stopping_.load(); }
  [[nodiscard]] Secrets& secrets() noexcept { return secrets_; }
  [[nodiscard]] Secrets const& secrets() const noexcept { return secrets_; }
  [[nodiscard]] Helix& helix() noexcept { return helix_; }
  [[nodiscard]] MessageLog& messages() noexcept { return messages_; }
  [[nodiscard]] Delivery& delivery() noexcept { return *delivery_; }
  [[nodiscard]] Wargaming& wargaming() noexcept { return wargaming_; }
  [[nodiscard]] SlowChannels& slow_channels() noexcept { return slow_channels_; }
  [[nodiscard]] Faults& helix_faults() noexcept { return helix_faults_; }
  [[nodiscard]] Faults& wargaming_faults() noexcept { return wargaming_faults_; }
  [[nodiscard]] Crowd& crowd() noexcept { return crowd_; }

 private:
  void accept(LiveMessage message);

  SimulatorSettings settings_;
  TimeSource const& time_;
  std::atomic<bool> stopping_{false};
  std::uint16_t port_ = 0;
  Secrets secrets_;
  MessageLog messages_;
  Helix helix_;
  Wargaming wargaming_;
  SlowChannels slow_channels_;
  Faults helix_faults_;
  Faults wargaming_faults_;
  Crowd crowd_;
  ExtensionBundle bundle_;
  std::unique_ptr<http::EventLoops> loops_;
  std::unique_ptr<Delivery> delivery_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace shipvote::sim
