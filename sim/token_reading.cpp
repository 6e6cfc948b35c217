#include "sim/token_reading.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "foundation/base64.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

std::optional<std::string> base64url_decoded(std::string_view text) {
  std::string bytes(text.size(), '\0');
  auto const size = base64url_decode(text, bytes);
  if (!size) return std::nullopt;
  bytes.resize(*size);
  return bytes;
}

std::optional<json::object> json_part(std::string_view part) {
  auto const decoded = base64url_decoded(part);
  if (!decoded) return std::nullopt;
  boost::system::error_code error;
  auto value = json::parse(*decoded, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

bool signed_by(std::string_view content, std::string_view signature, std::string const& secret) {
  std::array<unsigned char, 32> expected{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<unsigned char const*>(content.data()), content.size(), expected.data(), &length);
  return signature.size() == length && CRYPTO_memcmp(signature.data(), expected.data(), length) == 0;
}

// False when the claim is there but is no string.
bool take_text(json::object const& claims, std::string_view name, std::string& into) {
  auto const* value = claims.if_contains(name);
  if (value == nullptr) return true;
  if (!value->is_string()) return false;
  into = value->as_string();
  return true;
}

bool take_permissions(json::object const& claims, std::vector<std::string>& send) {
  auto const* permissions = claims.if_contains("pubsub_perms");
  if (permissions == nullptr) return true;
  if (!permissions->is_object()) return false;
  auto const* list = permissions->as_object().if_contains("send");
  if (list == nullptr) return true;
  if (!list->is_array()) return false;
  for (auto const& target : list->as_array()) {
    if (!target.is_string()) return false;
    send.emplace_back(target.as_string());
  }
  return true;
}

TokenFault take_claims(json::object const& claims, TimePoint now, ReadToken& token) {
  auto const* expiry = claims.if_contains("exp");
  if (expiry == nullptr || !expiry->is_number()) return TokenFault::wrong_claims;
  auto const seconds = expiry->is_double() ? expiry->as_double() : expiry->to_number<double>();
  auto const now_seconds = static_cast<double>(now.time_since_epoch().count()) / 1000.0;
  if (seconds <= now_seconds) return TokenFault::expired;
  bool const well = take_text(claims, "role", token.role) && take_text(claims, "channel_id", token.channel_id) &&
                    take_text(claims, "user_id", token.user_id) &&
                    take_text(claims, "opaque_user_id", token.opaque_user_id) && take_permissions(claims, token.send);
  return well && !token.role.empty() ? TokenFault::none : TokenFault::wrong_claims;
}

}  // namespace

bool ReadToken::may_send(std::string_view target) const {
  return std::any_of(send.begin(), send.end(), [&](std::string const& allowed) {
    return allowed == "*" || allowed == target || (allowed == "whisper-*" && target.starts_with("whisper-"));
  });
}

ReadToken read_token(std::string_view authorization, std::vector<ExtensionSecret> const& valid_secrets, TimePoint now) {
  ReadToken token;
  constexpr std::string_view scheme = "Bearer ";
  if (!authorization.starts_with(scheme)) return token;
  std::string_view const text = authorization.substr(scheme.size());
  auto const first = text.find('.');
  auto const last = text.rfind('.');
  if (first == std::string_view::npos || last == first) return token;

  auto const header = json_part(text.substr(0, first));
  auto const signature = base64url_decoded(text.substr(last + 1));
  if (!header || !signature) return token;
  auto const* algorithm = header->if_contains("alg");
  if (algorithm == nullptr || *algorithm != json::value("HS256")) return token;
  bool const known = std::any_of(valid_secrets.begin(), valid_secrets.end(), [&](ExtensionSecret const& secret) {
    return signed_by(text.substr(0, last), *signature, secret.bytes);
  });
  auto const claims = json_part(text.substr(first + 1, last - first - 1));
  if (!known || !claims) return token;
  token.fault = take_claims(*claims, now, token);
  return token;
}

}  // namespace shipvote::sim
