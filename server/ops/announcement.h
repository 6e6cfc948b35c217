// Telling other programs on this machine which ports were bound, once they are.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "foundation/outcome.h"

namespace shipvote::ops {

using Announcement = std::vector<std::pair<std::string, std::string>>;

// Writes one `key=value` line for each pair. Whoever waits for the file sees it whole or not at all: it is written
// beside its place and then moved there. The refusal (internal) says what failed.
[[nodiscard]] Outcome<void> announce(std::string const& file, Announcement const& announcement);

}  // namespace shipvote::ops
