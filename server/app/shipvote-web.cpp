// shipvote-web: settings, fleets, votes, ballots, results. Also: `shipvote-web backup FILE`, `shipvote-web check`.
#include <cstdio>
#include <exception>
#include <string>

#include "app/check_tallies.h"
#include "app/program.h"
#include "app/web_parts.h"
#include "foundation/log.h"
#include "ops/settings.h"
#include "store/store.h"

namespace {

using namespace shipvote;

int serve(ops::Settings const& settings) {
  auto const signals = app::block_ending_signals();
  auto web = app::WebParts::start(settings);
  if (!web) return app::print_refusal(web.refusal());
  app::wait_for_end(signals);
  web.value()->stop();
  log::info("stopped");
  return 0;
}

int backup(ops::Invocation const& invocation) {
  store::SqliteSettings database;
  database.folder = invocation.settings.data.folder;
  database.read_only = true;
  auto opened = store::open_sqlite_store(database);
  if (!opened) return app::print_refusal(opened.refusal());
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
  return app::failed;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    auto const reading = ops::read_settings(count, arguments);
    if (auto const* const faults = std::get_if<ops::SettingFaults>(&reading)) {
      return app::print_faults(*faults, ops::Program::web);
    }
    if (auto const* const leave = std::get_if<ops::ExitNow>(&reading)) {
      std::printf("%s", leave->text.c_str());
      return 0;
    }
    return run(std::get<ops::Invocation>(reading));
  } catch (std::exception const& fault) {
    std::fprintf(stderr, "shipvote-web cannot go on: %s\n", fault.what());
    return app::failed;
  }
}
