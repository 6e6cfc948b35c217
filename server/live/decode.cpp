#include "live/decode.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "foundation/base64.h"

namespace shipvote::live {
namespace {

namespace json = boost::json;

std::optional<std::string_view> text_of(json::object const& object, std::string_view name) {
  json::value const* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string().data(), value->get_string().size());
}

std::optional<std::uint64_t> number_of(json::value const* value, std::uint64_t largest) {
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  auto const number = static_cast<std::uint64_t>(value->get_int64());
  return number <= largest ? std::optional{number} : std::nullopt;
}

std::optional<MessageType> type_of(json::object const& object) {
  auto const text = text_of(object, "type");
  for (auto const type : {MessageType::vote_status, MessageType::vote_progress, MessageType::channel_update}) {
    if (text == message_type_text(type)) return type;
  }
  return std::nullopt;
}

bool read_status(json::object const& data, DecodedMessage& message) {
  auto const text = text_of(data, "status");
  for (auto const state : {voting::VoteState::open, voting::VoteState::closed}) {
    if (text == voting::vote_state_text(state)) message.status = state;
  }
  return message.status.has_value();
}

bool read_voted_ships(json::object const& data, DecodedMessage& message) {
  json::value const* ships = data.if_contains("voted_ships");
  if (ships == nullptr || !ships->is_object()) return false;
  for (auto const& [name, value] : ships->get_object()) {
    auto const ship = parse_id<ShipId>(std::string_view(name.data(), name.size()));
    auto const count = number_of(&value, UINT32_MAX);
    if (!ship || !count) return false;
    message.voted_ships[*ship] = static_cast<std::uint32_t>(*count);
  }
  return true;
}

bool read_data(json::object const& data, DecodedMessage& message) {
  if (message.type == MessageType::channel_update) {
    auto const position = text_of(data, "overlay_position");
    if (position) message.overlay_position = voting::parse_overlay_position(*position);
    return message.overlay_position.has_value();
  }
  auto const id = number_of(data.if_contains("id"), VoteId::max);
  if (!id || text_of(data, "source") != "backend") return false;
  message.vote = VoteId{static_cast<VoteId::number_type>(*id)};
  return message.type == MessageType::vote_status ? read_status(data, message) : read_voted_ships(data, message);
}

}  // namespace

std::optional<DecodedMessage> decode_message(std::string_view text) {
  auto const bytes = base64_decoded(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code error;
  json::value const parsed = json::parse(*bytes, error);
  if (error || !parsed.is_object()) return std::nullopt;
  json::object const& object = parsed.get_object();

  DecodedMessage message;
  auto const type = type_of(object);
  auto const timestamp = text_of(object, "timestamp");
  auto const time = timestamp ? parse_iso8601(*timestamp) : std::nullopt;
  json::value const* data = object.if_contains("data");
  if (!type || !time || data == nullptr || !data->is_object()) return std::nullopt;
  message.type = *type;
  message.timestamp = *time;
  if (!read_data(data->get_object(), message)) return std::nullopt;
  if (auto const live = text_of(object, "live")) message.live = unpack(*live);
  return message;
}

}  // namespace shipvote::live
