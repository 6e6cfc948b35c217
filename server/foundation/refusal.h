// What "no" looks like everywhere: a stable code, a text for the client, a text for the log.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shipvote {

// Stable over releases: clients and dashboards match on the text of these codes (see code_text).
enum class RefusalCode {
  already_voted,
  anonymous_not_allowed,  // written "login_required" on the wire
  channel_not_found,
  conflict,
  invalid_request,
  invalid_settings,
  limit_reached,  // of what is kept; trying again does not help
  method_not_allowed,
  not_found,
  outcome_unknown,  // it may have been done or not; `storage_failed` means that it was not
  overloaded,
  payload_too_large,
  player_not_found,
  profile_hidden,
  ship_not_on_vote,
  storage_failed,
  twitch_unavailable,
  unauthorized,
  unsupported_media_type,
  vote_already_open,
  vote_closed,
  vote_not_found,
  wargaming_limit,
  wargaming_unavailable,
  internal,
};

[[nodiscard]] std::string_view code_text(RefusalCode code) noexcept;

// One named field of a form or body and what is allowed there.
struct FieldError {
  FieldError(std::string field_name, std::string problem) : field(std::move(field_name)), message(std::move(problem)) {}
  std::string field;
  std::string message;
};

// An ordinary "no". `message` may be shown to anyone; `detail` is for the log only and never holds secrets.
struct Refusal {
  Refusal(RefusalCode refusal_code, std::string client_message, std::string log_detail = {})
      : code(refusal_code), message(std::move(client_message)), detail(std::move(log_detail)) {}

  [[nodiscard]] Refusal& with_field(std::string field, std::string problem) & {
    fields.emplace_back(std::move(field), std::move(problem));
    return *this;
  }
  [[nodiscard]] Refusal&& with_field(std::string field, std::string problem) && {
    fields.emplace_back(std::move(field), std::move(problem));
    return std::move(*this);
  }

  RefusalCode code;
  std::string message;
  std::string detail;
  std::vector<FieldError> fields;
};

}  // namespace shipvote
