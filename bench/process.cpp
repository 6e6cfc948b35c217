#include "bench/process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace shipvote::bench {
namespace {

constexpr std::chrono::milliseconds look_again{2};

std::string text_of(std::filesystem::path const& path) {
  std::ifstream file{path};
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::filesystem::path proc(pid_t pid) { return std::filesystem::path{"/proc"} / std::to_string(pid); }

std::string signal_text(int signal) {
  char const* const name = ::sigdescr_np(signal);
  return "signal " + std::to_string(signal) + " (" + (name != nullptr ? name : "unknown") + ")";
}

bool pin(int core) noexcept {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<std::size_t>(core), &cores);
  return ::sched_setaffinity(0, sizeof cores, &cores) == 0;
}

// Runs in the child between fork and exec: system calls only.
[[noreturn]] void become(Process::Launch const& launch, char* const* arguments, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);       // and not SIGKILL, so that it can end children of its own
  if (::getppid() != parent) ::_exit(126);  // the parent ended before it could be noticed
  if (launch.core && !pin(*launch.core)) ::_exit(126);
  int const log = ::open(launch.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (log < 0 || ::dup2(log, STDOUT_FILENO) < 0 || ::dup2(log, STDERR_FILENO) < 0) ::_exit(126);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

std::vector<int> allowed_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
    throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
  }
  std::vector<int> cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(static_cast<std::size_t>(core), &allowed)) cores.push_back(core);
  }
  return cores;
}

void pin_this_thread(int core) {
  if (!pin(core)) throw std::system_error(errno, std::generic_category(), "pinning to core " + std::to_string(core));
}

Process::Process(Launch launch) : launch_(std::move(launch)) {
  std::string program = launch_.program.string();
  std::vector<char*> arguments{program.data()};
  for (auto& argument : launch_.arguments) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  pid_t const parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) become(launch_, arguments.data(), parent);
}

Process::Process(Process&& other) noexcept
    : launch_(std::move(other.launch_)),
      pid_(std::exchange(other.pid_, -1)),
      exit_status_(other.exit_status_),
      ending_(std::move(other.ending_)) {}

Process::~Process() {
  if (pid_ > 0) stop();
}

bool Process::running() {
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

int Process::stop(std::chrono::milliseconds patience) {
  if (running()) ::kill(pid_, SIGTERM);
  auto const give_up = std::chrono::steady_clock::now() + patience;
  bool killed = false;
  while (running()) {
    if (!killed && std::chrono::steady_clock::now() > give_up) {
      ::kill(pid_, SIGKILL);
      killed = true;
    }
    std::this_thread::sleep_for(look_again);
  }
  return exit_status_;
}

std::size_t Process::peak_resident_bytes() const { return peak_resident_bytes_of(pid_); }

std::chrono::microseconds Process::cpu_time() const { return cpu_time_of(pid_); }

std::vector<pid_t> Process::children() const {
  std::istringstream list{text_of(proc(pid_) / "task" / std::to_string(pid_) / "children")};
  return {std::istream_iterator<pid_t>{list}, {}};
}

std::size_t peak_resident_bytes_of(pid_t pid) {
  std::istringstream status{text_of(proc(pid) / "status")};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;  // given in kB
  }
  throw std::runtime_error("no VmHWM for process " + std::to_string(pid));
}

std::chrono::microseconds cpu_time_of(pid_t pid) {
  auto const stat = text_of(proc(pid) / "stat");
  // The second field is the program's name in brackets and may hold anything: count from behind it.
  auto const name_end = stat.rfind(')');
  if (name_end == std::string::npos) throw std::runtime_error("no times for process " + std::to_string(pid));
  std::istringstream fields{stat.substr(name_end + 1)};
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  long long user_ticks = 0;
  long long system_ticks = 0;
  if (!(fields >> user_ticks >> system_ticks)) throw std::runtime_error("no times for process " + std::to_string(pid));
  return std::chrono::microseconds{(user_ticks + system_ticks) * 1'000'000 / ::sysconf(_SC_CLK_TCK)};
}

}  // namespace shipvote::bench
