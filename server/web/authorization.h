// Who asks: the token of a request, checked against the channel and role that a route wants.
#pragma once

#include <string>

#include "foundation/outcome.h"
#include "foundation/time.h"
#include "http/message.h"
#include "service/channel_board.h"
#include "twitch/token.h"

namespace shipvote::web {

enum class Needs {
  viewer,       // any good token of the channel
  broadcaster,  // the channel's own broadcaster
};

// Thread-safe. Refusals have the code `unauthorized`, and say nothing about which check failed; but for `overloaded`
// where a channel is not known yet.
class Authorization {
 public:
  // `internal_secret` opens the operator's routes; empty: nobody may use them.
  Authorization(twitch::TokenChecker const& tokens, TimeSource const& time, std::string internal_secret)
      : tokens_(tokens), time_(time), internal_secret_(std::move(internal_secret)) {}

  [[nodiscard]] Outcome<twitch::Claims> check(http::Request const& request, ChannelId channel, Needs needs) const;
  // The same for whichever channel the token names; the caller has to compare.
  [[nodiscard]] Outcome<twitch::Claims> check_any(http::Request const& request, Needs needs) const;
  // For opening and closing votes: the channel's broadcaster, and its moderators where the channel says so.
  [[nodiscard]] Outcome<twitch::Claims> check_control(http::Request const& request, ChannelId channel,
                                                      service::ChannelBoard const& channels) const;
  // "Authorization: Bearer <internal secret>", compared in constant time.
  [[nodiscard]] bool internal(http::Request const& request) const;

 private:
  twitch::TokenChecker const& tokens_;
  TimeSource const& time_;
  std::string internal_secret_;
};

}  // namespace shipvote::web
