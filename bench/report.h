// What a run of the benchmark found, as JSON for programs and as a table for people.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/measurement.h"

namespace shipvote::bench {

struct NamedComparison {
  std::string key;         // in the JSON file
  std::string title;       // in the table
  double aimed_ratio = 0;  // to nginx
  Comparison comparison;
};

// What is measured without a yardstick beside it.
struct Section {
  std::string key;                 // in the JSON file
  boost::json::object figures;     // there
  std::vector<std::string> lines;  // the same for people; the first one is a title
  std::string missed{};            // what must hold and does not; empty when all does
};

struct Report {
  std::vector<std::string> notes;  // how it was measured, one line each
  std::vector<NamedComparison> comparisons;
  std::vector<double> start_seconds;  // starts with 1,000,000 stored ballots of an open vote
  std::vector<Section> sections;
};

// {"<key>":{"per_second","ratio_to_nginx","p50_ms","p99_ms","peak_rss_bytes"},…,"start_1m":{"seconds"}}, all medians,
// and the sections under their keys. What was not measured is left out.
[[nodiscard]] std::string json_of(Report const& report);

// Replaces the file in one step. Throws std::system_error or std::runtime_error when it cannot.
void write_json(Report const& report, std::filesystem::path const& path);

// The same figures in columns, with what is aimed at.
[[nodiscard]] std::string table_of(Report const& report);

// What must hold and does not, a line each; empty when all does.
[[nodiscard]] std::string missed_in(Report const& report);

}  // namespace shipvote::bench
