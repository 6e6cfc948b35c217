// The client of Twitch's Helix endpoints for extensions. Facts: contract/twitch.md section 2.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outgoing_call.h"
#include "foundation/time.h"
#include "twitch/token.h"

namespace shipvote::twitch {

struct HelixSettings {
  std::string base_url = "https://api.twitch.tv/helix";
  std::string client_id;
  std::string owner_user_id;
  std::string extension_version;
};

// How a call to Helix ended, in the words that the senders act upon.
enum class HelixVerdict {
  accepted,      // 2xx
  rate_limited,  // 429
  rejected,      // 401, 403: secrets, ids or permissions are wrong; an operator must know
  too_large,     // 422
  invalid,       // other 4xx: our own fault
  failed,        // 5xx, no answer: may pass, may even have been delivered
};

struct HelixAnswer {
  HelixVerdict verdict = HelixVerdict::failed;
  int status = 0;                           // 0: no answer came
  std::optional<TimePoint> bucket_full_at;  // Ratelimit-Reset
  std::optional<int> remaining;             // Ratelimit-Remaining
  std::string detail;                       // for the log
};

using HelixDone = std::function<void(HelixAnswer)>;

// Functions return at once; `done` is called exactly once on the caller's own thread. Thread-safe.
class HelixClient {
 public:
  HelixClient(HelixSettings settings, OutgoingCaller& caller, TimeSource const& time, std::vector<Secret> secrets);

  void send_message(ChannelId channel, std::string message, HelixDone done);
  void write_developer_segment(ChannelId channel, std::string content, std::string version, HelixDone done);
  void send_chat(ChannelId channel, std::string text, HelixDone done);
  // Reads the secrets in force; `done` gets them decoded, or nothing with the answer saying why.
  void read_secrets(std::function<void(HelixAnswer, std::vector<Secret>)> done);

  void replace_secrets(std::vector<Secret> secrets);  // signs with the first
};

}  // namespace shipvote::twitch
