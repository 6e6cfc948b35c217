#include "bench/metrics_page.h"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "bench/web_server.h"

namespace shipvote::bench {

MetricsPage MetricsPage::of(std::uint16_t operator_port) { return MetricsPage{get_body(operator_port, "/metrics")}; }

double MetricsPage::sum(std::string_view name, std::string_view label) const {
  double sum = 0;
  bool found = false;
  std::istringstream lines{text_};
  for (std::string line; std::getline(lines, line);) {
    auto const name_end = line.find_first_of("{ ");
    auto const value = line.rfind(' ');
    if (name_end == std::string::npos || std::string_view{line}.substr(0, name_end) != name) continue;
    if (line.substr(name_end, value - name_end).find(label) == std::string::npos) continue;
    sum += std::strtod(line.c_str() + value, nullptr);
    found = true;
  }
  if (!found) throw std::runtime_error("no figure " + std::string{name} + " " + std::string{label} + " is told");
  return sum;
}

}  // namespace shipvote::bench
