// What the system knows of a running process, this one's child or not.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <vector>

namespace shipvote::e2e {

// All throw std::runtime_error when there is no process of that id.

// The most memory that it ever had resident (VmHWM).
[[nodiscard]] std::size_t peak_resident_bytes_of(pid_t pid);
// The memory that it has resident now (VmRSS).
[[nodiscard]] std::size_t resident_bytes_of(pid_t pid);
// Processor time of all its threads, those that have ended included; to the tick of the system, usually 10 ms.
[[nodiscard]] std::chrono::microseconds cpu_time_of(pid_t pid);
// Its direct children.
[[nodiscard]] std::vector<pid_t> children_of(pid_t pid);

}  // namespace shipvote::e2e
