#include "bench/benchmark.h"

#include "bench/edges.h"
#include "bench/live_messages.h"
#include "bench/rounds.h"
#include "bench/viewers.h"

namespace shipvote::bench {
namespace {

std::vector<std::string> notes_of(Setting const& setting) {
  auto const append = durable_append_time(setting.folder);
  return {machine_description(),
          setting.cores.apart() ? "server on core " + std::to_string(*setting.cores.server) + ", load on core " +
                                      std::to_string(*setting.cores.load)
                                : "only one core: server and load share it, the figures mean little",
          "an append of 4 KB with fdatasync takes " + std::to_string(append.count()) + " us here"};
}

}  // namespace

Report run_benchmark(Setting const& setting, std::set<std::string> const& parts) {
  if (setting.cores.load) pin_this_thread(*setting.cores.load);
  std::filesystem::create_directories(setting.folder);
  auto const wanted = [&](std::string const& part) { return parts.empty() || parts.count(part) > 0; };
  Report report;
  report.notes = notes_of(setting);
  if (wanted("nginx")) compare_with_nginx(setting, report);
  if (wanted("edges")) report.sections.push_back(measure_edges(setting));
  if (wanted("live")) report.sections.push_back(measure_live_messages(setting));
  if (wanted("viewers")) report.sections.push_back(measure_viewers(setting));
  std::filesystem::remove_all(setting.folder);
  return report;
}

}  // namespace shipvote::bench
