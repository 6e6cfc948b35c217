// The figures that a running server tells its operator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shipvote::bench {

// A page in Prometheus' text format, as of one moment.
class MetricsPage {
 public:
  explicit MetricsPage(std::string text) : text_(std::move(text)) {}
  // Asks the operator's listener on 127.0.0.1. Throws std::runtime_error when it does not answer.
  [[nodiscard]] static MetricsPage of(std::uint16_t operator_port);

  // The sum of all samples of that name; with `label` (`result="accepted"`) of those that bear it. Throws
  // std::runtime_error when there is none: a figure that was renamed must not read as zero.
  [[nodiscard]] double sum(std::string_view name, std::string_view label = {}) const;

 private:
  std::string text_;
};

}  // namespace shipvote::bench
