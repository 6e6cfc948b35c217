#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/base64.h"
#include "twitch/signing_key.h"
#include "twitch/token.h"

namespace shipvote::twitch {
namespace {

namespace json = boost::json;

json::array topics(std::vector<std::string> const& names) {
  json::array listed;
  for (std::string const& name : names) listed.emplace_back(name);
  return listed;
}

json::object payload_of(TokenContent const& content) {
  json::object payload;
  payload["exp"] = std::chrono::floor<std::chrono::seconds>(content.expires_at).time_since_epoch().count();
  if (!content.opaque_user_id.empty()) payload["opaque_user_id"] = content.opaque_user_id;
  if (!content.user_id.empty()) payload["user_id"] = content.user_id;
  if (!content.channel_id.empty()) payload["channel_id"] = content.channel_id;
  payload["role"] = content.role;
  if (content.is_unlinked) payload["is_unlinked"] = *content.is_unlinked;
  if (!content.listen.empty() || !content.send.empty()) {
    json::object permissions;
    if (!content.listen.empty()) permissions["listen"] = topics(content.listen);
    if (!content.send.empty()) permissions["send"] = topics(content.send);
    payload["pubsub_perms"] = std::move(permissions);
  }
  return payload;
}

}  // namespace

std::string sign_token(TokenContent const& content, Secret const& secret) {
  std::string token = base64url_encoded(R"({"alg":"HS256","typ":"JWT"})");
  token += '.';
  token += base64url_encoded(json::serialize(payload_of(content)));
  Signature const signature = SigningKey{secret}.sign(token);
  token += '.';
  token += base64url_encoded({signature.data(), signature.size()});
  return token;
}

std::string external_token(ChannelId channel, std::string_view owner_user_id, Secret const& secret, TimePoint now) {
  TokenContent content;
  content.channel_id = channel.text();
  content.role = "external";
  content.user_id = owner_user_id;
  content.send = {"broadcast"};
  content.expires_at = now + std::chrono::seconds{60};
  return sign_token(content, secret);
}

}  // namespace shipvote::twitch
