// Reading the two JSON parts of a token: strict, bounded, in one pass and without building a tree.
#pragma once

#include <string_view>

#include "foundation/time.h"
#include "twitch/token.h"

namespace shipvote::twitch {

// Why a token is refused: static text for the log.
using TokenFault = std::string_view;

// An object with `alg` exactly "HS256" and no `crit`; `typ`, if any, "JWT". An empty fault means: good.
[[nodiscard]] TokenFault check_header(std::string_view json);

// Reads the payload of a token whose signature is good into `claims`, which come fresh, and checks them for type, range
// and time (see TokenChecker). With a fault they say nothing.
[[nodiscard]] TokenFault read_claims(std::string_view json, TimePoint now, Claims& claims);

}  // namespace shipvote::twitch
