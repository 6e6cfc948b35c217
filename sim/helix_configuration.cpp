// Helix: configuration segments, secrets and live channels (docs/platforms/twitch.md, "Configuration segments",
// "Secrets", "Live channels").
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "foundation/base64.h"
#include "sim/helix.h"
#include "sim/helix_reading.h"

namespace shipvote::sim {
namespace {

namespace json = boost::json;

bool valid_segment(std::string_view name) { return name == "broadcaster" || name == "developer" || name == "global"; }

std::optional<long> whole_number(std::string_view text) {
  long number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The distinct segments asked for, in order; nothing when one is unknown.
std::optional<std::vector<std::string>> segments_asked(std::string_view query) {
  std::vector<std::string> asked;
  for (auto& name : query_values(query, "segment")) {
    if (!valid_segment(name)) return std::nullopt;
    if (std::find(asked.begin(), asked.end(), name) == asked.end()) asked.push_back(std::move(name));
  }
  return asked;
}

json::value secrets_json(std::vector<ExtensionSecret> const& secrets) {
  json::array list;
  for (auto const& secret : secrets) {
    list.push_back(json::object{{"content", base64_encoded(secret.bytes)},
                                {"active_at", iso8601(secret.active_at)},
                                {"expires_at", iso8601(secret.expires_at)}});
  }
  return json::object{{"data", json::array{json::object{{"format_version", 1}, {"secrets", std::move(list)}}}}};
}

}  // namespace

http::Response Helix::read_configuration(HelixCall const& call, TimePoint now) {
  auto const checked = check_token(call, now, Bearers::external_only);
  if (auto const* refused = std::get_if<http::Response>(&checked)) return *refused;

  auto const asked = segments_asked(call.query);
  auto const channel = query_value(call.query, "broadcaster_id").value_or("");
  if (query_value(call.query, "extension_id") != identity_.client_id) {
    return helix_error(400, "The extension_id query parameter is required and must be the extension's own.");
  }
  if (!asked || asked->empty()) return helix_error(400, "The segment query parameter is required.");
  // Known to fail at Twitch, and not with a 4xx: all three at once.
  if (asked->size() == 3) return helix_error(500, "");
  bool const of_channel = std::any_of(asked->begin(), asked->end(), [](auto const& name) { return name != "global"; });
  if (of_channel && !digits(channel)) return helix_error(400, "The broadcaster_id query parameter is required.");
  if (!of_channel && !channel.empty())
    return helix_error(400, "broadcaster_id must not be given for the global segment.");

  json::array records;
  for (auto const& name : *asked) {
    std::string const owner = name == "global" ? std::string{} : channel;
    if (!segment_reads_.of(name + '/' + owner, now).take(now)) return helix_error(429, "Too many requests");
    auto const found = segments_.find({name, owner});
    if (found == segments_.end()) continue;
    json::object record{{"segment", name}, {"content", found->second.content}, {"version", found->second.version}};
    if (!owner.empty()) record["broadcaster_id"] = owner;
    records.push_back(std::move(record));
  }
  return {200, json::serialize(json::object{{"data", std::move(records)}})};
}

http::Response Helix::write_configuration(HelixCall const& call, TimePoint now) {
  auto const checked = check_token(call, now, Bearers::external_only);
  if (auto const* refused = std::get_if<http::Response>(&checked)) return *refused;

  auto const object = json_object(call.body);
  if (!object) return helix_error(400, "The request body is not a JSON object.");
  std::string extension_id;
  std::string name;
  std::string channel;
  ConfigurationSegment segment;
  if (!text_field(*object, "extension_id", extension_id) || !text_field(*object, "segment", name) ||
      !text_field(*object, "broadcaster_id", channel) || !text_field(*object, "content", segment.content) ||
      !text_field(*object, "version", segment.version)) {
    return helix_error(400, "Every field of the request must be a string.");
  }
  if (extension_id != identity_.client_id) return helix_error(400, "The extension_id field is required.");
  if (!valid_segment(name)) return helix_error(400, "The segment field must be broadcaster, developer or global.");
  if (name == "global" && !channel.empty()) return helix_error(400, "broadcaster_id must not be given for global.");
  if (name != "global" && !digits(channel)) return helix_error(400, "The broadcaster_id field is required.");
  if (segment.content.size() > helix_limits::segment_bytes) return helix_error(400, "The segment is larger than 5 KB.");
  if (!segment_writes_.of(name + '/' + channel, now).take(now)) return helix_error(429, "Too many requests");

  SegmentKey key{std::move(name), std::move(channel)};
  if (segments_.size() >= helix_limits::tracked_keys && !segments_.contains(key)) segments_.erase(segments_.begin());
  segments_[std::move(key)] = std::move(segment);
  return {204, std::string{}, ""};
}

http::Response Helix::secrets_call(HelixCall const& call, TimePoint now) {
  auto const checked = check_token(call, now, Bearers::external_only);
  if (auto const* refused = std::get_if<http::Response>(&checked)) return *refused;

  auto const extension_id = query_value(call.query, "extension_id");
  if (!extension_id) return helix_error(400, "The extension_id query parameter is required.");
  if (*extension_id != identity_.client_id) return helix_error(401, "Error (401): Authorization refused");
  if (call.method == http::Method::post) {
    constexpr long least_delay = 300;
    constexpr long most_delay = 30L * 24 * 3600;
    auto const delay = whole_number(query_value(call.query, "delay").value_or("300"));
    if (!delay || *delay < least_delay || *delay > most_delay) {
      return helix_error(400, "The delay must be at least 300 seconds.");
    }
    secrets_.rotate(now, std::chrono::seconds{*delay});
  }
  return {200, json::serialize(secrets_json(secrets_.valid(now)))};
}

// This one wants an app or user access token and not an extension token; any text without dots passes for one.
http::Response Helix::live_channels(HelixCall const& call) const {
  constexpr std::string_view scheme = "Bearer ";
  if (call.client_id.empty()) return helix_error(401, "Client ID is missing");
  if (!call.authorization.starts_with(scheme)) return helix_error(401, "OAuth token is missing");
  if (call.authorization.find('.') != std::string_view::npos) return helix_error(401, "Invalid OAuth token");

  if (query_value(call.query, "extension_id").value_or("").empty()) {
    return helix_error(400, "The extension_id query parameter is required.");
  }
  auto const first = whole_number(query_value(call.query, "first").value_or("20"));
  auto const after = whole_number(query_value(call.query, "after").value_or("0"));
  if (!first || *first < 1 || *first > 100) return helix_error(400, "The value of first must be from 1 to 100.");
  if (!after || *after < 0) return helix_error(400, "The cursor in after is not valid.");
  if (live_.empty() || *query_value(call.query, "extension_id") != identity_.client_id) {
    return helix_error(404, "The extension was not found in any live stream.");
  }
  json::array channels;
  auto const begin = std::min(static_cast<std::size_t>(*after), live_.size());
  auto const end = std::min(begin + static_cast<std::size_t>(*first), live_.size());
  for (auto at = std::next(live_.begin(), static_cast<std::ptrdiff_t>(begin)); channels.size() < end - begin; ++at) {
    channels.push_back(json::object{{"broadcaster_id", *at},
                                    {"broadcaster_name", "Channel" + *at},
                                    {"game_name", "World of Warships"},
                                    {"game_id", "1"},
                                    {"title", "Pick my next ship"}});
  }
  std::string const cursor = end < live_.size() ? std::to_string(end) : std::string{};
  return {200, json::serialize(json::object{{"data", std::move(channels)}, {"pagination", cursor}})};
}

}  // namespace shipvote::sim
