// shipvote-api as the benchmark runs it: an edge in front of a WebServer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "bench/web_server.h"
#include "e2e/process_figures.h"
#include "e2e/program.h"

namespace shipvote::bench {

class EdgeServer {
 public:
  // Edge `number` (from 1) of `of`, with its log in `folder`, which it shares with nobody. Waits until it is in step
  // with the server; throws std::runtime_error, naming the log, when that does not happen.
  EdgeServer(std::filesystem::path const& programs, std::filesystem::path const& folder, WebServer const& web,
             std::size_t number, std::size_t of, std::optional<int> core);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::uint16_t operator_port() const noexcept { return operator_port_; }
  [[nodiscard]] std::chrono::microseconds cpu_time() const { return e2e::cpu_time_of(process_.pid()); }
  void stop();  // throws std::runtime_error when it does not exit with 0

 private:
  e2e::Program process_;
  std::uint16_t port_ = 0;
  std::uint16_t operator_port_ = 0;
};

}  // namespace shipvote::bench
