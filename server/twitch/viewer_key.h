// From Twitch's opaque id to what is kept of a viewer.
#pragma once

#include <string_view>

#include "voting/viewer.h"

namespace shipvote::twitch {

// The first 128 bits of SHA-256 over the opaque id, byte for byte as the token has it. Any thread.
[[nodiscard]] voting::ViewerKey viewer_key(std::string_view opaque_user_id);

}  // namespace shipvote::twitch
