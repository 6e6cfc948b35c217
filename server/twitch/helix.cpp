#include "twitch/helix.h"

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "foundation/text.h"
#include "twitch/helix_answer.h"

namespace shipvote::twitch {
namespace {

namespace json = boost::json;

std::size_t index_of(HelixCall call) { return static_cast<std::size_t>(call); }
std::size_t index_of(HelixVerdict verdict) { return static_cast<std::size_t>(verdict); }

// How long the text is where it is written as a JSON string, without the quotation marks.
std::size_t bytes_as_json(std::string_view text) {
  constexpr std::string_view short_escapes = "\b\f\n\r\t";
  std::size_t bytes = text.size();
  for (char const each : text) {
    if (each == '"' || each == '\\') {
      ++bytes;  // a backslash before it
    } else if (static_cast<unsigned char>(each) < ' ') {
      bytes += short_escapes.find(each) == std::string_view::npos ? 5 : 1;  // \u001f in its place, or \n
    }
  }
  return bytes;
}

// What a call of Helix needs besides its channel.
struct HelixRequest {
  HelixCall call;
  std::string method;
  std::string path;
  json::object body;
  std::chrono::milliseconds timeout = limits::outgoing_timeout;
  CallTurn turn = CallTurn::usual;
};

HelixAnswer not_sent(HelixVerdict verdict, std::string detail) {
  HelixAnswer answer;
  answer.verdict = verdict;
  answer.detail = std::move(detail);
  return answer;
}

}  // namespace

std::string_view helix_verdict_text(HelixVerdict verdict) noexcept {
  switch (verdict) {
    case HelixVerdict::accepted: return "accepted";
    case HelixVerdict::rate_limited: return "rate_limited";
    case HelixVerdict::rejected: return "rejected";
    case HelixVerdict::too_large: return "too_large";
    case HelixVerdict::invalid: return "invalid";
    case HelixVerdict::failed: return "failed";
  }
  return "";
}

std::string_view helix_call_text(HelixCall call) noexcept {
  switch (call) {
    case HelixCall::message: return "message";
    case HelixCall::segment: return "segment";
    case HelixCall::chat: return "chat";
    case HelixCall::secrets: return "secrets";
  }
  return "";
}

// Outlives the client as long as calls are on their way.
struct HelixClient::Core : std::enable_shared_from_this<HelixClient::Core> {
  Core(HelixSettings helix_settings, OutgoingCaller& outgoing, TimeSource const& time_source)
      : settings(std::move(helix_settings)), caller(outgoing), time(time_source) {}

  void replace_secrets(std::vector<Secret> secrets);
  std::string channel_token(ChannelId channel);
  std::string token_without_channel();
  // Counts, logs and tells how a call ended.
  void end(HelixCall call, std::optional<ChannelId> channel, HelixAnswer const& answer);
  void send(HelixRequest const& what, std::string const& token, std::function<void(OutgoingResult)> done);
  void send(HelixRequest const& what, ChannelId channel, HelixDone done);
  void refuse(HelixCall call, ChannelId channel, HelixAnswer answer, HelixDone const& done) {
    end(call, channel, answer);
    done(std::move(answer));
  }

  struct SignedToken {
    std::string text;
    TimePoint signed_at;
  };
  struct Repeated {
    std::optional<TimePoint> logged_at;
    std::uint64_t unlogged = 0;
  };
  struct Count {
    std::atomic<std::uint64_t> sent{0};
    std::array<std::atomic<std::uint64_t>, helix_verdicts> ended{};
  };

  HelixSettings const settings;
  OutgoingCaller& caller;
  TimeSource const& time;
  std::array<Count, helix_calls> counts;

  std::mutex mutex;
  Secret signing_secret;                              // under mutex, as everything below
  std::unordered_map<ChannelId, SignedToken> tokens;  // at most limits::helix_tokens
  std::array<std::array<Repeated, helix_verdicts>, helix_calls> logged{};
};

void HelixClient::Core::replace_secrets(std::vector<Secret> secrets) {
  if (secrets.empty()) throw std::invalid_argument("a Helix client needs at least one secret");
  std::lock_guard const lock{mutex};
  signing_secret = std::move(secrets.front());
  tokens.clear();
}

std::string HelixClient::Core::channel_token(ChannelId channel) {
  TimePoint const now = time.now();
  std::lock_guard const lock{mutex};
  if (auto const found = tokens.find(channel); found != tokens.end()) {
    auto const age = now - found->second.signed_at;
    if (age >= std::chrono::milliseconds{0} && age < limits::helix_token_reuse) return found->second.text;
  }
  // Signing costs microseconds, so starting afresh is cheaper than keeping an order of age.
  if (tokens.size() >= limits::helix_tokens) tokens.clear();
  auto& token = tokens[channel];
  token = {external_token(channel, settings.owner_user_id, signing_secret, now), now};
  return token.text;
}

std::string HelixClient::Core::token_without_channel() {
  TokenContent content;
  content.role = "external";
  content.user_id = settings.owner_user_id;
  content.expires_at = time.now() + std::chrono::seconds{60};
  std::lock_guard const lock{mutex};
  return sign_token(content, signing_secret);
}

void HelixClient::Core::end(HelixCall call, std::optional<ChannelId> channel, HelixAnswer const& answer) {
  counts[index_of(call)].ended[index_of(answer.verdict)].fetch_add(1, std::memory_order_relaxed);
  if (answer.verdict == HelixVerdict::accepted) return;
  std::uint64_t unlogged = 0;
  {
    TimePoint const now = time.now();
    std::lock_guard const lock{mutex};
    auto& repeated = logged[index_of(call)][index_of(answer.verdict)];
    if (repeated.logged_at && now - *repeated.logged_at < limits::repeated_log_spacing) {
      ++repeated.unlogged;
      return;
    }
    unlogged = std::exchange(repeated.unlogged, 0);
    repeated.logged_at = now;
  }
  auto const level = answer.verdict == HelixVerdict::rejected ? log::Level::error : log::Level::warning;
  log::event(level, "helix_call_failed",
             {{"call", helix_call_text(call)},
              {"verdict", helix_verdict_text(answer.verdict)},
              {"channel", channel ? channel->text() : std::string{"-"}},
              {"status", answer.status},
              {"detail", answer.detail},
              {"more_since_last", unlogged}});
}

void HelixClient::Core::send(HelixRequest const& what, std::string const& token,
                             std::function<void(OutgoingResult)> done) {
  counts[index_of(what.call)].sent.fetch_add(1, std::memory_order_relaxed);
  OutgoingRequest request;
  request.method = what.method;
  request.url = settings.base_url + what.path;
  request.headers = {{"Authorization", "Bearer " + token}, {"Client-Id", settings.client_id}};
  request.timeout = what.timeout;
  request.turn = what.turn;
  if (!what.body.empty()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = json::serialize(what.body);
  }
  caller.call(std::move(request), std::move(done));
}

void HelixClient::Core::send(HelixRequest const& what, ChannelId channel, HelixDone done) {
  send(what, channel_token(channel),
       [self = shared_from_this(), call = what.call, channel, done = std::move(done)](OutgoingResult const& result) {
         HelixAnswer answer = read_answer(result);
         self->end(call, channel, answer);
         done(std::move(answer));
       });
}

HelixClient::HelixClient(HelixSettings settings, OutgoingCaller& caller, TimeSource const& time,
                         std::vector<Secret> secrets)
    : core_(std::make_shared<Core>(std::move(settings), caller, time)) {
  core_->replace_secrets(std::move(secrets));
}

HelixClient::~HelixClient() = default;

void HelixClient::send_message(ChannelId channel, std::string message, CallTurn turn, HelixDone done) {
  if (message.size() > limits::message_bytes || bytes_as_json(message) > limits::message_bytes) {
    return core_->refuse(HelixCall::message, channel,
                         not_sent(HelixVerdict::too_large, std::to_string(message.size()) + " bytes"), done);
  }
  json::object body;
  body["target"] = json::array{"broadcast"};
  body["broadcaster_id"] = channel.text();
  body["is_global_broadcast"] = false;
  body["message"] = message;
  core_->send({HelixCall::message, "POST", "/extensions/pubsub", std::move(body), limits::message_timeout, turn},
              channel, std::move(done));
}

void HelixClient::write_developer_segment(ChannelId channel, std::string content, std::string version, HelixDone done) {
  if (content.size() > limits::configuration_bytes) {
    return core_->refuse(HelixCall::segment, channel,
                         not_sent(HelixVerdict::too_large, std::to_string(content.size()) + " bytes"), done);
  }
  json::object body;
  body["extension_id"] = core_->settings.client_id;
  body["segment"] = "developer";
  body["broadcaster_id"] = channel.text();
  body["content"] = content;
  if (!version.empty()) body["version"] = version;
  core_->send({HelixCall::segment, "PUT", "/extensions/configurations", std::move(body), limits::outgoing_timeout,
               CallTurn::last},
              channel, std::move(done));
}

void HelixClient::send_chat(ChannelId channel, std::string text, HelixDone done) {
  if (text.empty()) {
    return core_->refuse(HelixCall::chat, channel, not_sent(HelixVerdict::invalid, "no text"), done);
  }
  if (auto const count = characters(text); count > limits::chat_characters) {
    return core_->refuse(HelixCall::chat, channel,
                         not_sent(HelixVerdict::too_large, std::to_string(count) + " characters"), done);
  }
  json::object body;
  body["text"] = text;
  body["extension_id"] = core_->settings.client_id;
  body["extension_version"] = core_->settings.extension_version;
  core_->send({HelixCall::chat, "POST", "/extensions/chat?broadcaster_id=" + channel.text(), std::move(body)}, channel,
              std::move(done));
}

void HelixClient::read_secrets(SecretsDone done) {
  core_->send({HelixCall::secrets,
               "GET",
               "/extensions/jwt/secrets?extension_id=" + percent_encoded(core_->settings.client_id),
               {}},
              core_->token_without_channel(), [core = core_, done = std::move(done)](OutgoingResult const& result) {
                HelixAnswer answer = read_answer(result);
                std::vector<Secret> secrets;
                if (answer.verdict == HelixVerdict::accepted) {
                  auto read = read_secrets_answer(std::get<OutgoingResponse>(result).body, core->time.now());
                  if (!read || read->empty()) {
                    answer.verdict = HelixVerdict::failed;
                    answer.detail = read ? "no secret in force is listed" : "the answer makes no sense";
                  } else {
                    secrets = *std::move(read);
                  }
                }
                core->end(HelixCall::secrets, std::nullopt, answer);
                done(std::move(answer), std::move(secrets));
              });
}

void HelixClient::replace_secrets(std::vector<Secret> secrets) { core_->replace_secrets(std::move(secrets)); }

HelixFigures HelixClient::figures() const {
  HelixFigures figures;
  for (std::size_t call = 0; call < helix_calls; ++call) {
    Core::Count const& count = core_->counts[call];
    figures.calls[call].sent = count.sent.load(std::memory_order_relaxed);
    for (std::size_t verdict = 0; verdict < helix_verdicts; ++verdict) {
      figures.calls[call].ended[verdict] = count.ended[verdict].load(std::memory_order_relaxed);
    }
  }
  return figures;
}

}  // namespace shipvote::twitch
