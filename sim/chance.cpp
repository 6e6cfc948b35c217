#include "sim/chance.h"

namespace shipvote::sim {

Chance::Chance(std::uint64_t seed, std::string_view purpose) noexcept : state_(seed) {
  for (char const letter : purpose) {
    state_ = (state_ ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
    (void)next();
  }
}

std::uint64_t Chance::next() noexcept {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31);
}

double Chance::unit() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

bool Chance::happens(double probability) noexcept { return unit() < probability; }

std::uint64_t Chance::below(std::uint64_t bound) noexcept {
  if (bound == 0) return 0;
  return next() % bound;  // the bias is far below anything that a simulation could show
}

std::chrono::milliseconds Chance::between(std::chrono::milliseconds least, std::chrono::milliseconds most) noexcept {
  if (most <= least) return least;
  auto const span = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + std::chrono::milliseconds{static_cast<std::int64_t>(below(span))};
}

}  // namespace shipvote::sim
