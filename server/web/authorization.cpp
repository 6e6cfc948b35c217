#include "web/authorization.h"

#include <openssl/crypto.h>

#include <string_view>

namespace shipvote::web {
namespace {

Refusal unauthorized(std::string detail) { return {RefusalCode::unauthorized, "unauthorized", std::move(detail)}; }

bool equal_ignoring_case(std::string_view left, std::string_view lower_case_right) {
  if (left.size() != lower_case_right.size()) return false;
  for (std::size_t index = 0; index < left.size(); ++index) {
    char const letter = left[index] >= 'A' && left[index] <= 'Z' ? static_cast<char>(left[index] + 32) : left[index];
    if (letter != lower_case_right[index]) return false;
  }
  return true;
}

// The credentials of "Bearer <credentials>"; empty for anything else.
std::string_view bearer(std::string_view authorization) {
  constexpr std::size_t scheme_length = 6;
  if (authorization.size() <= scheme_length + 1) return {};
  if (!equal_ignoring_case(authorization.substr(0, scheme_length), "bearer")) return {};
  if (authorization[scheme_length] != ' ') return {};
  return authorization.substr(scheme_length + 1);
}

}  // namespace

Outcome<twitch::Claims> Authorization::check(http::Request const& request, ChannelId channel, Needs needs) const {
  auto claims = check_any(request, needs);
  if (claims && claims.value().channel != channel) return unauthorized("token of another channel");
  return claims;
}

Outcome<twitch::Claims> Authorization::check_any(http::Request const& request, Needs needs) const {
  auto const token = bearer(request.authorization);
  if (token.empty()) return unauthorized("no bearer token");
  auto claims = tokens_.check(token, time_.now());
  if (!claims) return claims;
  auto const role = claims.value().role;
  if (role == twitch::Role::external) return unauthorized("token made for a server");
  if (needs == Needs::broadcaster && role != twitch::Role::broadcaster) return unauthorized("not the broadcaster");
  return claims;
}

Outcome<twitch::Claims> Authorization::check_control(http::Request const& request, ChannelId channel,
                                                     service::ChannelBoard const& channels) const {
  auto claims = check(request, channel, Needs::viewer);
  if (!claims || claims.value().role == twitch::Role::broadcaster) return claims;
  if (claims.value().role != twitch::Role::moderator) return unauthorized("may not control votes");
  auto const allowed = channels.moderators_may_control(channel);
  if (!allowed) return allowed.refusal();
  if (!allowed.value()) return unauthorized("moderators may not control votes");
  return claims;
}

bool Authorization::internal(http::Request const& request) const {
  if (internal_secret_.empty()) return false;
  auto const given = bearer(request.authorization);
  return given.size() == internal_secret_.size() &&
         CRYPTO_memcmp(given.data(), internal_secret_.data(), given.size()) == 0;
}

}  // namespace shipvote::web
