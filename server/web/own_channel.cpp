#include "web/own_channel.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace shipvote::web {

namespace json = boost::json;

Outcome<ChannelId> own_channel(RouteParts const& parts, http::Request const& request) {
  auto channel = channel_in_path(request);
  if (!channel) return channel;
  auto const claims = parts.authorization.check(request, channel.value(), Needs::broadcaster);
  if (!claims) return claims.refusal();
  return channel;
}

Outcome<Control> control_of_channel(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) return channel.refusal();
  auto const claims = parts.authorization.check_control(request, channel.value(), parts.channel_board);
  if (!claims) return claims.refusal();
  return Control{channel.value(), reader_with(claims.value())};
}

http::Response channel_answer(int status, RouteParts const& parts, service::ChannelView const& view,
                              std::vector<ShipId> const& recent_ships) {
  auto body = channel_json(view, *parts.fleet.get());
  json::array recent;
  for (ShipId const ship : recent_ships) recent.emplace_back(ship.value);
  body["recent_ships"] = std::move(recent);
  return {status, json::serialize(json::object{{"data", std::move(body)}})};
}

}  // namespace shipvote::web
