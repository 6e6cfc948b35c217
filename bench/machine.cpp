#include "bench/machine.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <thread>

#include "bench/endpoint.h"

namespace shipvote::bench {

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
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<std::size_t>(core), &cores);
  if (::sched_setaffinity(0, sizeof cores, &cores) != 0) {
    throw std::system_error(errno, std::generic_category(), "pinning to core " + std::to_string(core));
  }
}

Cores choose_cores(std::vector<int> const& allowed) {
  Cores cores;
  if (allowed.size() < 2) return cores;
  // The lowest core is where interrupts like to arrive: leave it to the load.
  cores.server = allowed.back();
  cores.load = allowed.front();
  return cores;
}

std::chrono::microseconds durable_append_time(std::filesystem::path const& folder) {
  constexpr int appends = 101;
  auto const path = folder / "durable-append";
  Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  std::array<char, 4096> const block{};
  std::vector<std::chrono::steady_clock::duration> times;
  for (int append = 0; append < appends; ++append) {
    auto const before = std::chrono::steady_clock::now();
    if (::write(file.number(), block.data(), block.size()) < 0 || ::fdatasync(file.number()) != 0) {
      throw std::system_error(errno, std::generic_category(), "writing " + path.string());
    }
    times.push_back(std::chrono::steady_clock::now() - before);
  }
  std::filesystem::remove(path);
  std::nth_element(times.begin(), times.begin() + appends / 2, times.end());
  return std::chrono::duration_cast<std::chrono::microseconds>(times[appends / 2]);
}

std::string machine_description() {
  std::ifstream information{"/proc/cpuinfo"};
  std::string name = "unknown processor";
  for (std::string line; std::getline(information, line);) {
    auto const colon = line.find(": ");
    if (!line.starts_with("model name") || colon == std::string::npos) continue;
    name = line.substr(colon + 2);
    break;
  }
  return name + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores";
}

}  // namespace shipvote::bench
