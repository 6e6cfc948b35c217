// The client of Twitch's Helix endpoints for extensions. Facts: docs/platforms/twitch.md, from "Helix answers" to
// "Chat lines".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outgoing_call.h"
#include "foundation/time.h"
#include "twitch/token.h"

namespace shipvote::twitch {

struct HelixSettings {
  std::string base_url = "https://api.twitch.tv/helix";  // no slash at the end
  std::string client_id;
  std::string owner_user_id;
  std::string extension_version;
};

// How a call to Helix ended, in the words that the senders act upon.
enum class HelixVerdict {
  accepted,      // 2xx
  rate_limited,  // 429
  rejected,      // 401, 403: secrets, ids or permissions are wrong; an operator must know
  too_large,     // 413, 422, or not sent because it is above the limit
  invalid,       // other 4xx: our own fault
  failed,        // 5xx, no answer: may pass, may even have been delivered
};
inline constexpr std::size_t helix_verdicts = 6;
[[nodiscard]] std::string_view helix_verdict_text(HelixVerdict verdict) noexcept;

struct HelixAnswer {
  HelixVerdict verdict = HelixVerdict::failed;
  int status = 0;                           // 0: no answer came
  std::optional<TimePoint> bucket_full_at;  // Ratelimit-Reset
  std::optional<int> remaining;             // Ratelimit-Remaining
  std::string detail;                       // for the log
};

using HelixDone = std::function<void(HelixAnswer)>;
using SecretsDone = std::function<void(HelixAnswer, std::vector<Secret>)>;

enum class HelixCall { message, segment, chat, secrets };
inline constexpr std::size_t helix_calls = 4;
[[nodiscard]] std::string_view helix_call_text(HelixCall call) noexcept;

// Numbers since the start, each monotone. What was refused before sending counts as too_large or invalid, not as sent.
struct HelixCallFigures {
  std::uint64_t sent = 0;
  std::array<std::uint64_t, helix_verdicts> ended{};  // by verdict
  [[nodiscard]] std::uint64_t of(HelixVerdict verdict) const { return ended.at(static_cast<std::size_t>(verdict)); }
};
struct HelixFigures {
  std::array<HelixCallFigures, helix_calls> calls;
  [[nodiscard]] HelixCallFigures const& of(HelixCall call) const { return calls.at(static_cast<std::size_t>(call)); }
};

// Functions return at once and are thread-safe. `done` is called exactly once: on the caller's own thread, or within
// the function itself when nothing was sent; by then the client may be gone. Nothing is retried here: what `failed` may
// have been delivered, and only the sender knows whether it has something newer to say. Every call that does not end
// well is counted; of those that end alike, one line in limits::repeated_log_spacing is logged.
class HelixClient {
 public:
  // At least one secret, else std::invalid_argument; signs with the first. `caller` and `time` outlive the client and
  // every call of it.
  HelixClient(HelixSettings settings, OutgoingCaller& caller, TimeSource const& time, std::vector<Secret> secrets);
  ~HelixClient();
  HelixClient(HelixClient const&) = delete;
  HelixClient& operator=(HelixClient const&) = delete;

  // To all viewers of a channel ("Pub/Sub messages"). UTF-8; more than limits::message_bytes, as text or as JSON writes
  // it, is not sent: too_large. The answer comes within limits::message_timeout. `turn`: among the calls that wait.
  void send_message(ChannelId channel, std::string message, CallTurn turn, HelixDone done);
  // The channel's developer segment of the Configuration Service ("Configuration segments"). More than
  // limits::configuration_bytes are not sent: too_large. An empty version is left out. Goes behind all other calls that
  // wait.
  void write_developer_segment(ChannelId channel, std::string content, std::string version, HelixDone done);
  // A line in the channel's chat ("Chat lines"). More than limits::chat_characters are not sent: too_large; nor is an
  // empty one: invalid.
  void send_chat(ChannelId channel, std::string text, HelixDone done);
  // Reads the secrets that have not expired ("Secrets"); `done` gets them decoded, at most limits::extension_secrets,
  // first the active one that expires latest; or none, with the answer saying why.
  void read_secrets(SecretsDone done);

  void replace_secrets(std::vector<Secret> secrets);  // at least one; signs with the first

  [[nodiscard]] HelixFigures figures() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace shipvote::twitch
