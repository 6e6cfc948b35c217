#include "foundation/refusal.h"

namespace shipvote {

std::string_view code_text(RefusalCode code) noexcept {
  switch (code) {
    case RefusalCode::already_voted: return "already_voted";
    case RefusalCode::anonymous_not_allowed: return "login_required";
    case RefusalCode::channel_not_found: return "channel_not_found";
    case RefusalCode::conflict: return "conflict";
    case RefusalCode::invalid_request: return "invalid_request";
    case RefusalCode::invalid_settings: return "invalid_settings";
    case RefusalCode::limit_reached: return "limit_reached";
    case RefusalCode::method_not_allowed: return "method_not_allowed";
    case RefusalCode::not_found: return "not_found";
    case RefusalCode::outcome_unknown: return "outcome_unknown";
    case RefusalCode::overloaded: return "overloaded";
    case RefusalCode::payload_too_large: return "payload_too_large";
    case RefusalCode::player_not_found: return "player_not_found";
    case RefusalCode::profile_hidden: return "profile_hidden";
    case RefusalCode::ship_not_on_vote: return "ship_not_on_vote";
    case RefusalCode::storage_failed: return "storage_failed";
    case RefusalCode::twitch_unavailable: return "twitch_unavailable";
    case RefusalCode::unauthorized: return "unauthorized";
    case RefusalCode::unsupported_media_type: return "unsupported_media_type";
    case RefusalCode::vote_already_open: return "vote_already_open";
    case RefusalCode::vote_closed: return "vote_closed";
    case RefusalCode::vote_not_found: return "vote_not_found";
    case RefusalCode::wargaming_limit: return "wargaming_limit";
    case RefusalCode::wargaming_unavailable: return "wargaming_unavailable";
    case RefusalCode::internal: return "internal";
  }
  return "internal";
}

}  // namespace shipvote
