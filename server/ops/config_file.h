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

// Reads sections, keys, quoted texts, numbers, booleans and lists on one line: the part of TOML (and INI) that settings
// need. At most 64 KiB. The refusal (invalid_settings) says why it cannot be read. An entry that is written twice comes
// twice, or with both values.
[[nodiscard]] Outcome<std::vector<ConfigEntry>> read_config_file(std::string const& path);

}  // namespace shipvote::ops
