#include "bench/report.h"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "bench/figure_text.h"

namespace shipvote::bench {
namespace {

constexpr double aimed_p99_ms = 10;
constexpr double aimed_start_seconds = 1;

// More digits than these say nothing.
boost::json::object json_of(Comparison const& comparison) {
  auto const ours = comparison.ours_in_the_middle();
  return {{"per_second", rounded(ours.per_second, 1)},
          {"ratio_to_nginx", rounded(comparison.ratio(), 1000)},
          {"p50_ms", rounded(ours.p50_ms, 1000)},
          {"p99_ms", rounded(ours.p99_ms, 1000)},
          {"peak_rss_bytes", ours.peak_resident_bytes}};
}

template <class... Values>
std::string full_line(char const* format, Values... values) {
  return line(format, values...) + "\n";
}

constexpr char const* head_format = "%-34s %-8s %12s %7s %9s %9s %7s %7s %9s";
constexpr char const* row_format = "%-34s %-8s %12.0f %7s %9.3f %9.3f %7.1f %6.0f%% %9.1f";

std::string row(std::string const& title, char const* server, Round const& round, std::string const& ratio) {
  return full_line(row_format, title.c_str(), server, round.per_second, ratio.c_str(), round.p50_ms, round.p99_ms,
                   round.cpu_us_per_request, round.core_share * 100,
                   static_cast<double>(round.peak_resident_bytes) / (1024 * 1024));
}

std::string rows_of(NamedComparison const& named) {
  auto const ours = named.comparison.ours_in_the_middle();
  double const ratio = named.comparison.ratio();
  std::string text = row(named.title, "shipvote", ours, line("%.2f", ratio));
  text += row("", "nginx", named.comparison.nginx_in_the_middle(), "1.00");
  if (named.aimed_ratio > 0 && ratio < named.aimed_ratio) {
    text += full_line("    below the aim: %.2f of nginx", named.aimed_ratio);
  }
  if (named.aimed_ratio > 0 && ours.p99_ms >= aimed_p99_ms)
    text += full_line("    above the aim: p99 under %.0f ms", aimed_p99_ms);
  return text;
}

std::string comparisons_of(Report const& report) {
  std::string text =
      "\n" + full_line(head_format, "", "", "a second", "ratio", "p50 ms", "p99 ms", "CPU us", "core", "peak MiB");
  for (auto const& named : report.comparisons) text += rows_of(named);
  if (report.start_seconds.empty()) return text;
  double const seconds = median(report.start_seconds);
  return text + full_line("\nstart with 1,000,000 stored ballots of an open vote: %.3f s%s", seconds,
                          seconds >= aimed_start_seconds ? "    above the aim: under 1 s" : "");
}

}  // namespace

std::string json_of(Report const& report) {
  boost::json::object all;
  for (auto const& named : report.comparisons) all[named.key] = json_of(named.comparison);
  if (!report.start_seconds.empty()) {
    all["start_1m"] = boost::json::object{{"seconds", rounded(median(report.start_seconds), 1000)}};
  }
  for (auto const& section : report.sections) all[section.key] = section.figures;
  return boost::json::serialize(all);
}

void write_json(Report const& report, std::filesystem::path const& path) {
  auto const fresh = path.string() + ".new";
  std::ofstream file{fresh};
  file << json_of(report) << '\n';
  file.close();
  if (!file) throw std::runtime_error("cannot write " + fresh);
  std::filesystem::rename(fresh, path);
}

std::string table_of(Report const& report) {
  std::string text;
  for (auto const& note : report.notes) text += note + "\n";
  if (!report.comparisons.empty()) text += comparisons_of(report);
  for (auto const& section : report.sections) {
    text += "\n";
    for (auto const& each : section.lines) text += each + "\n";
  }
  return text;
}

std::string missed_in(Report const& report) {
  std::string text;
  for (auto const& section : report.sections) {
    if (!section.missed.empty()) text += section.key + ": " + section.missed + "\n";
  }
  return text;
}

}  // namespace shipvote::bench
