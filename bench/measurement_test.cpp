#include "bench/measurement.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace shipvote::bench {
namespace {

Round round_at(double per_second, std::size_t peak_resident_bytes = 0) {
  Round round;
  round.per_second = per_second;
  round.peak_resident_bytes = peak_resident_bytes;
  return round;
}

TEST(Measurement, TakesTheMiddleValue) {
  EXPECT_DOUBLE_EQ(median({9, 1, 5}), 5);
  EXPECT_DOUBLE_EQ(median({1, 9, 5, 7}), 6);
  EXPECT_THROW(static_cast<void>(median({})), std::logic_error);
}

TEST(Measurement, ComparesRoundsWithTheirCounterparts) {
  // The machine becomes twice as fast after the first pair: the ratio stays what it is within each pair.
  Comparison comparison;
  comparison.ours = {round_at(50), round_at(100), round_at(110)};
  comparison.nginx = {round_at(100), round_at(200), round_at(200)};
  EXPECT_DOUBLE_EQ(comparison.ratio(), 0.5);
}

TEST(Measurement, KeepsTheLargestMemory) {
  Comparison comparison;
  comparison.ours = {round_at(1, 10), round_at(2, 30), round_at(3, 20)};
  EXPECT_EQ(comparison.ours_in_the_middle().peak_resident_bytes, 30U);
  EXPECT_DOUBLE_EQ(comparison.ours_in_the_middle().per_second, 2);
}

TEST(Measurement, RefusesARoundWithTooManyBadAnswers) {
  LoadResult result;
  result.elapsed = std::chrono::seconds{1};
  result.answered = 998;
  result.unexpected = 2;
  result.first_unexpected = "HTTP/1.1 503";
  EXPECT_THROW(static_cast<void>(round_of(result, {}, 0)), std::runtime_error);
  result.answered = 9'999;
  result.unexpected = 1;
  EXPECT_DOUBLE_EQ(round_of(result, std::chrono::microseconds{9'999}, 0).cpu_us_per_request, 1);
}

}  // namespace
}  // namespace shipvote::bench
