// The command line as plain values, before anything is checked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ops/settings.h"

namespace shipvote::ops {

struct CommandLine {
  Command command = Command::serve;
  std::string backup_file;
  bool only_check_settings = false;
  std::optional<std::string> config_file;
  std::map<std::string, std::vector<std::string>, std::less<>> values;  // by name of the setting, as given by flags
  SettingFaults faults;                                                 // of the command line itself
  bool unreadable = false;          // a value is missing, say: nothing but `faults` is to be relied upon
  std::optional<std::string> text;  // --help or --version was asked for: print this and leave
};

[[nodiscard]] CommandLine read_command_line(int count, char const* const* arguments, Program program);

}  // namespace shipvote::ops
