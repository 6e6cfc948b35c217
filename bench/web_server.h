// shipvote-web as the benchmark runs it, and the few calls by which a streamer gets a vote going.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bench/machine.h"
#include "bench/requests.h"
#include "e2e/process_figures.h"
#include "e2e/program.h"

namespace shipvote::bench {

inline constexpr std::chrono::seconds longest_start{60};

// What a starting program has to answer with 200 before anything else is asked of it. Throws std::runtime_error, naming
// its log, when it ends before or takes too long.
void wait_until_answering(std::uint16_t port, e2e::Program& program, std::string const& path);

// shipvote-sim: Twitch and Wargaming for the server under test. Runs beside the load, where it has little to do.
class Simulator {
 public:
  Simulator(std::filesystem::path const& programs, std::filesystem::path const& folder, Cores const& cores);

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::chrono::microseconds cpu_time() const { return e2e::cpu_time_of(process_.pid()); }

 private:
  std::uint16_t port_;
  e2e::Program process_;
};

class WebServer {
 public:
  // Starts on `data`, a folder that may hold votes and ballots already, and waits until `/_health` is answered (at most
  // one minute). Throws std::runtime_error, naming the log, when that does not happen.
  // `flags` come on top of the settings that all measurements share.
  WebServer(std::filesystem::path const& programs, std::filesystem::path const& data, Simulator const& simulator,
            Cores const& cores, std::vector<std::string> const& flags = {});
  ~WebServer() = default;
  WebServer(WebServer const&) = delete;
  WebServer& operator=(WebServer const&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::uint16_t operator_port() const noexcept { return operator_port_; }
  [[nodiscard]] std::uint16_t internal_port() const noexcept { return internal_port_; }
  [[nodiscard]] std::filesystem::path const& settings_file() const noexcept { return settings_file_; }
  // From before the program was started until its first answer.
  [[nodiscard]] std::chrono::duration<double> start_time() const noexcept { return start_time_; }
  [[nodiscard]] std::size_t peak_resident_bytes() const { return e2e::peak_resident_bytes_of(process_.pid()); }
  [[nodiscard]] std::chrono::microseconds cpu_time() const { return e2e::cpu_time_of(process_.pid()); }

  // Throws std::runtime_error, saying how it ended, when it does not run any more.
  void expect_running();

  // Ends it with SIGTERM. Throws std::runtime_error when it does not exit with 0.
  void stop();

 private:
  std::uint16_t port_;
  std::chrono::steady_clock::time_point started_at_;
  e2e::Program process_;
  std::filesystem::path settings_file_;
  std::uint16_t operator_port_ = 0;
  std::uint16_t internal_port_ = 0;
  std::chrono::duration<double> start_time_{0};
};

// The channel that all votes of the benchmark take place on.
inline constexpr ChannelId bench_channel{4711};

// Tokens that the simulator's and the server's secret verify, good for two hours.
[[nodiscard]] TokenMint bench_tokens();

// Waits until the server knows the fleet, then sets the channel up with an account that has a large garage.
void set_up_channel(WebServer const& server, TokenMint const& tokens);

// Opens a vote without an end on `ships` ships of the channel's garage.
[[nodiscard]] BallotBox open_vote(WebServer const& server, TokenMint const& tokens, std::size_t ships);

// The channel's open vote. Throws when there is none.
[[nodiscard]] BallotBox find_open_vote(WebServer const& server);

// How many ballots the channel's open vote has, once that number has stood still for a moment: what is shown may follow
// what was answered a little later.
[[nodiscard]] std::uint64_t ballots_counted(WebServer const& server, TokenMint const& tokens);

// The body of a GET that must be answered with 200.
[[nodiscard]] std::string get_body(std::uint16_t port, std::string const& path);

[[nodiscard]] std::string channel_path();
[[nodiscard]] std::string open_vote_path();

}  // namespace shipvote::bench
