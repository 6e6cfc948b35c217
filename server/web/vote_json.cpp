#include "web/vote_json.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>

namespace shipvote::web {

namespace json = boost::json;

namespace {

json::value time_or_null(std::optional<TimePoint> time) {
  if (!time) return nullptr;
  return json::value(iso8601(*time));
}

json::array id_list(std::vector<ShipId> const& ships) {
  json::array ids;
  ids.reserve(ships.size());
  for (ShipId const ship : ships) ids.emplace_back(ship.value);
  return ids;
}

json::object counts_json(voting::Vote const& vote) {
  json::object counts;
  for (std::size_t index = 0; index < vote.ships.size(); ++index) {
    if (vote.counts[index] > 0) counts[vote.ships[index].text()] = vote.counts[index];
  }
  return counts;
}

json::value winner_json(std::optional<voting::Winner> const& winner) {
  if (!winner) return nullptr;
  json::object body{{"ship_id", winner->ship.value}, {"ballots", winner->ballots}, {"tied", id_list(winner->tied)}};
  body["rule"] = winner->tied.empty() ? json::value(nullptr) : json::value(voting::tie_rule);
  return body;
}

// Ships that the encyclopedia does not know (yet) are left out: there is nothing to show of them.
json::array garage_json(service::ChannelView const& view, fleet::Fleet const& fleet) {
  json::array ships;
  ships.reserve(view.garage.size());
  for (voting::GarageShip const& ship : view.garage) {
    auto const* const warship = fleet.find(ship.id);
    if (warship == nullptr || !fleet.votable(ship.id) || ship.vanished) continue;
    auto body = warship_json(*warship);
    body["enabled"] = ship.enabled;
    ships.emplace_back(std::move(body));
  }
  return ships;
}

}  // namespace

Reader reader_with(twitch::Claims const& claims) {
  return claims.role == twitch::Role::broadcaster ? Reader::broadcaster : Reader::anyone;
}

bool hidden_from(Reader reader, voting::Vote const& vote) {
  return reader == Reader::anyone && vote.state == voting::VoteState::open &&
         vote.visibility != voting::ResultVisibility::live;
}

json::object vote_json(voting::Vote const& vote, Reader reader) {
  bool const hidden = hidden_from(reader, vote);
  json::object body;
  body["id"] = vote.id.value;
  body["channel_id"] = vote.channel.value;
  body["status"] = voting::vote_state_text(vote.state);
  body["ships"] = id_list(vote.ships);
  body["votes"] = hidden ? json::object{} : counts_json(vote);
  body["ends_at"] = time_or_null(vote.ends_at);
  body["created_at"] = iso8601(vote.opened_at);
  body["updated_at"] = iso8601(vote.updated_at);
  body["visibility"] = voting::result_visibility_text(vote.visibility);
  body["change_allowed"] = vote.ballots_may_change;
  body["ballots"] = hidden ? 0 : vote.ballots();
  body["closed_at"] = time_or_null(vote.closed_at);
  body["close_reason"] =
      vote.close_reason ? json::value(voting::close_reason_text(*vote.close_reason)) : json::value(nullptr);
  body["winner"] = winner_json(vote.winner);
  return body;
}

std::string counts_text(voting::Vote const& vote, bool has_voted) {
  using voting::ResultVisibility;
  bool const shown = vote.state == voting::VoteState::closed || vote.visibility == ResultVisibility::live ||
                     (vote.visibility == ResultVisibility::after_ballot && has_voted);
  auto const counts = shown ? json::serialize(counts_json(vote)) : "{}";
  return "\"votes\":" + counts + ",\"ballots\":" + std::to_string(shown ? vote.ballots() : 0);
}

json::object warship_json(voting::Warship const& ship) {
  return {{"id", ship.id.value},      {"name", ship.name},
          {"nation", ship.nation},    {"type", voting::ship_type_text(ship.type)},
          {"tier", ship.tier},        {"premium", ship.premium},
          {"image", ship.image},      {"votable", ship.votable},
          {"vanished", ship.vanished}};
}

json::object public_channel_json(service::ChannelView const& view, fleet::Fleet const& fleet) {
  return {{"id", view.channel.id.value},
          {"overlay_position", voting::overlay_position_text(view.channel.overlay_position)},
          {"anonymous_may_vote", view.channel.anonymous_may_vote},
          {"only_in_game", view.channel.only_in_game},
          {"language", voting::language_text(view.channel.language)},
          {"show_result_seconds", view.channel.show_result.count()},
          {"latency_hold", view.channel.latency_hold},
          {"ships", garage_json(view, fleet)}};
}

json::object channel_json(service::ChannelView const& view, fleet::Fleet const& fleet) {
  return {{"id", view.channel.id.value},
          {"wows_username", view.channel.wows_username},
          {"wows_account_id", view.channel.wows_account.value},
          {"wows_realm", voting::realm_text(view.channel.wows_realm)},
          {"overlay_position", voting::overlay_position_text(view.channel.overlay_position)},
          {"anonymous_may_vote", view.channel.anonymous_may_vote},
          {"only_in_game", view.channel.only_in_game},
          {"language", voting::language_text(view.channel.language)},
          {"show_result_seconds", view.channel.show_result.count()},
          {"latency_hold", view.channel.latency_hold},
          {"chat_result", view.channel.chat_result},
          {"moderators_may_control", view.channel.moderators_may_control},
          {"live_key", view.channel.live_key},
          {"garage_refreshed_at", time_or_null(view.channel.garage_refreshed_at)},
          {"garage_by_hand", !view.channel.garage_refreshed_at.has_value()},
          {"ships", garage_json(view, fleet)}};
}

}  // namespace shipvote::web
