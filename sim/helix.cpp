#include "sim/helix.h"

#include <boost/json.hpp>

namespace shipvote::sim {
namespace {

namespace json = boost::json;

std::string_view reason(int status) {
  switch (status) {
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

}  // namespace

http::Response helix_error(int status, std::string_view message) {
  json::object const body{{"error", reason(status)}, {"status", status}, {"message", message}};
  return {status, json::serialize(body)};
}

void add_rate_headers(http::Response& response, std::uint32_t limit, std::uint32_t remaining, TimePoint full_at) {
  auto const seconds = std::chrono::ceil<std::chrono::seconds>(full_at.time_since_epoch()).count();
  response.headers.emplace_back("Ratelimit-Limit", std::to_string(limit));
  response.headers.emplace_back("Ratelimit-Remaining", std::to_string(remaining));
  response.headers.emplace_back("Ratelimit-Reset", std::to_string(seconds));
}

TokenBucket& TokenBuckets::of(std::string const& key, TimePoint now) {
  if (buckets_.size() >= helix_limits::tracked_keys && !buckets_.contains(key)) {
    for (auto entry = buckets_.begin(); entry != buckets_.end();) {
      auto& bucket = entry->second;
      entry = bucket.remaining(now) == bucket.capacity() ? buckets_.erase(entry) : std::next(entry);
    }
    if (buckets_.size() >= helix_limits::tracked_keys) buckets_.erase(buckets_.begin());
  }
  return buckets_.try_emplace(key, fresh_).first->second;
}

Helix::Helix(ExtensionIdentity identity, Secrets& secrets, OnMessage on_message)
    : identity_(std::move(identity)), secrets_(secrets), on_message_(std::move(on_message)) {}

http::Response Helix::answer(HelixCall const& call, TimePoint now) {
  std::scoped_lock const lock(mutex_);
  http::Response response;
  bool const counted = calls_limited_ && call.path != "/extensions/pubsub";
  if (counted && !calls_.take(now)) {
    response = helix_error(429, "Too many requests");
  } else {
    response = route(call, now);
  }
  // Every response carries the three headers; where the call has a bucket of its own, it has filled them in.
  if (response.headers.empty())
    add_rate_headers(response, calls_.capacity(), calls_.remaining(now), calls_.full_at(now));
  return response;
}

http::Response Helix::route(HelixCall const& call, TimePoint now) {
  // A trailing slash ends up at another service, which knows no extension tokens.
  if (call.path.ends_with('/')) return helix_error(403, "Invalid OAuth token");
  bool const get = call.method == http::Method::get;
  bool const post = call.method == http::Method::post;
  if (call.path == "/extensions/pubsub" && post) return send_message(call, now);
  if (call.path == "/extensions/chat" && post) return send_chat(call, now);
  if (call.path == "/extensions/configurations" && get) return read_configuration(call, now);
  if (call.path == "/extensions/configurations" && call.method == http::Method::put) {
    return write_configuration(call, now);
  }
  if (call.path == "/extensions/jwt/secrets" && (get || post)) return secrets_call(call, now);
  if (call.path == "/extensions/live" && get) return live_channels(call);
  return helix_error(404, "");
}

TokenBucket Helix::pot_of(std::uint32_t calls_per_minute) noexcept {
  return {calls_per_minute, std::chrono::milliseconds{std::chrono::minutes{1}} / calls_per_minute};
}

void Helix::set_calls_per_minute(std::uint32_t calls) {
  std::scoped_lock const lock(mutex_);
  calls_limited_ = calls > 0;
  calls_ = pot_of(calls > 0 ? calls : helix_limits::calls_per_minute);
}

Helix::Checked Helix::check_token(HelixCall const& call, TimePoint now, Bearers bearers) const {
  if (call.client_id.empty()) return helix_error(401, "Client ID is missing");
  if (call.authorization.empty()) return helix_error(401, "OAuth token is missing");
  if (call.client_id != identity_.client_id) return helix_error(401, "Client ID and OAuth token do not match");
  ReadToken token = read_token(call.authorization, secrets_.valid(now), now);
  switch (token.fault) {
    case TokenFault::none: break;
    case TokenFault::unreadable:
    case TokenFault::expired: return helix_error(401, "Error (401): JWT could not be verified");
    case TokenFault::wrong_claims: {
      int const status = bearers == Bearers::broadcaster_too ? 403 : 401;
      return helix_error(status, "Error (" + std::to_string(status) + "): JWT could not be verified");
    }
  }
  if (token.role == "broadcaster" && bearers == Bearers::broadcaster_too) return token;
  if (token.role != "external" || token.user_id != identity_.owner_user_id) {
    return helix_error(401, "Error (401): Authorization refused");
  }
  return token;
}

std::optional<ConfigurationSegment> Helix::segment(std::string const& segment, std::string const& channel_id) const {
  std::scoped_lock const lock(mutex_);
  auto const found = segments_.find({segment, segment == "global" ? std::string{} : channel_id});
  if (found == segments_.end()) return std::nullopt;
  return found->second;
}

std::vector<ChatLine> Helix::chat_of(std::string const& channel_id) const {
  std::scoped_lock const lock(mutex_);
  auto const found = chat_.find(channel_id);
  return found == chat_.end() ? std::vector<ChatLine>{} : found->second;
}

void Helix::set_live(std::string const& channel_id, bool live) {
  std::scoped_lock const lock(mutex_);
  if (!live) {
    live_.erase(channel_id);
  } else if (live_.size() < helix_limits::tracked_keys) {
    live_.insert(channel_id);
  }
}

}  // namespace shipvote::sim
