// Twitch's extension tokens: checking the ones that viewers bring, making the ones that Helix wants.
// Facts: docs/platforms/twitch.md, from "Tokens of views" to "Secrets".
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "foundation/time.h"

namespace shipvote::twitch {

enum class Role { viewer, moderator, broadcaster, external };

// What a good token says. Verified; nothing in it is the client's word alone.
struct Claims {
  ChannelId channel;  // value 0 only for Role::external: such tokens may be for no channel at all
  Role role = Role::viewer;
  std::string opaque_user_id;  // 1 to limits::opaque_id_bytes printable ASCII characters; empty only for Role::external
  std::optional<std::string> user_id;
  TimePoint expires_at;
};

// An extension secret: bytes after base64 decoding. Never logged.
using Secret = std::string;

// Decodes a secret as Twitch's console shows it (standard base64, padding optional). Refuses other characters and
// anything that does not decode to 16 to 128 bytes; the refusal never repeats the text.
[[nodiscard]] Outcome<Secret> decode_secret(std::string_view base64);

// Checks tokens against every secret in force: signature (HS256 only), exp with limits::token_leeway, role, channel_id,
// opaque_user_id; nbf where there is one. Immutable apart from replace_secrets; all functions from any thread. check()
// takes a lock only in a thread's first check after the secrets were replaced.
class TokenChecker {
 public:
  explicit TokenChecker(std::vector<Secret> secrets);  // at least one
  ~TokenChecker();
  TokenChecker(TokenChecker const&) = delete;
  TokenChecker& operator=(TokenChecker const&) = delete;

  // Every refusal has the code `unauthorized` and the same client message; its detail says why (for debugging logs).
  [[nodiscard]] Outcome<Claims> check(std::string_view token, TimePoint now) const;
  void replace_secrets(std::vector<Secret> secrets);
  // Told of each token that is right in everything but its signature: forged, or signed with a secret that is new. Set
  // before the first check; called on the checking thread, so it must be cheap.
  void on_unknown_signature(std::function<void()> told) { unknown_signature_ = std::move(told); }

 private:
  struct Keys;
  [[nodiscard]] Keys const& keys() const;

  // Every set of keys has a number of its own, unique in the process, by which a thread knows whether the set that it
  // holds is still the one in force.
  std::atomic<std::uint64_t> generation_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<Keys const> keys_;  // under mutex_
  std::function<void()> unknown_signature_;
};

// What to put into a token. Used for outgoing tokens and by the simulator, which mints for everyone.
struct TokenContent {
  std::string channel_id;  // empty: left out
  std::string role;
  std::string opaque_user_id;       // empty: left out
  std::string user_id;              // empty: left out
  std::vector<std::string> listen;  // pubsub_perms; both empty: left out
  std::vector<std::string> send;
  std::optional<bool> is_unlinked;
  TimePoint expires_at;
};

[[nodiscard]] std::string sign_token(TokenContent const& content, Secret const& secret);

// The token for Helix extension endpoints on one channel: role external, all ids as strings, send broadcast, 60 s
// ("Tokens that we sign").
[[nodiscard]] std::string external_token(ChannelId channel, std::string_view owner_user_id, Secret const& secret,
                                         TimePoint now);

}  // namespace shipvote::twitch
