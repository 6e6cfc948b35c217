#include "bench/edges.h"

#include <boost/json/object.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/edge_server.h"
#include "bench/figure_text.h"
#include "bench/load.h"
#include "bench/measurement.h"
#include "bench/metrics_page.h"

namespace shipvote::bench {
namespace {

constexpr std::size_t connections = 1'024;  // edges are for large audiences
constexpr double most_part_of_direct = 0.2;

// What one way for ballots came to in one round, or in the middle of several.
struct WayFigures {
  double per_second = 0;
  double p99_ms = 0;
  double web_cpu_us = 0;   // a ballot, of shipvote-web
  double edge_cpu_us = 0;  // a ballot, of all edges
  double batch = 1;        // ballots that travel together
};

struct Way {
  std::string key;
  std::string title;
  std::size_t edges = 0;
  std::vector<WayFigures> rounds;

  [[nodiscard]] double middle(double WayFigures::* figure) const {
    std::vector<double> values;
    for (auto const& round : rounds) values.push_back(round.*figure);
    return median(std::move(values));
  }
};

class Edges {
 public:
  explicit Edges(Setting const& setting)
      : setting_(setting),
        tokens_(bench_tokens()),
        simulator_(setting.programs, fresh_folder(setting, "edges-simulator"), setting.cores) {}

  Section measure() {
    {
      WebServer web{setting_.programs, fresh_folder(setting_, "edges-channel"), simulator_, setting_.cores};
      set_up_channel(web, tokens_);
      web.stop();
    }
    for (std::size_t round = 0; round < setting_.extent.rounds; ++round) {
      for (auto& way : ways_) measure_round(way);
    }
    return section();
  }

 private:
  void measure_round(Way& way) {
    WebServer web{setting_.programs, copy_of(setting_, "edges-channel", "edges-round"), simulator_, setting_.cores};
    std::vector<std::unique_ptr<EdgeServer>> edges;
    for (std::size_t number = 1; number <= way.edges; ++number) {
      auto const folder = fresh_folder(setting_, "edge-" + std::to_string(number));
      edges.push_back(
          std::make_unique<EdgeServer>(setting_.programs, folder, web, number, way.edges, setting_.cores.load));
    }
    auto const box = open_vote(web, tokens_, ships_on_vote);
    for (auto const& edge : edges) wait_for_vote(*edge);
    auto const count = setting_.extent.ballots_through_edges;
    auto const requests = ballot_requests(tokens_, box, 0, count);

    auto const cpu_before = cpu_of(web, edges);
    auto const result = run_load(plan_for(web, edges, count), requests);
    auto const cpu = cpu_of(web, edges);
    web.expect_running();
    if (result.unexpected > 0) throw std::runtime_error("a ballot was not taken: " + result.first_unexpected);
    if (ballots_counted(web, tokens_) != count) throw std::runtime_error("not every ballot is counted once");

    auto const ballots = static_cast<double>(count);
    WayFigures figures;
    figures.per_second = result.per_second();
    figures.p99_ms = std::chrono::duration<double, std::milli>(result.latencies.percentile(0.99)).count();
    figures.web_cpu_us = static_cast<double>((cpu.web - cpu_before.web).count()) / ballots;
    figures.edge_cpu_us = static_cast<double>((cpu.edges - cpu_before.edges).count()) / ballots;
    figures.batch = ballots_in_a_batch(edges);
    say(line("  %s: %.0f a second, CPU us at shipvote-web %.1f", way.key.c_str(), figures.per_second,
             figures.web_cpu_us));
    way.rounds.push_back(figures);
    for (auto const& edge : edges) edge->stop();
    web.stop();
  }

  static void wait_for_vote(EdgeServer const& edge) {
    auto const give_up = std::chrono::steady_clock::now() + longest_start;
    while (MetricsPage::of(edge.operator_port()).sum("shipvote_open_votes") < 1) {
      if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("an edge does not learn of the vote");
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }

  LoadPlan plan_for(WebServer const& web, std::vector<std::unique_ptr<EdgeServer>> const& edges,
                    std::size_t count) const {
    LoadPlan plan;
    plan.port = web.port();
    for (auto const& edge : edges) plan.ports.push_back(edge->port());
    plan.connections = connections;
    plan.request_count = count;
    plan.expected.body = R"({"ok":true})";
    plan.never_sleeps = edges.empty() && setting_.cores.apart();  // edges need the load's core
    return plan;
  }

  struct Cpu {
    std::chrono::microseconds web;
    std::chrono::microseconds edges;
  };
  static Cpu cpu_of(WebServer const& web, std::vector<std::unique_ptr<EdgeServer>> const& edges) {
    Cpu cpu{web.cpu_time(), std::chrono::microseconds{0}};
    for (auto const& edge : edges) cpu.edges += edge->cpu_time();
    return cpu;
  }

  static double ballots_in_a_batch(std::vector<std::unique_ptr<EdgeServer>> const& edges) {
    double ballots = 0;
    double batches = 0;
    for (auto const& edge : edges) {
      auto const page = MetricsPage::of(edge->operator_port());
      ballots += page.sum("shipvote_edge_batched_ballots_total");
      batches += page.sum("shipvote_edge_batches_total");
    }
    return batches > 0 ? ballots / batches : 1;
  }

  Section section() const {
    Section section{"edges", {}, {}};
    auto& lines = section.lines;
    lines.push_back(line("%-34s %12s %9s %14s %9s %14s %9s", "ballots over 1,024 connections", "a second", "p99 ms",
                         "CPU us at web", "of direct", "at the edges", "a batch"));
    double const direct = ways_.front().middle(&WayFigures::web_cpu_us);
    double worst = 0;
    for (auto const& way : ways_) {
      double const web = way.middle(&WayFigures::web_cpu_us);
      if (way.edges > 0) worst = std::max(worst, web / direct);
      lines.push_back(line("%-34s %12.0f %9.2f %14.1f %9.2f %14.1f %9.0f", way.title.c_str(),
                           way.middle(&WayFigures::per_second), way.middle(&WayFigures::p99_ms), web, web / direct,
                           way.middle(&WayFigures::edge_cpu_us), way.middle(&WayFigures::batch)));
      section.figures[way.key] =
          boost::json::object{{"per_second", std::round(way.middle(&WayFigures::per_second))},
                              {"p99_ms", rounded(way.middle(&WayFigures::p99_ms), 100)},
                              {"cpu_us_at_web", rounded(web, 100)},
                              {"part_of_direct", rounded(web / direct, 100)},
                              {"cpu_us_at_edges", rounded(way.middle(&WayFigures::edge_cpu_us), 100)},
                              {"ballots_a_batch", std::round(way.middle(&WayFigures::batch))}};
    }
    auto const cost = line("a ballot in a batch costs shipvote-web %.2f of a direct one, and may cost %.2f", worst,
                           most_part_of_direct);
    lines.push_back("    " + cost);
    if (worst > most_part_of_direct) section.missed = cost;
    lines.push_back(
        setting_.cores.apart()
            ? "    shipvote-web has its core to itself; edges and load share the other, which limits the rate"
            : "    one core for all: the rates mean little");
    return section;
  }

  Setting const& setting_;
  TokenMint tokens_;
  Simulator simulator_;
  std::vector<Way> ways_{
      {"direct", "directly", 0, {}}, {"one", "through one edge", 1, {}}, {"two", "through two edges", 2, {}}};
};

}  // namespace

Section measure_edges(Setting const& setting) { return Edges{setting}.measure(); }

}  // namespace shipvote::bench
