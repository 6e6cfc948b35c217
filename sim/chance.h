// Chance with a seed: the same seed and the same questions give the same answers, on every machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace shipvote::sim {

// SplitMix64. Not thread-safe; whoever holds it guards it.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) noexcept : state_(seed) {}
  // A stream of its own for each purpose, so that questions asked in one place do not change the answers in another.
  Chance(std::uint64_t seed, std::string_view purpose) noexcept;

  [[nodiscard]] std::uint64_t next() noexcept;
  [[nodiscard]] double unit() noexcept;                             // 0 <= x < 1
  [[nodiscard]] bool happens(double probability) noexcept;          // 0: never, 1: always
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;  // 0 for bound 0
  [[nodiscard]] std::chrono::milliseconds between(std::chrono::milliseconds least,
                                                  std::chrono::milliseconds most) noexcept;

 private:
  std::uint64_t state_;
};

}  // namespace shipvote::sim
