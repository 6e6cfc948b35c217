// Helix: live messages and chat lines (docs/platforms/twitch.md, "Pub/Sub messages", "Chat lines").
#include <algorithm>
#include <boost/json.hpp>

#include "foundation/text.h"
#include "sim/helix.h"
#include "sim/helix_reading.h"

namespace shipvote::sim {
namespace {

struct MessageBody {
  std::vector<std::string> targets;
  std::string broadcaster_id;  // empty: not given
  bool global = false;
  std::string message;
};

bool valid_target(std::string_view target) {
  constexpr std::string_view whisper = "whisper-";
  return target == "broadcast" || target == "global" || (target.starts_with(whisper) && target.size() > whisper.size());
}

// The body, or what is wrong with it.
std::variant<MessageBody, std::string> read_body(std::string_view text) {
  auto const object = json_object(text);
  if (!object) return std::string("The request body is not a JSON object.");
  MessageBody body;
  auto const* targets = object->if_contains("target");
  if (targets == nullptr || !targets->is_array() || targets->as_array().empty()) {
    return std::string("The target field is required and must be a list of strings.");
  }
  for (auto const& target : targets->as_array()) {
    if (!target.is_string() || !valid_target(std::string_view(target.as_string()))) {
      return std::string("The value in the target field is not valid.");
    }
    body.targets.emplace_back(target.as_string());
  }
  if (auto const* global = object->if_contains("is_global_broadcast"); global != nullptr) {
    if (!global->is_bool()) return std::string("The is_global_broadcast field must be a Boolean value.");
    body.global = global->as_bool();
  }
  if (!text_field(*object, "broadcaster_id", body.broadcaster_id)) {
    return std::string("The broadcaster_id field must be a string.");
  }
  if (!text_field(*object, "message", body.message) || body.message.empty()) {
    return std::string("The message field is required and must be a string.");
  }
  return body;
}

// What Twitch says about fields that do not go together; empty when they do.
std::string_view contradiction(MessageBody const& body) {
  bool const to_global = std::find(body.targets.begin(), body.targets.end(), "global") != body.targets.end();
  if (body.global) {
    if (!body.broadcaster_id.empty()) return "broadcaster_id must not be given with is_global_broadcast.";
    if (body.targets != std::vector<std::string>{"global"})
      return "target must be [\"global\"] for a global broadcast.";
    return {};
  }
  if (to_global) return "The target global needs is_global_broadcast.";
  if (!digits(body.broadcaster_id)) return "The broadcaster_id field is required and must be a user id.";
  return {};
}

bool allowed(ReadToken const& token, MessageBody const& body) {
  std::string const channel = body.global ? "all" : body.broadcaster_id;
  return token.channel_id == channel && std::all_of(body.targets.begin(), body.targets.end(),
                                                    [&](auto const& target) { return token.may_send(target); });
}

http::Response with_rates(http::Response response, TokenBucket& bucket, TimePoint now) {
  add_rate_headers(response, bucket.capacity(), bucket.remaining(now), bucket.full_at(now));
  return response;
}

}  // namespace

http::Response Helix::send_message(HelixCall const& call, TimePoint now) {
  auto const checked = check_token(call, now, Bearers::broadcaster_too);
  if (auto const* refused = std::get_if<http::Response>(&checked)) return *refused;
  auto const& token = std::get<ReadToken>(checked);

  auto read = read_body(call.body);
  if (auto const* problem = std::get_if<std::string>(&read)) return helix_error(400, *problem);
  auto& body = std::get<MessageBody>(read);
  if (auto const problem = contradiction(body); !problem.empty()) return helix_error(400, problem);
  if (!allowed(token, body)) return helix_error(403, "Error (403): Wrong channel requested");

  std::string const channel = body.global ? "all" : body.broadcaster_id;
  auto& bucket = messages_.of(channel, now);
  if (body.message.size() > helix_limits::message_bytes) {
    return with_rates(helix_error(422, "The message is too large."), bucket, now);
  }
  if (!bucket.take(now)) return with_rates(helix_error(429, "Too many requests"), bucket, now);

  LiveMessage message;
  message.accepted_at = now;
  message.channel_id = channel;
  message.targets = std::move(body.targets);
  message.content_type = "application/json";
  message.message = std::move(body.message);
  on_message_(std::move(message));
  return with_rates(http::Response(204, std::string{}, ""), bucket, now);
}

http::Response Helix::send_chat(HelixCall const& call, TimePoint now) {
  auto const checked = check_token(call, now, Bearers::external_only);
  if (auto const* refused = std::get_if<http::Response>(&checked)) return *refused;

  auto const channel = query_value(call.query, "broadcaster_id");
  if (!channel || !digits(*channel)) return helix_error(400, "The broadcaster_id query parameter is required.");
  auto const object = json_object(call.body);
  std::string text;
  std::string extension_id;
  std::string extension_version;
  if (!object || !text_field(*object, "text", text) || !text_field(*object, "extension_id", extension_id) ||
      !text_field(*object, "extension_version", extension_version) || text.empty() || extension_id.empty() ||
      extension_version.empty()) {
    return helix_error(400, "The text, extension_id and extension_version fields are required and must be strings.");
  }
  if (extension_id != identity_.client_id) return helix_error(401, "unauthorized");
  if (characters(text) > helix_limits::chat_characters)
    return helix_error(400, "The text is longer than 280 characters.");
  if (!chat_pots_.of(*channel, now).take(now)) return helix_error(429, "Too many requests");

  constexpr std::size_t lines_kept = 100;
  if (chat_.size() >= helix_limits::tracked_keys && !chat_.contains(*channel)) chat_.erase(chat_.begin());
  auto& lines = chat_[*channel];
  lines.push_back({now, std::move(text)});
  if (lines.size() > lines_kept) lines.erase(lines.begin());
  return {204, std::string{}, ""};
}

}  // namespace shipvote::sim
