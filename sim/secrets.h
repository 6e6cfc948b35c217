// The extension's secrets as Twitch keeps them: several at once, rotated (docs/platforms/twitch.md, "Secrets").
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/time.h"
#include "sim/chance.h"

namespace shipvote::sim {

struct ExtensionSecret {
  std::string bytes;  // decoded, 32 bytes
  TimePoint active_at;
  TimePoint expires_at;
};

// The secret that every simulator starts with, in standard base64: known to all, so worth nothing outside development.
[[nodiscard]] std::string development_secret_base64();

// Any thread.
class Secrets {
 public:
  Secrets(std::uint64_t seed, TimePoint now);

  // Makes a new secret that becomes active after `delay`. Those that exist expire one hour from now at the latest, but
  // not before the new one is active. At most 20 are kept: expired ones go first, then the oldest.
  void rotate(TimePoint now, std::chrono::seconds delay);
  // All that have not expired, oldest first.
  [[nodiscard]] std::vector<ExtensionSecret> valid(TimePoint now) const;
  // The active one that expires latest: what Twitch signs with.
  [[nodiscard]] std::string signing(TimePoint now) const;
  // Revokes all and starts anew with one fresh secret that is active at once.
  void revoke_all(TimePoint now);

 private:
  [[nodiscard]] std::string fresh_bytes();

  mutable std::mutex mutex_;
  Chance chance_;
  std::vector<ExtensionSecret> secrets_;
};

}  // namespace shipvote::sim
