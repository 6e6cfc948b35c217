// shipvote-web as a program on a data folder of its own, with the simulator in the place of Twitch and Wargaming.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "e2e/program.h"
#include "e2e/temporary_folder.h"

namespace shipvote::e2e {

struct WebSettings {
  std::filesystem::path programs;  // the folder of shipvote-web
  std::string simulator_url;
  std::string client_id;
  std::string owner_user_id;
  std::string application_id;
  std::string internal_secret;           // of the operator's other programs
  std::string secret;                    // base64; the one that signs
  std::vector<std::string> old_secrets;  // base64; in force as well
  std::vector<std::string> flags;        // further ones
};

class RunningWeb {
 public:
  // Starts it. Throws std::runtime_error, with its log, when it does not get ready in 30 s; so do the others below.
  explicit RunningWeb(WebSettings settings);

  // On the same folder; the ports are others than before, but for the internal one, which edges are told.
  void start();
  // SIGTERM; throws when the exit status is not 0.
  void stop();
  void kill();
  // Stops it, puts that backup into the place of its data, and starts it.
  void restore(std::filesystem::path const& backup);
  // From the next start on. The flag must be among the further ones.
  void set_flag(std::string const& name, std::string const& value);
  void restart() {
    stop();
    start();
  }
  [[nodiscard]] Program& program() { return *program_; }  // while it is started

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string operator_url() const { return "http://127.0.0.1:" + std::to_string(operator_port_); }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  // Where it listens for edges; only when the flags have an --internal-port.
  [[nodiscard]] std::string internal_url() const { return "http://127.0.0.1:" + std::to_string(internal_port_); }
  [[nodiscard]] WebSettings const& settings() const noexcept { return settings_; }

  [[nodiscard]] std::filesystem::path data_folder() const { return folder_ / "data"; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }  // for whatever else a test keeps
  [[nodiscard]] std::string log_text() const;                                    // of all starts

  // Another process of shipvote-web that has the same settings and these arguments besides, and ends by itself.
  [[nodiscard]] Ended run(std::vector<std::string> const& arguments) const;
  // One that has nothing but these arguments and variables.
  [[nodiscard]] Ended run_bare(std::vector<std::string> const& arguments,
                               std::map<std::string, std::string> const& environment = {}) const;

 private:
  [[nodiscard]] Launch launch() const;
  [[nodiscard]] std::filesystem::path announcement() const { return folder_ / "announced"; }

  WebSettings settings_;
  TemporaryFolder folder_;
  std::optional<Program> program_;
  std::uint16_t port_ = 0;
  std::uint16_t operator_port_ = 0;
  std::uint16_t internal_port_ = 0;
};

}  // namespace shipvote::e2e
