// shipvote-api as a program: an edge in front of a running shipvote-web.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "e2e/program.h"
#include "e2e/running_web.h"
#include "e2e/temporary_folder.h"

namespace shipvote::e2e {

struct ApiSettings {
  std::string name = "edge";
  std::string share = "1/1";
  std::string internal_secret;     // empty: that of shipvote-web
  std::vector<std::string> flags;  // further ones
};

class RunningApi {
 public:
  // Starts it, with the settings of `web` otherwise, and waits for nothing but its ports. Throws std::runtime_error,
  // with its log, when it does not get that far in 30 s; so do the others below. `web` must have an internal port.
  RunningApi(RunningWeb const& web, ApiSettings settings);

  void start();  // the ports are others than before
  void stop();   // SIGTERM; throws when the exit status is not 0
  void kill();
  [[nodiscard]] Program& program() { return *program_; }  // while it is started
  // Waits until it is in step with shipvote-web.
  void wait_until_ready();

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string operator_url() const { return "http://127.0.0.1:" + std::to_string(operator_port_); }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::string log_text() const;  // of all starts

 private:
  [[nodiscard]] Launch launch() const;
  [[nodiscard]] std::filesystem::path announcement() const { return folder_ / "announced"; }

  RunningWeb const& web_;
  ApiSettings settings_;
  TemporaryFolder folder_;
  std::optional<Program> program_;
  std::uint16_t port_ = 0;
  std::uint16_t operator_port_ = 0;
};

}  // namespace shipvote::e2e
