// The config file as plain names and values, before anything is checked.
#pragma once

#include <string>
#include <vector>

#include "foundation/outcome.h"

namespace shipvote::ops {

struct ConfigEntry {
  std::string name;  // "listen.port"
  std::vector<std::string> values;
};

// Reads a TOML file of at most 64 KiB: tables, keys, and texts, numbers, booleans or lists of these as values. The
// refusal (invalid_settings) names the line that cannot be read, or the key whose value is none of these. Booleans come
// as "true" and "false", numbers in decimal digits.
[[nodiscard]] Outcome<std::vector<ConfigEntry>> read_config_file(std::string const& path);

}  // namespace shipvote::ops
