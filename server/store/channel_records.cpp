#include "store/channel_records.h"

#include "foundation/limits.h"

namespace shipvote::store {

using voting::Channel;
using voting::GarageShip;

namespace {

constexpr std::string_view select_channel =
    "SELECT id, wows_username, wows_account, wows_realm, overlay_position, anonymous_may_vote, garage_refreshed_at, "
    "created_at, updated_at, only_in_game, language, show_result_seconds, latency_hold, chat_result, "
    "moderators_may_control, live_key FROM channels ";

Channel read_channel_row(Query const& row) {
  Channel channel;
  channel.id = row.id<ChannelId>(0);
  channel.wows_username = row.text(1);
  channel.wows_account = row.id<AccountId>(2);
  auto const realm = voting::parse_realm(row.text(3));
  auto const position = voting::parse_overlay_position(row.text(4));
  auto const language = voting::parse_language(row.text(10));
  std::chrono::seconds const show_result{row.integer(11)};
  bool const shown = show_result >= limits::show_result_least && show_result <= limits::show_result_longest;
  if (!realm || !position || !language || !shown)
    throw StoreFailure("channel " + channel.id.text() + " is stored with damaged settings");
  channel.wows_realm = *realm;
  channel.overlay_position = *position;
  channel.anonymous_may_vote = row.integer(5) != 0;
  channel.garage_refreshed_at = row.time_or_none(6);
  channel.created_at = row.time(7);
  channel.updated_at = row.time(8);
  channel.only_in_game = row.integer(9) != 0;
  channel.language = *language;
  channel.show_result = show_result;
  channel.latency_hold = row.integer(12) != 0;
  channel.chat_result = row.integer(13) != 0;
  channel.moderators_may_control = row.integer(14) != 0;
  channel.live_key = row.text(15);
  return channel;
}

}  // namespace

std::vector<Channel> read_channels(Connection& connection) {
  std::vector<Channel> channels;
  static std::string const sql = std::string{select_channel} + "ORDER BY id";
  auto query = connection.query(sql);
  while (query.next()) channels.push_back(read_channel_row(query));
  return channels;
}

std::optional<Channel> read_channel(Connection& connection, ChannelId id) {
  static std::string const sql = std::string{select_channel} + "WHERE id = ?1";
  auto query = connection.query(sql);
  if (!query.bind(id).next()) return std::nullopt;
  return read_channel_row(query);
}

void store_channel(Connection& connection, Channel const& channel) {
  // An update in place: replacing the row would take the garage with it.
  connection
      .query(
          "INSERT INTO channels (id, wows_username, wows_account, wows_realm, overlay_position, anonymous_may_vote, "
          "garage_refreshed_at, created_at, updated_at, only_in_game, language, show_result_seconds, latency_hold, "
          "chat_result, moderators_may_control, live_key) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
          "ON CONFLICT DO UPDATE SET wows_username = ?2, wows_account = ?3, wows_realm = ?4, overlay_position = ?5, "
          "anonymous_may_vote = ?6, garage_refreshed_at = ?7, created_at = ?8, updated_at = ?9, only_in_game = ?10, "
          "language = ?11, show_result_seconds = ?12, latency_hold = ?13, chat_result = ?14, "
          "moderators_may_control = ?15, live_key = ?16")
      .bind(channel.id, channel.wows_username, channel.wows_account, voting::realm_text(channel.wows_realm),
            voting::overlay_position_text(channel.overlay_position), channel.anonymous_may_vote,
            channel.garage_refreshed_at, channel.created_at, channel.updated_at, channel.only_in_game,
            voting::language_text(channel.language), static_cast<std::uint64_t>(channel.show_result.count()),
            channel.latency_hold, channel.chat_result, channel.moderators_may_control, channel.live_key)
      .run();
}

bool erase_channel(Connection& connection, ChannelId id) {
  connection.query("DELETE FROM channels WHERE id = ?1").bind(id).run();
  return connection.rows_changed() == 1;
}

std::vector<GarageShip> read_garage(Connection& connection, ChannelId id) {
  std::vector<GarageShip> garage;
  auto query =
      connection.query("SELECT ship_id, enabled, vanished FROM garage_ships WHERE channel_id = ?1 ORDER BY ship_id");
  query.bind(id);
  while (query.next()) garage.push_back({query.id<ShipId>(0), query.integer(1) != 0, query.integer(2) != 0});
  return garage;
}

void store_garage(Connection& connection, ChannelId id, std::vector<GarageShip> const& garage) {
  connection.query("DELETE FROM garage_ships WHERE channel_id = ?1").bind(id).run();
  for (GarageShip const& ship : garage) {
    connection
        .query(
            "INSERT INTO garage_ships (channel_id, ship_id, enabled, vanished) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT DO UPDATE SET enabled = ?3, vanished = ?4")
        .bind(id, ship.id, ship.enabled, ship.vanished)
        .run();
  }
}

bool store_ship_enabled(Connection& connection, ChannelId id, ShipId ship, bool enabled) {
  connection.query("UPDATE garage_ships SET enabled = ?3 WHERE channel_id = ?1 AND ship_id = ?2")
      .bind(id, ship, enabled)
      .run();
  return connection.rows_changed() == 1;
}

std::optional<Feedback> insert_feedback(Connection& connection, ChannelId id, std::string const& message,
                                        TimePoint now) {
  auto const most = static_cast<std::uint64_t>(limits::feedbacks_per_channel);
  auto query = connection.query(
      "INSERT INTO feedback (channel_id, message, sent_at) SELECT ?1, ?2, ?3 "
      "WHERE (SELECT count(*) FROM feedback WHERE channel_id = ?1) < ?4 "
      "AND EXISTS (SELECT 1 FROM channels WHERE id = ?1) RETURNING id");
  query.bind(id, message, now, most);
  if (!query.next()) return std::nullopt;
  Feedback feedback{static_cast<std::uint64_t>(query.integer(0)), id, message, now};
  query.run();
  return feedback;
}

}  // namespace shipvote::store
