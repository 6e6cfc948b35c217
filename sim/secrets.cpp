#include "sim/secrets.h"

#include <algorithm>

#include "foundation/base64.h"

namespace shipvote::sim {
namespace {

constexpr std::string_view development_secret = "shipvote-development-secret-0001";
constexpr std::chrono::hours lifetime{24 * 365 * 100};
constexpr std::size_t most_secrets = 20;

}  // namespace

std::string development_secret_base64() { return base64_encoded(development_secret); }

Secrets::Secrets(std::uint64_t seed, TimePoint now) : chance_(seed, "secrets") {
  secrets_.push_back({std::string(development_secret), now - std::chrono::hours{24}, now + lifetime});
}

std::string Secrets::fresh_bytes() {
  std::string bytes;
  while (bytes.size() < 32) bytes.push_back(static_cast<char>(chance_.below(256)));
  return bytes;
}

void Secrets::rotate(TimePoint now, std::chrono::seconds delay) {
  std::scoped_lock const lock(mutex_);
  TimePoint const active_at = now + delay;
  TimePoint const old_ones_end = std::max<TimePoint>(now + std::chrono::hours{1}, active_at);
  for (auto& secret : secrets_) secret.expires_at = std::min(secret.expires_at, old_ones_end);
  std::erase_if(secrets_, [&](auto const& secret) { return secret.expires_at <= now; });
  if (secrets_.size() >= most_secrets) secrets_.erase(secrets_.begin());
  secrets_.push_back({fresh_bytes(), active_at, active_at + lifetime});
}

std::vector<ExtensionSecret> Secrets::valid(TimePoint now) const {
  std::scoped_lock const lock(mutex_);
  std::vector<ExtensionSecret> found;
  std::copy_if(secrets_.begin(), secrets_.end(), std::back_inserter(found),
               [&](auto const& secret) { return secret.expires_at > now; });
  return found;
}

std::string Secrets::signing(TimePoint now) const {
  std::scoped_lock const lock(mutex_);
  ExtensionSecret const* best = nullptr;
  for (auto const& secret : secrets_) {
    if (secret.active_at > now || secret.expires_at <= now) continue;
    if (best == nullptr || secret.expires_at > best->expires_at) best = &secret;
  }
  return best != nullptr ? best->bytes : secrets_.back().bytes;
}

void Secrets::revoke_all(TimePoint now) {
  std::scoped_lock const lock(mutex_);
  secrets_.clear();
  secrets_.push_back({fresh_bytes(), now, now + lifetime});
}

}  // namespace shipvote::sim
