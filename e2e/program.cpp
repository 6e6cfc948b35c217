#include "e2e/program.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>  // NOLINT: kill
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "e2e/look_again.h"

extern char** environ;  // NOLINT: the system's

namespace shipvote::e2e {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int not_started = 126;
constexpr int not_executed = 127;

std::string read_text(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string signal_text(int signal) {
  char const* const name = ::sigdescr_np(signal);
  return "signal " + std::to_string(signal) + " (" + (name != nullptr ? name : "unknown") + ")";
}

// What a developer has set for own runs must not change what is tested.
std::vector<std::string> environment_of(Launch const& launch) {
  std::vector<std::string> lines;
  for (char** line = environ; *line != nullptr; ++line) {  // NOLINT: an array that ends with a null pointer
    if (!std::string_view{*line}.starts_with("SHIPVOTE_")) lines.emplace_back(*line);
  }
  for (auto const& [name, value] : launch.environment) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

bool pin(int core) noexcept {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<std::size_t>(core), &cores);
  return ::sched_setaffinity(0, sizeof cores, &cores) == 0;
}

// Runs in the child between fork and exec: system calls only.
[[noreturn]] void become(Launch const& launch, char* const* arguments, char* const* environment, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);               // and not SIGKILL, so that it can end children of its own
  if (::getppid() != parent) ::_exit(not_started);  // the parent ended before it could be noticed
  if (launch.core && !pin(*launch.core)) ::_exit(not_started);
  int const log = ::open(launch.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (log < 0 || ::dup2(log, STDOUT_FILENO) < 0 || ::dup2(log, STDERR_FILENO) < 0) ::_exit(not_started);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);  // listeners of this process would live on in the child
  ::execve(arguments[0], arguments, environment);
  ::_exit(not_executed);
}

}  // namespace

Program::Program(Launch launch) : launch_(std::move(launch)) {
  std::vector<std::string> words{launch_.program.string()};
  words.insert(words.end(), launch_.arguments.begin(), launch_.arguments.end());
  auto lines = environment_of(launch_);
  auto const arguments = pointers_to(words);
  auto const environment = pointers_to(lines);
  pid_t const parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) become(launch_, arguments.data(), environment.data(), parent);
}

Program::Program(Program&& other) noexcept
    : launch_(std::move(other.launch_)),
      pid_(std::exchange(other.pid_, -1)),
      exit_status_(other.exit_status_),
      ending_(std::move(other.ending_)) {}

Program::~Program() {
  if (pid_ > 0) stop();
}

std::string Program::log_text() const { return read_text(launch_.log); }

bool Program::running() {
  if (pid_ <= 0) return false;
  int status = 0;
  pid_t const ended = ::waitpid(pid_, &status, WNOHANG);
  if (ended == 0) return true;
  pid_ = -1;
  exit_status_ = ended > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ending_ =
      ended > 0 && WIFSIGNALED(status) ? signal_text(WTERMSIG(status)) : "exit status " + std::to_string(exit_status_);
  return false;
}

void Program::terminate() {
  if (running()) ::kill(pid_, SIGTERM);
}

int Program::wait(std::chrono::milliseconds patience) {
  auto const give_up = Clock::now() + patience;
  bool killed = false;
  while (running()) {
    if (!killed && Clock::now() > give_up) {
      ::kill(pid_, SIGKILL);
      killed = true;
    }
    pause_before_looking_again();
  }
  return exit_status_;
}

int Program::stop(std::chrono::milliseconds patience) {
  terminate();
  return wait(patience);
}

void Program::kill() {
  if (running()) ::kill(pid_, SIGKILL);
  wait();
}

void Program::hold() {
  ::kill(pid_, SIGSTOP);
  // The signal alone says nothing: threads run on until each has seen it.
  for (auto const give_up = Clock::now() + std::chrono::seconds{30}; Clock::now() < give_up;) {
    int status = 0;
    if (::waitpid(pid_, &status, WUNTRACED | WNOHANG) == pid_ && WIFSTOPPED(status)) return;
    pause_before_looking_again();
  }
  throw std::runtime_error(launch_.program.string() + " cannot be held");
}

void Program::go_on() { ::kill(pid_, SIGCONT); }

Ended run_to_end(Launch launch, std::chrono::milliseconds patience) {
  std::filesystem::remove(launch.log);
  Program program{std::move(launch)};
  Ended ended;
  ended.exit_status = program.wait(patience);
  ended.output = program.log_text();
  return ended;
}

std::map<std::string, std::string> wait_for_announcement(Program& program, std::filesystem::path const& file,
                                                         std::chrono::milliseconds patience) {
  auto const give_up = Clock::now() + patience;
  while (!std::filesystem::exists(file)) {
    std::string const name = program.log().stem().string();
    if (!program.running())
      throw std::runtime_error(name + " did not start: " + program.ending() + "\n" + program.log_text());
    if (Clock::now() > give_up) throw std::runtime_error(name + " does not get ready\n" + program.log_text());
    pause_before_looking_again();
  }
  std::map<std::string, std::string> announced;
  std::ifstream lines{file};
  for (std::string line; std::getline(lines, line);) {
    auto const equals = line.find('=');
    if (equals != std::string::npos) announced[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return announced;
}

}  // namespace shipvote::e2e
