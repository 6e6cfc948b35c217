#include "web/answers.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>

namespace shipvote::web {

int status_of(RefusalCode code) noexcept {
  switch (code) {
    case RefusalCode::already_voted:
    case RefusalCode::invalid_request:
    case RefusalCode::profile_hidden:
    case RefusalCode::ship_not_on_vote:
    case RefusalCode::vote_closed: return 400;
    case RefusalCode::unauthorized: return 401;
    case RefusalCode::anonymous_not_allowed: return 403;
    case RefusalCode::channel_not_found:
    case RefusalCode::not_found:
    case RefusalCode::player_not_found:
    case RefusalCode::vote_not_found: return 404;
    case RefusalCode::method_not_allowed: return 405;
    case RefusalCode::conflict:
    case RefusalCode::limit_reached:
    case RefusalCode::vote_already_open: return 409;
    case RefusalCode::payload_too_large: return 413;
    case RefusalCode::unsupported_media_type: return 415;
    case RefusalCode::invalid_settings: return 422;
    case RefusalCode::internal: return 500;
    case RefusalCode::outcome_unknown:
    case RefusalCode::overloaded:
    case RefusalCode::storage_failed:
    case RefusalCode::twitch_unavailable:
    case RefusalCode::wargaming_limit:
    case RefusalCode::wargaming_unavailable: return 503;
  }
  return 500;
}

http::Response refused(Refusal const& refusal) {
  boost::json::object body{{"ok", false}, {"code", code_text(refusal.code)}, {"message", refusal.message}};
  if (!refusal.fields.empty()) {
    boost::json::object errors;
    for (FieldError const& error : refusal.fields) {
      auto& messages = errors[error.field];
      if (!messages.is_array()) messages.emplace_array();
      messages.as_array().emplace_back(error.message);
    }
    body["errors"] = std::move(errors);
  }
  http::Response response{status_of(refusal.code), boost::json::serialize(body)};
  if (response.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response outcome_unknown() {
  return refused({RefusalCode::outcome_unknown, "This may have been done or not, look again in a moment"});
}

http::Response ok() {
  static auto const body = std::make_shared<std::string const>(R"({"ok":true})");
  return {200, body};
}

}  // namespace shipvote::web
