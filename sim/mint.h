// Makes the tokens that Twitch would give to views, and those that back ends sign for themselves
// (docs/platforms/twitch.md, "Tokens of views", "Opaque ids", "Tokens that we sign").
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/time.h"
#include "sim/secrets.h"

namespace shipvote::sim {

struct TokenWish {
  TokenWish(std::string channel, std::string role_name, std::string opaque_id)
      : channel_id(std::move(channel)), role(std::move(role_name)), opaque_user_id(std::move(opaque_id)) {}

  std::string channel_id;
  std::string role;                        // "viewer", "moderator", "broadcaster" or "external"
  std::string opaque_user_id;              // "U…" logged in, "A…" not; empty for "external"
  std::string user_id;                     // empty: identity not shared
  std::chrono::seconds expires_in{3'600};  // may be negative, for a token that has run out
};

// Signed with `secret` (decoded bytes). Permissions as Twitch gives them to that role.
[[nodiscard]] std::string mint_token(TokenWish const& wish, std::string const& secret, TimePoint now);

// The opaque id of the simulated viewer with that number: "U…" and the like, always the same.
[[nodiscard]] std::string viewer_name(std::uint64_t number, bool logged_in = true);

}  // namespace shipvote::sim
