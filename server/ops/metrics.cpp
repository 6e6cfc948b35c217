#include "ops/metrics.h"

#include <prometheus/check_names.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <string_view>
#include <unordered_map>

#include "foundation/log.h"

namespace shipvote::ops {
namespace {

prometheus::MetricType type_of(MetricKind kind) {
  return kind == MetricKind::counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
}

prometheus::ClientMetric metric_of(Sample const& sample) {
  prometheus::ClientMetric metric;
  for (auto const& [name, value] : sample.labels) metric.label.push_back({name, value});
  (sample.kind == MetricKind::counter ? metric.counter.value : metric.gauge.value) = sample.value;
  return metric;
}

// Puts samples of one name together, leaving out what would make Prometheus refuse the whole page.
class Families {
 public:
  // Why the sample is left out, or nothing.
  std::string_view take(Sample const& sample) {
    if (!prometheus::CheckMetricName(sample.name)) return "bad name";
    for (auto const& [name, value] : sample.labels) {
      if (!prometheus::CheckLabelName(name)) return "bad label";
    }
    auto const [place, is_new] = places_.try_emplace(sample.name, families_.size());
    if (is_new) families_.push_back({sample.name, sample.help, type_of(sample.kind), {}});
    auto& family = families_[place->second];
    if (family.type != type_of(sample.kind)) return "two kinds";
    auto metric = metric_of(sample);
    bool const twice = std::any_of(family.metric.begin(), family.metric.end(),
                                   [&](auto const& other) { return other.label == metric.label; });
    if (twice) return "twice";
    family.metric.push_back(std::move(metric));
    return {};
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, families_);
    return std::move(out).str();
  }

 private:
  std::vector<prometheus::MetricFamily> families_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

void Metrics::add(Collector collector) {
  std::lock_guard const lock{mutex_};
  collectors_.push_back(std::move(collector));
}

std::string Metrics::render() {
  std::lock_guard const lock{mutex_};
  Families families;
  std::vector<Sample> samples;
  for (Collector const& collector : collectors_) {
    samples.clear();
    try {
      collector(samples);
    } catch (std::exception const& error) {
      ++faults_;
      log::error("metrics_collector_failed", {{"error", error.what()}});
    }
    for (Sample const& sample : samples) {
      auto const why = families.take(sample);
      if (why.empty()) continue;
      ++faults_;
      log::error("metrics_sample_left_out", {{"name", sample.name}, {"why", why}});
    }
  }
  families.take({"shipvote_metrics_faults_total", "Collectors that failed and samples that were left out",
                 MetricKind::counter, static_cast<double>(faults_)});
  return families.text();
}

}  // namespace shipvote::ops
