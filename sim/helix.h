// The stand-in for Twitch's Helix endpoints for extensions, with their checks, limits and error bodies.
// Facts: docs/platforms/twitch.md, from "Helix answers" to "Live channels". Knows no sockets: a call and a time go in,
// a response comes out.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/time.h"
#include "http/message.h"
#include "sim/message_log.h"
#include "sim/secrets.h"
#include "sim/token_bucket.h"
#include "sim/token_reading.h"

namespace boost::json {
class object;
}

namespace shipvote::sim {

struct ExtensionIdentity {
  std::string client_id;
  std::string owner_user_id;
};

// The Helix limits in force ("Pub/Sub messages", "Configuration segments", "Chat lines"). "5 KB" is read as 5,120 bytes
// of UTF-8.
namespace helix_limits {
inline constexpr std::size_t message_bytes = 5'120;
inline constexpr std::size_t segment_bytes = 5'120;
inline constexpr std::size_t chat_characters = 280;
inline constexpr std::size_t tracked_keys = 50'000;
inline constexpr std::uint32_t calls_per_minute = 800;  // of one extension, messages not counted
}  // namespace helix_limits

struct HelixCall {
  http::Method method = http::Method::get;
  std::string_view path;  // below /helix: "/extensions/pubsub"
  std::string_view query;
  std::string_view client_id;
  std::string_view authorization;
  std::string_view body;
};

struct ConfigurationSegment {
  std::string content;
  std::string version;
};

struct ChatLine {
  TimePoint at;
  std::string text;
};

// One bucket for each key (channel, segment). Full ones are forgotten when there are too many.
class TokenBuckets {
 public:
  TokenBuckets(std::uint32_t capacity, std::chrono::milliseconds refill_one) : fresh_(capacity, refill_one) {}
  [[nodiscard]] TokenBucket& of(std::string const& key, TimePoint now);

 private:
  TokenBucket fresh_;
  std::unordered_map<std::string, TokenBucket> buckets_;
};

// Any thread.
class Helix {
 public:
  using OnMessage = std::function<void(LiveMessage)>;
  // `on_message` is called for each accepted message, before its 204 is returned.
  Helix(ExtensionIdentity identity, Secrets& secrets, OnMessage on_message);

  [[nodiscard]] http::Response answer(HelixCall const& call, TimePoint now);

  // What views of the channel would be given at load; segment: "broadcaster", "developer" or "global" (any channel).
  [[nodiscard]] std::optional<ConfigurationSegment> segment(std::string const& segment,
                                                            std::string const& channel_id) const;
  [[nodiscard]] std::vector<ChatLine> chat_of(std::string const& channel_id) const;  // newest 100, oldest first
  void set_live(std::string const& channel_id, bool live);
  void set_calls_per_minute(std::uint32_t calls);  // 0: no limit; the pot is full afterwards

 private:
  [[nodiscard]] static TokenBucket pot_of(std::uint32_t calls_per_minute) noexcept;

  using Checked = std::variant<ReadToken, http::Response>;
  using SegmentKey = std::pair<std::string, std::string>;  // segment, channel ("" for global)
  enum class Bearers { external_only, broadcaster_too };

  [[nodiscard]] http::Response route(HelixCall const& call, TimePoint now);
  [[nodiscard]] Checked check_token(HelixCall const& call, TimePoint now, Bearers bearers) const;

  [[nodiscard]] http::Response send_message(HelixCall const& call, TimePoint now);
  [[nodiscard]] http::Response send_chat(HelixCall const& call, TimePoint now);
  [[nodiscard]] http::Response read_configuration(HelixCall const& call, TimePoint now);
  [[nodiscard]] http::Response write_configuration(HelixCall const& call, TimePoint now);
  [[nodiscard]] http::Response secrets_call(HelixCall const& call, TimePoint now);
  [[nodiscard]] http::Response live_channels(HelixCall const& call) const;

  mutable std::mutex mutex_;
  ExtensionIdentity identity_;
  Secrets& secrets_;
  OnMessage on_message_;
  bool calls_limited_ = true;
  TokenBucket calls_ = pot_of(helix_limits::calls_per_minute);  // everything but messages
  TokenBuckets messages_{100, std::chrono::seconds{1}};
  TokenBuckets segment_reads_{20, std::chrono::seconds{3}};
  TokenBuckets segment_writes_{20, std::chrono::seconds{3}};
  TokenBuckets chat_pots_{12, std::chrono::seconds{5}};
  std::map<SegmentKey, ConfigurationSegment> segments_;
  std::map<std::string, std::vector<ChatLine>> chat_;
  std::set<std::string> live_;
};

// {"error":reason,"status":status,"message":…}, the form of every Helix error ("Helix answers").
[[nodiscard]] http::Response helix_error(int status, std::string_view message);
void add_rate_headers(http::Response& response, std::uint32_t limit, std::uint32_t remaining, TimePoint full_at);

}  // namespace shipvote::sim
