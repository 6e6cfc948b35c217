#include "ops/command_line.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "ops/setting_table.h"

namespace shipvote::ops {
namespace {

std::string help_of(Setting const& setting) {
  std::string help{setting.summary};
  if (setting.required) help += " (required)";
  if (!setting.default_text.empty()) help += " [" + std::string{setting.default_text} + "]";
  if (!setting.api) help += " (shipvote-web only)";
  if (!setting.web) help += " (shipvote-api only)";
  return help + "; " + variable_of(setting);
}

std::string footer() {
  std::string text = "Secrets are not taken from the command line, where other users can read them:\n";
  for (Setting const& setting : setting_table()) {
    if (!setting.secret) continue;
    text += "  " + variable_of(setting) + " or " + std::string{setting.name} + " in the config file\n";
  }
  return text + "Flags win over the environment, that over the config file, that over the defaults.";
}

// What stands for an argument that no flag takes, without a value that might be a secret.
SettingFault unknown_argument(std::string const& argument) {
  std::string const flag = argument.substr(0, argument.find('='));
  for (Setting const& setting : setting_table()) {
    if (setting.secret && flag == flag_of(setting)) {
      return {std::string{setting.name}, "flag " + flag, "",
              "secrets are not taken from the command line; use " + variable_of(setting) + " or the config file"};
    }
  }
  return {flag, "command line", "", "there is no such flag; --help lists all"};
}

// Whatever was left over. A value behind an unknown flag belongs to that flag and is not told.
void tell_left_over(std::vector<std::string> const& left_over, Program program, SettingFaults& faults) {
  char const* const commands =
      program == Program::web ? "the commands are backup FILE and check; --help" : "there are no commands; --help";
  bool after_flag = false;
  for (std::string const& argument : left_over) {
    bool const is_flag = argument.starts_with('-');
    if (is_flag) {
      faults.push_back(unknown_argument(argument));
    } else if (!after_flag) {
      faults.push_back({"command line", "command line", argument, commands});
    }
    after_flag = is_flag && argument.find('=') == std::string::npos;
  }
}

class Arguments {
 public:
  Arguments(CommandLine& line, Program program)
      : line_(line), program_(program), app_(described(program), std::string{program_name(program)}) {
    app_.allow_extras();
    app_.footer(footer());
    app_.set_version_flag("--version", std::string{"shipvote "} + SHIPVOTE_VERSION);
    app_.add_option("--config", line_.config_file, "a TOML file with settings; SHIPVOTE_CONFIG");
    app_.add_flag("--check", line_.only_check_settings, "check the settings and leave");
    add_settings();
    if (program == Program::web) add_commands();
  }

  void parse(int count, char const* const* arguments) {
    try {
      app_.parse(count, arguments);
      tell_left_over(app_.remaining(true), program_, line_.faults);
    } catch (CLI::CallForHelp const&) {
      line_.text = app_.help();
    } catch (CLI::CallForVersion const& version) {
      line_.text = std::string{version.what()} + "\n";
    } catch (CLI::ParseError const& error) {
      line_.unreadable = true;
      line_.faults.push_back({"command line", "command line", "", error.what()});
    }
    if (backup_ != nullptr && backup_->parsed()) line_.command = Command::backup;
    if (check_ != nullptr && check_->parsed()) line_.command = Command::check;
  }

 private:
  static std::string described(Program program) {
    return program == Program::web ? "shipvote-web: votes on ships for Twitch streamers"
                                   : "shipvote-api: takes ballots for shipvote-web, many at a time";
  }
  void add_settings() {
    for (Setting const& setting : setting_table()) {
      if (setting.secret) continue;
      std::string const name{setting.name};
      // Every value given is kept, so that one given twice can be told like any other fault.
      auto* const option = app_.add_option_function<std::vector<std::string>>(
          flag_of(setting), [this, name](std::vector<std::string> const& values) { line_.values[name] = values; },
          help_of(setting));
      option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      option->type_name(setting.many ? "LIST" : "VALUE");
      if (setting.many) option->delimiter(',');
    }
  }
  void add_commands() {
    app_.require_subcommand(0, 1);
    backup_ = app_.add_subcommand("backup", "copy the database consistently, while the server runs or not");
    backup_->add_option("file", line_.backup_file, "where to; must not exist")->required();
    backup_->fallthrough();
    check_ = app_.add_subcommand("check", "verify that every tally equals its ballots");
    check_->fallthrough();
  }

  CommandLine& line_;
  Program program_;
  CLI::App app_;
  CLI::App* backup_ = nullptr;
  CLI::App* check_ = nullptr;
};

}  // namespace

CommandLine read_command_line(int count, char const* const* arguments, Program program) {
  CommandLine line;
  Arguments{line, program}.parse(count, arguments);
  return line;
}

}  // namespace shipvote::ops
