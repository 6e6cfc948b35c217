#include "bench/measurement.h"

#include <algorithm>
#include <stdexcept>

namespace shipvote::bench {
namespace {

double in_milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

double median_of(std::vector<Round> const& rounds, double Round::* figure) {
  std::vector<double> values;
  values.reserve(rounds.size());
  for (auto const& round : rounds) values.push_back(round.*figure);
  return median(std::move(values));
}

Round middle(std::vector<Round> const& rounds) {
  Round result;
  for (auto const figure :
       {&Round::per_second, &Round::p50_ms, &Round::p99_ms, &Round::cpu_us_per_request, &Round::core_share}) {
    result.*figure = median_of(rounds, figure);
  }
  for (auto const& round : rounds) {
    result.peak_resident_bytes = std::max(result.peak_resident_bytes, round.peak_resident_bytes);
  }
  return result;
}

}  // namespace

Round round_of(LoadResult const& result, std::chrono::microseconds cpu_time, std::size_t peak_resident_bytes) {
  if (result.share_unexpected() > tolerated_share_unexpected) {
    throw std::runtime_error(std::to_string(result.unexpected) + " of " +
                             std::to_string(result.answered + result.unexpected) +
                             " answers were not as expected; the first one:\n" + result.first_unexpected);
  }
  Round round;
  round.per_second = result.per_second();
  round.p50_ms = in_milliseconds(result.latencies.percentile(0.5));
  round.p99_ms = in_milliseconds(result.latencies.percentile(0.99));
  round.cpu_us_per_request = static_cast<double>(cpu_time.count()) / static_cast<double>(result.answered);
  round.core_share = std::chrono::duration<double>(cpu_time) / std::chrono::duration<double>(result.elapsed);
  round.peak_resident_bytes = peak_resident_bytes;
  return round;
}

Round Comparison::ours_in_the_middle() const { return middle(ours); }

Round Comparison::nginx_in_the_middle() const { return middle(nginx); }

double Comparison::ratio() const {
  if (ours.size() != nginx.size()) throw std::logic_error("rounds without their counterpart");
  std::vector<double> ratios;
  for (std::size_t at = 0; at < ours.size(); ++at) ratios.push_back(ours[at].per_second / nginx[at].per_second);
  return median(std::move(ratios));
}

double median(std::vector<double> values) {
  if (values.empty()) throw std::logic_error("no median of nothing");
  std::sort(values.begin(), values.end());
  auto const middle_at = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle_at];
  return (values[middle_at - 1] + values[middle_at]) / 2;
}

}  // namespace shipvote::bench
