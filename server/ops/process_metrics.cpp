#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

#include "ops/metrics.h"

namespace shipvote::ops {
namespace {

// The numbers of /proc/self/stat (proc(5)); ticks and pages as the kernel counts them.
struct ProcessState {
  double user_ticks = 0;
  double system_ticks = 0;
  double threads = 0;
  double start_ticks = 0;  // after boot
  double virtual_bytes = 0;
  double resident_pages = 0;
};

std::optional<ProcessState> process_state() {
  std::ifstream file{"/proc/self/stat"};
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  // The program's name, in parentheses, may hold spaces and parentheses itself; what follows the last one are fields.
  auto const end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) return std::nullopt;
  std::istringstream fields{line.substr(end_of_name + 1)};
  std::string skipped;
  auto skip = [&](int count) {
    for (int each = 0; each < count; ++each) fields >> skipped;
  };
  ProcessState state;
  skip(11);  // fields 3 to 13
  fields >> state.user_ticks >> state.system_ticks;
  skip(4);
  fields >> state.threads;
  skip(1);
  fields >> state.start_ticks >> state.virtual_bytes >> state.resident_pages;
  if (!fields) return std::nullopt;
  return state;
}

// When the machine was started, in seconds since 1970.
std::optional<double> boot_time() {
  std::ifstream file{"/proc/stat"};
  for (std::string word; file >> word;) {
    if (word != "btime") continue;
    double seconds = 0;
    if (file >> seconds) return seconds;
  }
  return std::nullopt;
}

std::optional<double> open_descriptors() {
  std::error_code error;
  std::filesystem::directory_iterator entry{"/proc/self/fd", error};
  double count = -1;  // the one that reads this folder
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) ++count;
  if (error) return std::nullopt;
  return count;
}

}  // namespace

void collect_process(std::vector<Sample>& samples) {
  if (auto const state = process_state()) {
    auto const ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    auto const page = static_cast<double>(sysconf(_SC_PAGESIZE));
    samples.emplace_back("process_resident_memory_bytes", "Resident memory size in bytes", MetricKind::gauge,
                         state->resident_pages * page);
    samples.emplace_back("process_virtual_memory_bytes", "Virtual memory size in bytes", MetricKind::gauge,
                         state->virtual_bytes);
    samples.emplace_back("process_cpu_seconds_total", "Total user and system CPU time spent in seconds",
                         MetricKind::counter, (state->user_ticks + state->system_ticks) / ticks);
    samples.emplace_back("process_threads", "Number of threads", MetricKind::gauge, state->threads);
    if (auto const boot = boot_time()) {
      samples.emplace_back("process_start_time_seconds", "Start time of the process since 1970 in seconds",
                           MetricKind::gauge, *boot + state->start_ticks / ticks);
    }
  }
  if (auto const open = open_descriptors()) {
    samples.emplace_back("process_open_fds", "Number of open file descriptors", MetricKind::gauge, *open);
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    samples.emplace_back("process_max_fds", "Maximum number of open file descriptors", MetricKind::gauge,
                         static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace shipvote::ops
