// GET /live/:channel/:key: a channel's state as it changes, for the streamer's own programs; and the key's renewal.
#include <openssl/crypto.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

#include "live/sequence.h"
#include "web/answers.h"
#include "web/route_parts.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

bool opens(RouteParts const& parts, ChannelId channel, std::string_view key) {
  auto const view = parts.channel_board.find(channel);
  if (!view) return false;
  std::string const& expected = view->channel.live_key;
  return !expected.empty() && key.size() == expected.size() &&
         CRYPTO_memcmp(key.data(), expected.data(), expected.size()) == 0;
}

// The number of the last event that was heard; nothing for whatever else a client may send.
std::optional<std::uint64_t> heard_last(http::Request const& request) {
  auto const text = request.last_event_id;
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool const good = error == std::errc{} && end == text.data() + text.size() && number <= live::largest_sequence;
  return good ? std::optional{number} : std::nullopt;
}

asio::awaitable<http::Response> listen(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  // A wrong key, a channel that has none and one that is not there look the same from outside.
  if (!channel || !opens(parts, channel.value(), request.parameters[1])) {
    co_return refused({RefusalCode::not_found, "Not found"});
  }
  auto place = parts.listeners.take_place(channel.value());
  if (!place) co_return refused(place.refusal());
  http::Response response{200, std::string{}, "text/event-stream"};
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Accel-Buffering", "no");  // proxies that understand it pass events on at once
  response.stream = [&parts, place = std::move(place).value(), heard = heard_last(request), channel = channel.value(),
                     key = std::string{request.parameters[1]}](std::shared_ptr<http::Stream> stream) {
    parts.listeners.listen(place, heard, stream);
    if (!opens(parts, channel, key)) stream->close();  // renewed in this very moment
  };
  co_return response;
}

asio::awaitable<http::Response> renew_key(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check(request, channel.value(), Needs::broadcaster);
  if (!claims) co_return refused(claims.refusal());
  auto const view = co_await parts.channels.renew_live_key(channel.value());
  if (!view) co_return refused(view.refusal());
  json::object const data{{"live_key", view.value()->channel.live_key}};
  http::Response response{200, json::serialize(json::object{{"ok", true}, {"data", data}})};
  response.headers.emplace_back("Cache-Control", "no-store");
  co_return response;
}

}  // namespace

void add_live_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/live/:channel/:key", listen);
  add_route(router, parts, http::Method::post, "/api/channels/:id/live_key", renew_key);
}

}  // namespace shipvote::web
