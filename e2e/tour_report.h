// What the tour prints: numbered steps, below each what was seen, one line a thing, in columns.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>

namespace shipvote::e2e {

[[nodiscard]] std::string grouped(std::uint64_t number);                   // "18,214"
[[nodiscard]] std::string share(std::uint64_t part, std::uint64_t all);    // "6.1 %"
[[nodiscard]] std::string in_seconds(std::chrono::milliseconds duration);  // "8.3 s"
[[nodiscard]] std::string in_milliseconds(double milliseconds);            // "0.42 ms"

// Something is not as it must be; it has been printed. what() is the thing.
class TourFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One thread.
class TourReport {
 public:
  explicit TourReport(std::ostream& out) : out_(out) {}

  void heading(std::string_view title);
  void step(std::string_view title);
  // A figure that nothing is required of.
  void tell(std::string_view what, std::string_view seen);
  // Prints "ok" with what was seen, or FAILED with what was expected, and throws TourFailure then.
  void holds(bool condition, std::string_view what, std::string_view seen, std::string_view expected);
  void same(std::string_view what, std::string_view seen, std::string_view expected) {
    holds(seen == expected, what, seen, expected);
  }
  template <std::unsigned_integral Number>
  void same(std::string_view what, Number seen, std::type_identity_t<Number> expected) {
    same(what, grouped(seen), grouped(expected));
  }
  // FAILED, for what went wrong in a way that no check foresaw.
  [[noreturn]] void fail(std::string_view what, std::string_view seen, std::string_view expected);

  [[nodiscard]] std::uint64_t checked() const noexcept { return checked_; }

 private:
  void line(std::string_view mark, std::string_view what, std::string_view seen);

  std::ostream& out_;
  int steps_ = 0;
  std::uint64_t checked_ = 0;
};

}  // namespace shipvote::e2e
