#include "ops/settings.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "ops/command_line.h"
#include "ops/config_file.h"
#include "ops/setting_table.h"

namespace shipvote::ops {
namespace {

// The values of one setting and where they come from.
struct Given {
  std::string source;
  std::vector<std::string> values;
};
using GivenSettings = std::map<std::string, Given, std::less<>>;

std::vector<std::string> split_at_commas(std::string const& text) {
  std::vector<std::string> values;
  for (std::size_t start = 0; start < text.size();) {
    auto const end = std::min(text.find(',', start), text.size());
    if (end > start) values.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return values;
}

Setting const* find_setting(std::string_view name) {
  auto const table = setting_table();
  auto const found = std::find_if(table.begin(), table.end(), [&](Setting const& each) { return each.name == name; });
  return found == table.end() ? nullptr : &*found;
}

void take_config_file(std::string const& path, GivenSettings& given, SettingFaults& faults) {
  auto entries = read_config_file(path);
  if (!entries) {
    faults.push_back({"config", "", path, entries.refusal().message});
    return;
  }
  for (ConfigEntry& entry : entries.value()) {
    if (find_setting(entry.name) == nullptr) {
      faults.push_back({entry.name, path, "", "there is no such setting"});
      continue;
    }
    if (given.contains(entry.name)) {
      faults.push_back({entry.name, path, "", "is given twice"});
      continue;
    }
    given[entry.name] = Given{path, std::move(entry.values)};
  }
}

void take_environment(Environment const& environment, GivenSettings& given) {
  for (Setting const& setting : setting_table()) {
    auto const value = environment(variable_of(setting));
    if (!value) continue;
    given[std::string{setting.name}] =
        Given{variable_of(setting), setting.many ? split_at_commas(*value) : std::vector{*value}};
  }
}

void take_flags(CommandLine const& line, GivenSettings& given) {
  for (auto const& [name, values] : line.values) given[name] = Given{"flag " + flag_of(*find_setting(name)), values};
}

std::string joined(std::vector<std::string> const& values) {
  std::string text;
  for (std::string const& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

void apply(Setting const& setting, Given const& from, Settings& settings, SettingFaults& faults) {
  std::string problem;
  if (!setting.many && from.values.size() != 1) {
    problem = from.values.empty() ? "has no value" : "is given " + std::to_string(from.values.size()) + " times";
  } else {
    problem = setting.apply(from.values, settings);
  }
  if (problem.empty()) return;
  faults.push_back({std::string{setting.name}, from.source, setting.secret ? "" : joined(from.values), problem});
}

void check_internal(Program program, Settings const& settings, SettingFaults& faults) {
  auto const& internal = settings.internal;
  if (program == Program::api) {
    if (internal.secret.empty()) faults.push_back({"internal.secret", "", "", "is required: shipvote-web demands it"});
    bool const told = std::any_of(faults.begin(), faults.end(),
                                  [](SettingFault const& fault) { return fault.setting == "edge.web_url"; });
    if (settings.edge.web_url.empty() && !told) faults.push_back({"edge.web_url", "", "", "is required and empty"});
    return;
  }
  if (internal.port && internal.secret.empty()) {
    faults.push_back({"internal.secret", "", "", "is required where internal.port is set"});
  }
  bool const same = internal.port.value_or(0) != 0 &&
                    (*internal.port == settings.listen.port || *internal.port == settings.operators.port);
  if (same) {
    faults.push_back({"internal.port", "", std::to_string(*internal.port), "is the same as another listener's"});
  }
  if (settings.twitch.live_messages == LiveMessages::edges && !internal.port) {
    faults.push_back({"twitch.live_messages", "", "edges", "needs internal.port: without it no edge can be told"});
  }
}

void check_together(Program program, GivenSettings const& given, Settings& settings, SettingFaults& faults) {
  for (Setting const& setting : setting_table()) {
    if (!setting.required || !concerns(setting, program) || given.contains(setting.name)) continue;
    faults.push_back({std::string{setting.name}, "", "", "is required: " + std::string{setting.summary}});
  }
  if (!given.contains("twitch.secrets") && !given.contains("twitch.secrets_file")) {
    faults.push_back({"twitch.secrets", "", "", "is required: at least one, here or in twitch.secrets_file"});
  } else if (settings.twitch.secrets.empty() &&
             std::none_of(faults.begin(), faults.end(),
                          [](SettingFault const& fault) { return fault.setting.starts_with("twitch.secrets"); })) {
    faults.push_back({"twitch.secrets", "", "", "is empty: at least one is required"});
  }
  if (settings.listen.port != 0 && settings.listen.port == settings.operators.port) {
    faults.push_back({"operator.port", "", std::to_string(settings.operators.port), "is the same as listen.port"});
  }
  check_internal(program, settings, faults);
  if (settings.listen.allowed_origins.empty()) {
    settings.listen.allowed_origins = {"https://" + settings.twitch.client_id + ".ext-twitch.tv"};
  }
}

}  // namespace

std::string SettingFault::text() const {
  std::string line = setting;
  if (!given.empty()) line += " = \"" + given + "\"";
  if (!source.empty()) line += " (" + source + ")";
  return line + ": " + problem;
}

std::optional<std::string> process_environment(std::string const& name) {
  char const* const value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): read once, before any thread
  if (value == nullptr) return std::nullopt;
  return std::string{value};
}

std::string_view program_name(Program program) noexcept {
  return program == Program::web ? "shipvote-web" : "shipvote-api";
}

Reading read_settings(int count, char const* const* arguments, Environment const& environment, Program program) {
  CommandLine line = read_command_line(count, arguments, program);
  if (line.text) return ExitNow{*std::move(line.text)};
  if (line.unreadable) return line.faults;

  SettingFaults faults = std::move(line.faults);
  GivenSettings given;
  auto const config_file = line.config_file ? line.config_file : environment("SHIPVOTE_CONFIG");
  if (config_file && !config_file->empty()) take_config_file(*config_file, given, faults);
  take_environment(environment, given);
  take_flags(line, given);

  Invocation invocation;
  invocation.command = line.command;
  invocation.backup_file = std::move(line.backup_file);
  for (Setting const& setting : setting_table()) {
    if (auto const found = given.find(setting.name); found != given.end()) {
      apply(setting, found->second, invocation.settings, faults);
    }
  }
  if (line.command == Command::serve) check_together(program, given, invocation.settings, faults);
  if (!faults.empty()) return faults;
  if (line.only_check_settings) return ExitNow{"the settings are good\n"};
  return invocation;
}

}  // namespace shipvote::ops
