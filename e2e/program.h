// Programs that are started, watched, ended and killed from outside, as an operator would.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shipvote::e2e {

struct Launch {
  std::filesystem::path program;
  std::vector<std::string> arguments;              // without the program's own name
  std::map<std::string, std::string> environment;  // besides what this process has, less its own SHIPVOTE_…
  std::filesystem::path log;                       // gets standard output and standard error, appended
  std::optional<int> core;                         // pinned to it, children and threads included
};

// A started program, with nothing of this process open but its log. It is told to end (SIGTERM) when the thread that
// started it ends, whatever ends that. One thread at a time.
class Program {
 public:
  // Throws std::system_error when the program cannot be started at all; that it cannot be executed shows as its end
  // with the exit status 127.
  explicit Program(Launch launch);
  ~Program();  // as stop()
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }  // -1 once it has ended
  [[nodiscard]] std::filesystem::path const& log() const noexcept { return launch_.log; }
  [[nodiscard]] std::string log_text() const;

  [[nodiscard]] bool running();
  // How it ended, for people: "exit status 1", "signal 11 (Segmentation fault)". Only once it has.
  [[nodiscard]] std::string const& ending() const noexcept { return ending_; }

  void terminate();  // SIGTERM; does not wait
  // Waits for its end and gives the exit status, or -1 when a signal ended it; after `patience` that is SIGKILL.
  int wait(std::chrono::milliseconds patience = std::chrono::seconds{30});
  int stop(std::chrono::milliseconds patience = std::chrono::seconds{30});  // terminate() and wait()
  void kill();                                                              // SIGKILL, and waits for the end
  // SIGSTOP, and waits until no thread runs any more. Throws std::runtime_error if that does not happen within 30 s.
  void hold();
  void go_on();  // SIGCONT

 private:
  Launch launch_;
  pid_t pid_ = -1;
  int exit_status_ = -1;
  std::string ending_;
};

struct Ended {
  int exit_status = -1;
  std::string output;  // standard output and standard error
};
// Runs a program that ends by itself. Launch::log is emptied first.
[[nodiscard]] Ended run_to_end(Launch launch, std::chrono::milliseconds patience = std::chrono::seconds{30});

inline constexpr std::chrono::seconds longest_start{30};  // of a program on a busy machine

// The key=value lines that the program writes to `file` once it is ready. Throws std::runtime_error, with the program's
// log, when it ends before that or takes longer than `patience`.
[[nodiscard]] std::map<std::string, std::string> wait_for_announcement(Program& program,
                                                                       std::filesystem::path const& file,
                                                                       std::chrono::milliseconds patience);

}  // namespace shipvote::e2e
