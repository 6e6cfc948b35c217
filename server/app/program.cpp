#include "app/program.h"

#include <cstdio>

#include "foundation/log.h"

namespace shipvote::app {

int print_faults(ops::SettingFaults const& faults, ops::Program program) {
  for (auto const& fault : faults) std::fprintf(stderr, "%s\n", fault.text().c_str());
  std::fprintf(stderr, "%s --help lists all settings.\n", ops::program_name(program).data());
  return bad_settings;
}

int print_refusal(Refusal const& refusal) {
  std::fprintf(stderr, "%s\n", refusal.message.c_str());
  if (!refusal.detail.empty()) std::fprintf(stderr, "(%s)\n", refusal.detail.c_str());
  return failed;
}

sigset_t block_ending_signals() {
  std::signal(SIGPIPE, SIG_IGN);  // a viewer who left is no reason to end
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void wait_for_end(sigset_t const& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping", {{"signal", signal}});
}

}  // namespace shipvote::app
