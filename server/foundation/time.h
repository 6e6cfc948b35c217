// Time as the whole project speaks of it: UTC, to the millisecond, handed in and never asked for below the service.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace shipvote {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

// Where time comes from. Implementations are safe to use from every thread.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
};

class SystemTime final : public TimeSource {
 public:
  [[nodiscard]] TimePoint now() const override;
};

// Goes on evenly, however the system's clock is set: for pauses and patience. Its times are no dates.
class SteadySource : public TimeSource {};

class SteadyTime final : public SteadySource {
 public:
  [[nodiscard]] TimePoint now() const override;
};

// "2026-11-23T20:15:00.123Z"; always UTC, always milliseconds.
[[nodiscard]] std::string iso8601(TimePoint time);

// Reads ISO 8601 with date, time to the second (fraction optional) and "Z" or an offset such as "+01:00".
// Nothing for anything else, impossible dates included.
[[nodiscard]] std::optional<TimePoint> parse_iso8601(std::string_view text);

}  // namespace shipvote
