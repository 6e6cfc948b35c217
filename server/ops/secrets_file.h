// Secrets in a file of their own, so that they stand neither in the config file nor on a command line.
#pragma once

#include <string>
#include <vector>

#include "foundation/outcome.h"

namespace shipvote::ops {

// One secret a line; empty lines and those that start with "#" do not count. At most 64 KiB. The refusal
// (invalid_settings) says why the file cannot be read.
[[nodiscard]] Outcome<std::vector<std::string>> read_secrets_file(std::string const& path);

}  // namespace shipvote::ops
