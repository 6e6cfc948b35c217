// What the benchmark runs on: which core does what, and how fast the disk keeps its promise.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace shipvote::bench {

// The measured server (ours or nginx) on one core, everything else on another. Without a second core nothing is pinned.
struct Cores {
  std::optional<int> server;
  std::optional<int> load;

  [[nodiscard]] bool apart() const noexcept { return server.has_value() && load.has_value(); }
};

// The processors that this process may run on, lowest first.
[[nodiscard]] std::vector<int> allowed_cores();

// Keeps the calling thread on one core.
void pin_this_thread(int core);

[[nodiscard]] Cores choose_cores(std::vector<int> const& allowed);

// The middle of many appends of 4 KB to a file in `folder`, each followed by fdatasync. Throws std::system_error.
[[nodiscard]] std::chrono::microseconds durable_append_time(std::filesystem::path const& folder);

// The processor's name and number of cores, for the notes of a report.
[[nodiscard]] std::string machine_description();

}  // namespace shipvote::bench
