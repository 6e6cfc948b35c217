#include "wargaming/api_calls.h"

#include <algorithm>
#include <array>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::wargaming {
namespace {

constexpr int pause_growth = 4;

// The fixed table of docs/platforms/wargaming.md, "Realms and hosts"; the realm is never pasted into a host name.
std::string_view host_of(voting::Realm realm) noexcept {
  switch (realm) {
    case voting::Realm::eu: return "https://api.worldofwarships.eu/wows";
    case voting::Realm::na: return "https://api.worldofwarships.com/wows";
    case voting::Realm::asia: return "https://api.worldofwarships.asia/wows";
  }
  return {};
}

bool is_limit(ApiError const& error) noexcept { return error.message == "REQUEST_LIMIT_EXCEEDED"; }
bool is_outage(ApiError const& error) noexcept { return error.message == "SOURCE_NOT_AVAILABLE"; }

bool is_about_the_key(ApiError const& error) noexcept {
  static constexpr std::array<std::string_view, 4> messages{"INVALID_APPLICATION_ID", "APPLICATION_ID_NOT_SPECIFIED",
                                                            "INVALID_IP_ADDRESS", "APPLICATION_IS_BLOCKED"};
  return std::find(messages.begin(), messages.end(), error.message) != messages.end();
}

Refusal unavailable(std::string detail) {
  return Refusal{RefusalCode::wargaming_unavailable,
                 "Wargaming does not answer properly at the moment. Everything stays as it was; please try again in a "
                 "few minutes.",
                 std::move(detail)};
}

Refusal shutting_down() {
  return Refusal{RefusalCode::wargaming_unavailable,
                 "The server is restarting. Everything stays as it was; please try again in a minute.",
                 "the Wargaming client was stopped"};
}

Refusal limit_reached() {
  return Refusal{RefusalCode::wargaming_limit,
                 "Too many requests are on their way to Wargaming right now. Everything stays as it was; please try "
                 "again in a minute.",
                 "REQUEST_LIMIT_EXCEEDED after all tries"};
}

Refusal key_refused(ApiError const& error) {
  return Refusal{RefusalCode::wargaming_unavailable,
                 "Wargaming does not let this server in at the moment. Everything stays as it was; only the operator "
                 "of the server can change this.",
                 error.message +
                     ": look at the application in Wargaming's developer room: is the application_id right, is this "
                     "server's address registered for it, have new terms of use been accepted?"};
}

}  // namespace

ApiCalls::ApiCalls(WargamingSettings settings, OutgoingCaller& caller, Waiter& waiter, std::function<double()> chance)
    : settings_(std::move(settings)),
      caller_(caller),
      waiter_(waiter),
      pacer_(waiter, limits::wargaming_call_spacing),
      chance_(std::move(chance)) {}

void ApiCalls::stop() {
  stopped_ = true;
  waiter_.stop();
}

OutgoingRequest ApiCalls::request_for(voting::Realm realm, std::string_view method, Form const& form) const {
  OutgoingRequest request;
  request.method = "POST";
  request.url = settings_.base_url_override.empty()
                    ? std::string{host_of(realm)}
                    : settings_.base_url_override + "/" + std::string{voting::realm_text(realm)} + "/wows";
  request.url.append("/").append(method).append("/");
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = "application_id=" + percent_encoded(settings_.application_id);
  for (auto const& [name, value] : form) request.body.append("&").append(name).append("=" + percent_encoded(value));
  return request;
}

std::variant<Answer, ApiError, Refusal> ApiCalls::call(voting::Realm realm, std::string_view method, Form form) {
  OutgoingRequest const request = request_for(realm, method, form);
  for (int tried = 1;; ++tried) {
    if (stopped_ || !pacer_.take_turn()) return shutting_down();
    auto result = try_once(request, method);
    auto const* const error = std::get_if<ApiError>(&result);
    if (error == nullptr) return result;
    bool const limit = is_limit(*error);
    if (!limit && !is_outage(*error)) return result;
    log::warning("wargaming_busy", {{"method", method}, {"error", error->message}, {"tried", tried}});
    if (tried == limits::wargaming_tries) {
      return limit ? limit_reached() : unavailable("SOURCE_NOT_AVAILABLE after all tries");
    }
    counters.retries.fetch_add(1);
    auto const moment = after_pause(tried);
    if (limit) {
      pacer_.hold_until(moment);
    } else if (!waiter_.wait_until(moment)) {
      return shutting_down();
    }
  }
}

Waiter::Moment ApiCalls::after_pause(int failed_tries) {
  auto pause = std::chrono::duration<double, std::milli>{limits::wargaming_retry_pause};
  for (int grown = 1; grown < failed_tries; ++grown) pause *= pause_growth;
  std::lock_guard const lock{chance_mutex_};
  return waiter_.now() + std::chrono::ceil<std::chrono::milliseconds>(pause * (0.5 + chance_()));
}

std::variant<Answer, ApiError, Refusal> ApiCalls::try_once(OutgoingRequest const& request, std::string_view method) {
  counters.calls.fetch_add(1);
  OutgoingResult const result = call_and_wait(caller_, request);
  if (auto const* const failure = std::get_if<OutgoingFailure>(&result)) {
    counters.no_answers.fetch_add(1);
    log::warning("wargaming_no_answer", {{"method", method}, {"why", failure->detail}});
    return unavailable(failure->detail);
  }
  auto read = read_answer(std::get<OutgoingResponse>(result));
  if (auto const* const odd = std::get_if<NoSense>(&read)) return no_sense(std::string{method} + ": " + odd->detail);
  if (auto* const answer = std::get_if<Answer>(&read)) return std::move(*answer);
  auto& error = std::get<ApiError>(read);
  if (is_limit(error)) {
    counters.limit_hits.fetch_add(1);
  } else if (is_outage(error)) {
    counters.outages.fetch_add(1);
  } else if (is_about_the_key(error)) {
    counters.key_refusals.fetch_add(1);
    Refusal refusal = key_refused(error);
    log::error("wargaming_key_refused", {{"method", method}, {"why", refusal.detail}});
    return refusal;
  } else {
    counters.other_errors.fetch_add(1);
    log::warning("wargaming_error", {{"method", method}, {"error", error.message}, {"field", error.field}});
  }
  return std::move(error);
}

Refusal ApiCalls::no_sense(std::string const& detail) {
  counters.no_sense.fetch_add(1);
  log::warning("wargaming_answer_makes_no_sense", {{"why", detail}});
  return unavailable(detail);
}

Refusal ApiCalls::unexpected(std::string_view method, ApiError const& error) {
  return unavailable(std::string{method} + ": " + error.message + " " + error.field);
}

}  // namespace shipvote::wargaming
