#include "twitch/token.h"

#include <openssl/crypto.h>

#include <array>
#include <stdexcept>

#include "foundation/base64.h"
#include "foundation/limits.h"
#include "twitch/signing_key.h"
#include "twitch/token_claims.h"

namespace shipvote::twitch {
namespace {

Refusal unauthorized(TokenFault fault) { return {RefusalCode::unauthorized, "unauthorized", std::string{fault}}; }

std::uint64_t next_generation() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1) + 1;
}

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header and payload with the dot between them
};

std::optional<Parts> split(std::string_view token) {
  auto const first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  auto const second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
               token.substr(0, second)};
}

// Enough for each part of the longest token.
using Buffer = std::array<char, limits::token_bytes>;

TokenFault check_header_part(std::string_view text, Buffer& buffer) {
  // {"alg":"HS256","typ":"JWT"}: what Twitch sends, so that nearly every header needs no reading.
  if (text == "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9") return {};
  auto const size = base64url_decode(text, buffer);
  if (!size) return "header is not base64url";
  return check_header({buffer.data(), *size});
}

}  // namespace

Outcome<Secret> decode_secret(std::string_view base64) {
  constexpr std::size_t longest_text = 256;
  auto refused = [](std::string_view why) {
    return Refusal{RefusalCode::invalid_settings, "an extension secret " + std::string{why}};
  };
  if (base64.size() > longest_text) return refused("is too long");
  auto secret = base64_decoded(base64);
  if (!secret) return refused("is not standard base64");
  if (secret->size() < 16 || secret->size() > 128) return refused("has to be 16 to 128 bytes after decoding");
  return *std::move(secret);
}

struct TokenChecker::Keys {
  std::uint64_t generation = 0;
  std::vector<SigningKey> keys;
};

TokenChecker::TokenChecker(std::vector<Secret> secrets) { replace_secrets(std::move(secrets)); }
TokenChecker::~TokenChecker() = default;

void TokenChecker::replace_secrets(std::vector<Secret> secrets) {
  if (secrets.empty()) throw std::invalid_argument("a token checker needs at least one secret");
  auto made = std::make_shared<Keys>();
  made->generation = next_generation();
  for (Secret& secret : secrets) {
    made->keys.emplace_back(secret);
    OPENSSL_cleanse(secret.data(), secret.size());
  }
  std::lock_guard const lock{mutex_};
  // Replacements that cross each other: the one that began later stays.
  if (keys_ && keys_->generation > made->generation) return;
  generation_.store(made->generation, std::memory_order_release);
  keys_ = std::move(made);
}

// Each thread holds the keys that it used last, so that an ordinary check reads one number and takes no lock.
TokenChecker::Keys const& TokenChecker::keys() const {
  thread_local std::shared_ptr<Keys const> held;
  if (!held || held->generation != generation_.load(std::memory_order_acquire)) {
    std::lock_guard const lock{mutex_};
    held = keys_;
  }
  return *held;
}

Outcome<Claims> TokenChecker::check(std::string_view token, TimePoint now) const {
  if (token.size() > limits::token_bytes) return unauthorized("longer than 4096 bytes");
  auto const parts = split(token);
  if (!parts) return unauthorized("not three parts");
  Signature signature;
  auto const signature_size = base64url_decode(parts->signature, signature);
  if (!signature_size || *signature_size != signature.size()) return unauthorized("signature is not 32 bytes");
  Buffer buffer;  // NOLINT: filled by the decoder
  auto fault = check_header_part(parts->header, buffer);
  if (!fault.empty()) return unauthorized(fault);
  auto const payload_size = base64url_decode(parts->payload, buffer);
  if (!payload_size) return unauthorized("payload is not base64url");

  bool verified = false;
  for (SigningKey const& key : keys().keys) verified = verified || key.verify(parts->signed_text, signature);
  Claims claims;
  if (verified) {
    fault = read_claims({buffer.data(), *payload_size}, now, claims);
  } else {
    fault = "signature does not match any secret";
    if (unknown_signature_ && read_claims({buffer.data(), *payload_size}, now, claims).empty()) unknown_signature_();
  }
  if (!fault.empty()) return unauthorized(fault);
  return claims;
}

}  // namespace shipvote::twitch
