// One live message: the version-3 envelope and fields (docs/platforms/old-clients.md, "Live messages"), and in the
// further field "live" everything that our own views need (packed.h). Described with sizes in docs/live-messages.md.
#pragma once

#include <cstddef>
#include <string>

#include "foundation/limits.h"
#include "live/message_type.h"
#include "live/state.h"

namespace shipvote::live {

struct EncodedMessage {
  std::string text;  // ASCII, so its length in characters is that in UTF-8 bytes
  Leftover leftover;
};

// What Twitch is given: base64, at most `most_bytes` (from 1,000 on) long. Counts that viewers may not see yet are left
// out everywhere. All ships and exact counts are in "live" unless there is no room for them (then the leading ones, and
// `leftover` says how many are missing); the version-3 field `voted_ships` has the leading ships with ballots that fit
// besides. vote_status and vote_progress need a snapshot with a vote; anything else is an impossible state and aborts.
[[nodiscard]] EncodedMessage encode_message(MessageType type, Snapshot const& snapshot,
                                            std::size_t most_bytes = limits::message_bytes);

// The JSON object that a message is the base64 of, for those who hear it from us directly (docs/live-messages.md).
[[nodiscard]] EncodedMessage encode_json(MessageType type, Snapshot const& snapshot,
                                         std::size_t most_bytes = limits::message_bytes / 4 * 3);

}  // namespace shipvote::live
