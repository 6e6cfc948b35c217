// Reading what Helix answers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "foundation/outgoing_call.h"
#include "twitch/helix.h"

namespace shipvote::twitch {

[[nodiscard]] HelixAnswer read_answer(OutgoingResult const& result);

// The secrets of a `GET /extensions/jwt/secrets` that have not expired at `now`: the active ones first, those that
// expire latest first among their like; at most limits::extension_secrets. Entries that make no sense are left out.
// Nothing when the whole answer makes none.
[[nodiscard]] std::optional<std::vector<Secret>> read_secrets_answer(std::string_view body, TimePoint now);

}  // namespace shipvote::twitch
