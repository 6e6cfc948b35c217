// The yardstick: nginx answering the same requests with fixed bodies, from a configuration and folder of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "e2e/process_figures.h"
#include "e2e/program.h"

namespace shipvote::bench {

// A path (without query) and the body that nginx answers to it, for GET and POST alike.
struct FixedAnswer {
  std::string path;
  std::string body;
};

class Nginx {
 public:
  // One worker. Short bodies come from the configuration itself (`return`), longer ones from a file (sendfile and
  // open_file_cache). `folder` is made and belongs to nginx. Throws when it does not come up within five seconds.
  Nginx(std::filesystem::path const& folder, std::vector<FixedAnswer> const& answers, std::optional<int> core);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::size_t peak_resident_bytes() const { return e2e::peak_resident_bytes_of(worker_); }
  [[nodiscard]] std::chrono::microseconds cpu_time() const { return e2e::cpu_time_of(worker_); }

  // Throws std::runtime_error, saying how it ended, when it does not run any more.
  void expect_running();

  // Whether a body is short enough for the configuration.
  [[nodiscard]] static bool fits_configuration(std::string const& body);

 private:
  std::uint16_t port_;
  e2e::Program process_;
  pid_t worker_ = -1;
};

// The nginx of this machine; nothing when there is none.
[[nodiscard]] std::optional<std::filesystem::path> nginx_program();

}  // namespace shipvote::bench
