#include "ops/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <stdexcept>

namespace shipvote::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Collector telling(std::vector<Sample> told) {
  return [told = std::move(told)](std::vector<Sample>& samples) {
    samples.insert(samples.end(), told.begin(), told.end());
  };
}

TEST(Metrics, RendersWhatPrometheusReads) {
  Metrics metrics;
  metrics.add(
      telling({{"shipvote_ballots_total", "Ballots by verdict", MetricKind::counter, 12, {{"verdict", "accepted"}}},
               {"shipvote_waiting", "Ballots that wait", MetricKind::gauge, 0.5}}));
  metrics.add(telling(
      {{"shipvote_ballots_total", "Ballots by verdict", MetricKind::counter, 3, {{"verdict", "a \"b\" \\ \n c"}}}}));
  EXPECT_EQ(metrics.render(), R"(# HELP shipvote_ballots_total Ballots by verdict
# TYPE shipvote_ballots_total counter
shipvote_ballots_total{verdict="accepted"} 12
shipvote_ballots_total{verdict="a \"b\" \\ \n c"} 3
# HELP shipvote_waiting Ballots that wait
# TYPE shipvote_waiting gauge
shipvote_waiting 0.5
# HELP shipvote_metrics_faults_total Collectors that failed and samples that were left out
# TYPE shipvote_metrics_faults_total counter
shipvote_metrics_faults_total 0
)");
}

TEST(Metrics, AsksCollectorsEachTime) {
  Metrics metrics;
  int asked = 0;
  metrics.add([&](std::vector<Sample>& samples) {
    samples.emplace_back("shipvote_asked_total", "Asked", MetricKind::counter, ++asked);
  });
  EXPECT_THAT(metrics.render(), HasSubstr("\nshipvote_asked_total 1\n"));
  EXPECT_THAT(metrics.render(), HasSubstr("\nshipvote_asked_total 2\n"));
}

TEST(Metrics, LeavesOutWhatWouldSpoilThePage) {
  Metrics metrics;
  metrics.add(telling({{"shipvote_good", "Good", MetricKind::gauge, 1},
                       {"shipvote good", "Bad name", MetricKind::gauge, 1},
                       {"shipvote_label", "Bad label", MetricKind::gauge, 1, {{"a-b", "c"}}},
                       {"shipvote_good", "Twice", MetricKind::gauge, 2},
                       {"shipvote_good", "Other kind", MetricKind::counter, 2, {{"a", "b"}}}}));
  metrics.add([](std::vector<Sample>& samples) {
    samples.emplace_back("shipvote_before", "Told before it failed", MetricKind::gauge, 7);
    throw std::runtime_error("no figures");
  });
  metrics.add(telling({{"shipvote_after", "After", MetricKind::gauge, 1}}));
  testing::internal::CaptureStderr();
  auto const text = metrics.render();
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("metrics_collector_failed error=\"no figures\""));
  EXPECT_THAT(text, HasSubstr("\nshipvote_good 1\n"));
  EXPECT_THAT(text, HasSubstr("\nshipvote_before 7\n"));
  EXPECT_THAT(text, HasSubstr("\nshipvote_after 1\n"));
  EXPECT_THAT(text, HasSubstr("\nshipvote_metrics_faults_total 5\n"));
  EXPECT_THAT(text, Not(HasSubstr("a-b")));
  EXPECT_THAT(text, Not(HasSubstr("} 2")));
}

// What is told of this process, by name.
std::map<std::string, double> told_of_process() {
  std::vector<Sample> samples;
  collect_process(samples);
  std::map<std::string, double> values;
  for (auto const& sample : samples) values[sample.name] = sample.value;
  return values;
}

TEST(ProcessMetrics, TellTheTruth) {
  auto const before = told_of_process();
  EXPECT_GT(before.at("process_resident_memory_bytes"), 1'000'000);
  EXPECT_GT(before.at("process_virtual_memory_bytes"), before.at("process_resident_memory_bytes"));
  EXPECT_GE(before.at("process_cpu_seconds_total"), 0);
  EXPECT_GE(before.at("process_threads"), 1);
  EXPECT_GT(before.at("process_max_fds"), before.at("process_open_fds"));
  // Started before now, and not longer ago than the machine runs.
  timespec uptime{};
  clock_gettime(CLOCK_BOOTTIME, &uptime);
  double const now = static_cast<double>(std::time(nullptr));
  EXPECT_LE(before.at("process_start_time_seconds"), now + 2);
  EXPECT_GE(before.at("process_start_time_seconds"), now - static_cast<double>(uptime.tv_sec) - 2);

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file{std::fopen("/dev/null", "r"), std::fclose};
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(told_of_process().at("process_open_fds"), before.at("process_open_fds") + 1);
}

}  // namespace
}  // namespace shipvote::ops
