// Every setting there is, in one table: from it come flags, environment names, the keys of the config file and --help.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ops/settings.h"

namespace shipvote::ops {

using GivenValues = std::span<std::string const>;

struct Setting {
  std::string_view name{};          // "listen.port": section and key in the config file
  std::string_view summary{};       // for --help
  std::string_view default_text{};  // as one would write it; "" for none
  bool many = false;                // takes a list
  bool secret = false;              // no flag, and its value is never repeated
  bool required = false;            // to serve
  bool web = true;                  // concerns shipvote-web
  bool api = true;                  // concerns shipvote-api
  // Puts the values in place. Returns what is wrong with them, or nothing. Settings that take no list get one value.
  std::string (*apply)(GivenValues values, Settings& settings) = nullptr;
};

[[nodiscard]] std::span<Setting const> setting_table();

[[nodiscard]] constexpr bool concerns(Setting const& setting, Program program) noexcept {
  return program == Program::web ? setting.web : setting.api;
}

// "listen.port" as "--listen-port" and as "SHIPVOTE_LISTEN_PORT".
[[nodiscard]] std::string flag_of(Setting const& setting);
[[nodiscard]] std::string variable_of(Setting const& setting);

}  // namespace shipvote::ops
