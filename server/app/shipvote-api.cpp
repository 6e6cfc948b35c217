// shipvote-api: the edge in front of shipvote-web. Takes ballots many at a time, opens and closes votes for it, and
// sends live messages.
#include <cstdio>
#include <exception>

#include "app/api_parts.h"
#include "app/program.h"
#include "foundation/log.h"

namespace {

using namespace shipvote;

int serve(ops::Settings const& settings) {
  log::set_level(settings.log_level);
  auto const signals = app::block_ending_signals();
  auto api = app::ApiParts::start(settings);
  if (!api) return app::print_refusal(api.refusal());
  app::wait_for_end(signals);
  api.value()->stop();
  log::info("stopped");
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    auto const reading = ops::read_settings(count, arguments, ops::process_environment, ops::Program::api);
    if (auto const* const faults = std::get_if<ops::SettingFaults>(&reading)) {
      return app::print_faults(*faults, ops::Program::api);
    }
    if (auto const* const leave = std::get_if<ops::ExitNow>(&reading)) {
      std::printf("%s", leave->text.c_str());
      return 0;
    }
    return serve(std::get<ops::Invocation>(reading).settings);
  } catch (std::exception const& fault) {
    std::fprintf(stderr, "shipvote-api cannot go on: %s\n", fault.what());
    return app::failed;
  }
}
