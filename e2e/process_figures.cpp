#include "e2e/process_figures.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>

namespace shipvote::e2e {
namespace {

std::string text_of(std::filesystem::path const& path) {
  std::ifstream file{path};
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::filesystem::path proc(pid_t pid) { return std::filesystem::path{"/proc"} / std::to_string(pid); }

std::size_t status_bytes(pid_t pid, std::string const& name) {
  std::istringstream status{text_of(proc(pid) / "status")};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size())) * 1024;  // given in kB
  }
  throw std::runtime_error("no " + name + " of process " + std::to_string(pid));
}

}  // namespace

std::size_t peak_resident_bytes_of(pid_t pid) { return status_bytes(pid, "VmHWM:"); }

std::size_t resident_bytes_of(pid_t pid) { return status_bytes(pid, "VmRSS:"); }

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

std::vector<pid_t> children_of(pid_t pid) {
  std::istringstream list{text_of(proc(pid) / "task" / std::to_string(pid) / "children")};
  return {std::istream_iterator<pid_t>{list}, {}};
}

}  // namespace shipvote::e2e
