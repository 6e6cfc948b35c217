// shipvote-bench: how fast Shipvote is on this machine, next to nginx. See bench/README.md.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "bench/benchmark.h"

namespace {

using namespace shipvote;

struct Options {
  std::string programs;
  std::string folder = "build/bench-data";
  std::string json = "build/bench.json";
  std::size_t rounds = 3;
  bool quick = false;
  std::vector<std::string> only;
};

void describe(CLI::App& app, Options& options) {
  app.add_option("--programs", options.programs, "Folder of shipvote-web and shipvote-sim (this program's own)");
  app.add_option("--folder", options.folder, "Folder for data while measuring; on the disk that is to be measured")
      ->capture_default_str();
  app.add_option("--json", options.json, "Where the figures go for programs to read")->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds of every measurement")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--only", options.only, "Only these parts; writes no JSON")
      ->check(CLI::IsMember(std::set<std::string>{bench::benchmark_parts.begin(), bench::benchmark_parts.end()}));
  app.add_flag("--quick", options.quick, "A tenth of everything, to see that it works; writes no JSON");
}

bench::Extent extent_of(Options const& options) {
  bench::Extent extent;
  extent.rounds = options.rounds;
  if (!options.quick) return extent;
  extent.rounds = std::min<std::size_t>(options.rounds, 2);
  extent.ballots_per_round /= 10;
  extent.ballots_stored /= 10;
  extent.reading_per_round /= 10;
  extent.ballots_through_edges /= 10;
  extent.live_channels /= 10;
  extent.live_seconds = 3;
  extent.viewers /= 10;
  extent.viewers_vote_lasts = std::chrono::seconds{15};
  return extent;
}

int run(Options const& options) {
  bench::Setting setting;
  auto const own_folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  setting.programs = options.programs.empty() ? own_folder : std::filesystem::absolute(options.programs);
  setting.folder = std::filesystem::absolute(options.folder);
  setting.cores = bench::choose_cores(bench::allowed_cores());
  setting.extent = extent_of(options);
  auto const report = bench::run_benchmark(setting, {options.only.begin(), options.only.end()});
  std::fputs(bench::table_of(report).c_str(), stdout);
  if (options.quick) {
    std::puts("a quick run: its figures are no measurement");
    return 0;
  }
  if (options.only.empty()) {
    bench::write_json(report, options.json);
    std::printf("figures written to %s\n", options.json.c_str());
  }
  auto const missed = bench::missed_in(report);
  std::fflush(stdout);
  std::fputs(missed.c_str(), stderr);
  return missed.empty() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    CLI::App app{"Measures shipvote-web on this machine and compares it with nginx answering the same requests"};
    Options options;
    describe(app, options);
    CLI11_PARSE(app, count, arguments);
    return run(options);
  } catch (std::exception const& error) {
    std::cerr << "shipvote-bench: " << error.what() << '\n';
    return 1;
  }
}
