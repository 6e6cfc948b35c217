// How Twitch itself reads the tokens that back ends bring to Helix. Written independently of the server's own checker,
// so that a token both sides misread in the same way is unlikely. Facts: docs/platforms/twitch.md,
// "Tokens of views", "Tokens that we sign".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/time.h"
#include "sim/secrets.h"

namespace shipvote::sim {

enum class TokenFault {
  none,
  unreadable,  // not a token, another algorithm, or a signature by no valid secret
  expired,
  wrong_claims,  // signed well, but an id that is no string, permissions in the wrong form, a claim missing
};

struct ReadToken {
  TokenFault fault = TokenFault::unreadable;
  // Empty where the claim is missing.
  std::string role;
  std::string channel_id;
  std::string user_id;
  std::string opaque_user_id;
  std::vector<std::string> send;  // pubsub_perms.send

  // May the bearer send to this target ("broadcast", "global", "whisper-U1")?
  [[nodiscard]] bool may_send(std::string_view target) const;
};

// `authorization` is the whole header ("Bearer …").
[[nodiscard]] ReadToken read_token(std::string_view authorization, std::vector<ExtensionSecret> const& valid_secrets,
                                   TimePoint now);

}  // namespace shipvote::sim
