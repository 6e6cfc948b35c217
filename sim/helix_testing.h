// A Helix stand-in with a fixed time, for its tests.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "foundation/base64.h"
#include "sim/helix.h"
#include "sim/mint.h"

namespace shipvote::sim::testing {

inline constexpr TimePoint start{std::chrono::milliseconds{1'795'440'000'000}};
inline constexpr std::string_view client = "aclientidof30characters0000000";

struct HelixRoom {
  Secrets secrets{1, start};
  std::string first_secret = secrets.signing(start);
  std::vector<LiveMessage> sent;
  Helix helix{
      {std::string(client), "900"}, secrets, [this](LiveMessage message) { sent.push_back(std::move(message)); }};

  [[nodiscard]] std::string bearer(TokenWish wish, TimePoint now = start) const {
    if (wish.role == "external" && wish.user_id.empty()) wish.user_id = "900";
    return "Bearer " + mint_token(wish, secrets.signing(now), now);
  }
  [[nodiscard]] std::string external(std::string channel = "4711", TimePoint now = start) const {
    return bearer(TokenWish(std::move(channel), "external", ""), now);
  }
  [[nodiscard]] static TokenWish external_wish() {
    TokenWish wish("4711", "external", "");
    wish.user_id = "900";
    return wish;
  }
  // A token with these claims, whatever they are, signed well.
  [[nodiscard]] std::string signed_claims(std::string const& claims) const {
    std::string const content = base64url_encoded(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url_encoded(claims);
    std::string signature(32, '\0');
    unsigned int length = 0;
    HMAC(EVP_sha256(), first_secret.data(), static_cast<int>(first_secret.size()),
         reinterpret_cast<unsigned char const*>(content.data()), content.size(),
         reinterpret_cast<unsigned char*>(signature.data()), &length);
    return "Bearer " + content + "." + base64url_encoded(signature);
  }
  http::Response call(http::Method method, std::string_view path, std::string_view query, std::string_view body,
                      std::string const& authorization, TimePoint now = start) {
    return helix.answer({method, path, query, client, authorization, body}, now);
  }
  http::Response send(std::string_view body, TimePoint now = start) {
    return call(http::Method::post, "/extensions/pubsub", "", body, external("4711", now), now);
  }
};

inline std::string message_body(std::string const& message, std::string const& channel = "4711") {
  return boost::json::serialize(boost::json::object{
      {"target", boost::json::array{"broadcast"}}, {"broadcaster_id", channel}, {"message", message}});
}

inline boost::json::object body_of(http::Response const& response) {
  return boost::json::parse(response.body).as_object();
}

inline std::string message_of(http::Response const& response) {
  return std::string(body_of(response).at("message").as_string());
}

inline std::string header_of(http::Response const& response, std::string_view name) {
  for (auto const& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace shipvote::sim::testing
