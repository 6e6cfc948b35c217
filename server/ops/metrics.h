// Metrics for Prometheus. The rooms keep plain figures; whoever owns them registers a collector, which is asked when
// the operator's page is: counting costs hot paths nothing but an atomic.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace shipvote::ops {

enum class MetricKind {
  counter,  // only grows while the process lives; its name ends in _total
  gauge,
};

using Labels = std::vector<std::pair<std::string, std::string>>;

// One value of one metric. Samples of the same name belong together and have the same help and kind.
struct Sample {
  Sample(std::string metric_name, std::string help_text, MetricKind metric_kind, double metric_value,
         Labels metric_labels = {})
      : name(std::move(metric_name)),
        help(std::move(help_text)),
        kind(metric_kind),
        value(metric_value),
        labels(std::move(metric_labels)) {}
  std::string name;  // "shipvote_ballots_accepted_total", "shipvote_commit_seconds_total": the unit comes last
  std::string help;
  MetricKind kind;
  double value;
  Labels labels;
};

// Appends what it has to tell. Called on the thread that renders; must not block for long, nor call the metrics.
using Collector = std::function<void(std::vector<Sample>&)>;

// Thread-safe. What a collector refers to has to outlive the metrics.
class Metrics {
 public:
  // For shipvote_metrics_faults_total. A collector that throws, and samples that Prometheus would refuse (a bad name, a
  // second value under the same labels, another kind), are left out, counted and logged, and spoil nothing else.
  void add(Collector collector);
  // The text exposition format (version 0.0.4), metrics in the order of their first sample.
  [[nodiscard]] std::string render();
  static constexpr char const* content_type = "text/plain; version=0.0.4; charset=utf-8";

 private:
  std::mutex mutex_;
  std::vector<Collector> collectors_;
  std::uint64_t faults_ = 0;
};

// Of this process, from /proc, under the names that Prometheus uses everywhere: memory, file descriptors, threads, CPU
// time, start. A collector.
void collect_process(std::vector<Sample>& samples);

}  // namespace shipvote::ops
