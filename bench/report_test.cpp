#include "bench/report.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace shipvote::bench {
namespace {

Report sample(double ours_per_second) {
  NamedComparison ballots{"ballots_empty", "ballots, none stored", 0.7, {}};
  Round ours;
  ours.per_second = ours_per_second;
  ours.p50_ms = 0.5;
  ours.p99_ms = 1.25;
  ours.cpu_us_per_request = 9;
  ours.peak_resident_bytes = 20 << 20;
  Round nginx;
  nginx.per_second = 100'000;
  ballots.comparison.ours = {ours};
  ballots.comparison.nginx = {nginx};
  return Report{{}, {ballots}, {0.3, 0.2, 0.4}, {}};
}

TEST(Report, HasTheAgreedForm) {
  auto const json = boost::json::parse(json_of(sample(75'000)));
  EXPECT_EQ(json, boost::json::parse(R"({"ballots_empty":{"per_second":75000.0,"ratio_to_nginx":0.75,"p50_ms":0.5,
      "p99_ms":1.25,"peak_rss_bytes":20971520},"start_1m":{"seconds":0.3}})"));
}

TEST(Report, SaysWhatIsBelowTheAim) {
  EXPECT_EQ(table_of(sample(75'000)).find("below the aim"), std::string::npos);
  EXPECT_NE(table_of(sample(65'000)).find("below the aim"), std::string::npos);
}

TEST(Report, NamesWhatMustHoldAndDoesNot) {
  Report report;
  report.sections.push_back({"viewers", {}, {"10,000 viewers"}});
  EXPECT_EQ(missed_in(report), "");
  report.sections.push_back({"edges", {}, {"ballots"}, "a ballot costs too much"});
  EXPECT_EQ(missed_in(report), "edges: a ballot costs too much\n");
}

TEST(Report, LeavesOutWhatWasNotMeasured) {
  Report report;
  report.sections.push_back({"viewers", {{"ballots_per_viewer", 1}}, {"10,000 viewers", "  one ballot each"}});
  EXPECT_EQ(json_of(report), R"({"viewers":{"ballots_per_viewer":1}})");
  EXPECT_EQ(table_of(report), "\n10,000 viewers\n  one ballot each\n");
}

TEST(Report, ReplacesTheFile) {
  auto const path = std::filesystem::temp_directory_path() / ("bench-report-" + std::to_string(::getpid()) + ".json");
  write_json(sample(1), path);
  write_json(sample(75'000), path);
  std::ifstream file{path};
  std::string const text{std::istreambuf_iterator<char>{file}, {}};
  std::filesystem::remove(path);
  EXPECT_EQ(text, json_of(sample(75'000)) + "\n");
}

}  // namespace
}  // namespace shipvote::bench
