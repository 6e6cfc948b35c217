// Programs that the benchmark starts, watches and ends.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace shipvote::bench {

// The processors that this process may run on, lowest first.
[[nodiscard]] std::vector<int> allowed_cores();

// Keeps the calling thread on one core.
void pin_this_thread(int core);

// A started program. It is told to end (SIGTERM) when the benchmark ends, whatever ends that.
class Process {
 public:
  struct Launch {
    std::filesystem::path program;
    std::vector<std::string> arguments;  // without the program's own name
    std::filesystem::path log;           // gets standard output and standard error, appended
    std::optional<int> core;             // pinned to it, children and threads included
  };

  // Throws std::system_error when the program cannot be started at all; that it cannot be executed shows as its end.
  explicit Process(Launch launch);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  [[nodiscard]] std::filesystem::path const& log() const noexcept { return launch_.log; }
  [[nodiscard]] bool running();
  // How it ended, for people: "exit status 1", "signal 11 (Segmentation fault)". Only when it runs no more.
  [[nodiscard]] std::string const& ending() const noexcept { return ending_; }

  // SIGTERM, then SIGKILL after `patience`. Gives the exit status, or -1 when a signal ended it.
  int stop(std::chrono::milliseconds patience = std::chrono::seconds{20});

  // Of the live process: the most memory it ever had resident (VmHWM), and the processor time of all its threads.
  [[nodiscard]] std::size_t peak_resident_bytes() const;
  [[nodiscard]] std::chrono::microseconds cpu_time() const;

  // The direct children of the live process.
  [[nodiscard]] std::vector<pid_t> children() const;

 private:
  Launch launch_;
  pid_t pid_ = -1;
  int exit_status_ = -1;
  std::string ending_;
};

// The same figures for any process; throws std::runtime_error when there is none of that id.
[[nodiscard]] std::size_t peak_resident_bytes_of(pid_t pid);
[[nodiscard]] std::chrono::microseconds cpu_time_of(pid_t pid);

}  // namespace shipvote::bench
