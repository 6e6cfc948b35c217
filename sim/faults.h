// Faults that can be ordered: "the next three answers are 500", "every tenth call times out".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "sim/chance.h"

namespace shipvote::sim {

enum class Fault : std::uint8_t {
  none,
  rate_limited,       // Helix: 429. Wargaming: REQUEST_LIMIT_EXCEEDED.
  server_error,       // HTTP 500, nothing done
  server_error_done,  // HTTP 500, but done all the same
  time_out,           // no answer, nothing done
  time_out_done,      // no answer, but done all the same
  unauthorized,       // Helix: 401. Wargaming: APPLICATION_IS_BLOCKED.
  unavailable,        // Helix: 503. Wargaming: SOURCE_NOT_AVAILABLE.
};
inline constexpr std::size_t fault_kinds = 8;

[[nodiscard]] std::string_view fault_text(Fault fault) noexcept;
[[nodiscard]] std::optional<Fault> parse_fault(std::string_view text) noexcept;

struct FaultRule {
  std::uint64_t next = 0;   // so many of the coming calls, before any chance is asked
  double fraction = 0;      // of all others, 0 to 1
  std::uint64_t given = 0;  // so far
};
using FaultRules = std::array<FaultRule, fault_kinds>;  // by Fault; [none] is unused

// The faults of one side. Any thread.
class Faults {
 public:
  Faults(std::uint64_t seed, std::string_view side) : chance_(seed, side) {}

  void set(Fault fault, std::uint64_t next, double fraction = 0);
  void clear();  // orders no more; what was given stays counted
  // What the call that is being answered must suffer. `next` orders come first, in the order of the enumeration.
  [[nodiscard]] Fault draw();
  [[nodiscard]] FaultRules rules() const;

 private:
  mutable std::mutex mutex_;
  Chance chance_;
  FaultRules rules_{};
};

}  // namespace shipvote::sim
