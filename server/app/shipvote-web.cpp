// shipvote-web: settings, fleets, votes, ballots, results. Also: `shipvote-web backup FILE`, `shipvote-web check`.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "app/check_tallies.h"
#include "app/web_parts.h"
#include "foundation/log.h"
#include "ops/settings.h"
#include "store/store.h"

namespace {

using namespace shipvote;

constexpr int failed = 1;
constexpr int bad_settings = 2;

int print_faults(ops::SettingFaults const& faults) {
  for (auto const& fault : faults) std::fprintf(stderr, "%s\n", fault.text().c_str());
  std::fprintf(stderr, "shipvote-web --help lists all settings.\n");
  return bad_settings;
}

int refuse(Refusal const& refusal) {
  std::fprintf(stderr, "%s\n", refusal.message.c_str());
  if (!refusal.detail.empty()) std::fprintf(stderr, "(%s)\n", refusal.detail.c_str());
  return failed;
}

// Blocks the signals that end the program, for this thread and all that it starts.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int serve(ops::Settings const& settings) {
  std::signal(SIGPIPE, SIG_IGN);  // a viewer who left is no reason to end
  auto const signals = ending_signals();
  auto web = app::WebParts::start(settings);
  if (!web) return refuse(web.refusal());
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping", {{"signal", signal}});
  web.value()->stop();
  log::info("stopped");
  return 0;
}

int backup(ops::Invocation const& invocation) {
  store::SqliteSettings database;
  database.folder = invocation.settings.data.folder;
  database.read_only = true;
  auto opened = store::open_sqlite_store(database);
  if (!opened) return refuse(opened.refusal());
  opened.value()->backup_to(invocation.backup_file);
  std::printf("copied the database of %s to %s\n", database.folder.c_str(), invocation.backup_file.c_str());
  return 0;
}

int run(ops::Invocation const& invocation) {
  log::set_level(invocation.settings.log_level);
  switch (invocation.command) {
    case ops::Command::serve: return serve(invocation.settings);
    case ops::Command::backup: return backup(invocation);
    case ops::Command::check: return app::check_tallies(invocation.settings.data.folder);
  }
  return failed;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    auto const reading = ops::read_settings(count, arguments);
    if (auto const* const faults = std::get_if<ops::SettingFaults>(&reading)) return print_faults(*faults);
    if (auto const* const leave = std::get_if<ops::ExitNow>(&reading)) {
      std::printf("%s", leave->text.c_str());
      return 0;
    }
    return run(std::get<ops::Invocation>(reading));
  } catch (std::exception const& fault) {
    std::fprintf(stderr, "shipvote-web cannot go on: %s\n", fault.what());
    return failed;
  }
}
