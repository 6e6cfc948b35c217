#include "store/preset_records.h"

#include <string>

#include "foundation/limits.h"
#include "store/number_row.h"

namespace shipvote::store {

using voting::NewPreset;
using voting::Preset;
using voting::PresetId;
using voting::ShipRule;

namespace {

constexpr std::string_view select_preset =
    "SELECT id, channel_id, name, ships, nations, types, tier_from, tier_to, premium, not_won_in_last, draw, "
    "duration_seconds, visibility, ballots_may_change, created_at, updated_at FROM presets ";

std::string joined(std::vector<std::string> const& texts) {
  std::string all;
  for (auto const& text : texts) all += (all.empty() ? "" : ",") + text;
  return all;
}

std::vector<std::string> parted(std::string const& all) {
  std::vector<std::string> texts;
  for (std::size_t from = 0; from < all.size();) {
    auto const to = std::min(all.find(',', from), all.size());
    texts.push_back(all.substr(from, to - from));
    from = to + 1;
  }
  return texts;
}

std::vector<std::string> type_texts(std::vector<voting::ShipType> const& types) {
  std::vector<std::string> texts;
  texts.reserve(types.size());
  for (auto const type : types) texts.emplace_back(voting::ship_type_text(type));
  return texts;
}

[[noreturn]] void damaged(PresetId preset, std::string const& what) {
  throw StoreFailure("preset " + preset.text() + " is stored with a damaged " + what);
}

template <class Value>
Value understood(std::optional<Value> value, PresetId preset, char const* what) {
  if (!value) damaged(preset, what);
  return *value;
}

ShipRule read_rule(Query const& row, PresetId id) {
  ShipRule rule;
  rule.nations = parted(row.text(4));
  for (auto const& type : parted(row.text(5))) {
    rule.types.push_back(understood(voting::parse_ship_type(type), id, "type of ships"));
  }
  rule.tier_from = static_cast<int>(row.integer(6));
  rule.tier_to = static_cast<int>(row.integer(7));
  rule.premium = understood(voting::parse_premium_choice(row.text(8)), id, "choice of premium ships");
  rule.not_won_in_last = static_cast<std::uint32_t>(row.integer(9));
  if (auto const draw = row.integer_or_none(10)) rule.draw = static_cast<std::uint32_t>(*draw);
  return rule;
}

Preset read_preset_row(Query const& row) {
  Preset preset;
  preset.id = row.id<PresetId>(0);
  preset.channel = row.id<ChannelId>(1);
  preset.content.name = row.text(2);
  if (auto const bytes = row.bytes(3); !bytes.empty()) {
    std::vector<ShipId> ships;
    for (auto const number : understood(read_number_row(bytes), preset.id, "list of ships")) {
      ships.push_back(ShipId{number});
    }
    preset.content.ships = std::move(ships);
  } else {
    preset.content.ships = read_rule(row, preset.id);
  }
  if (auto const seconds = row.integer_or_none(11)) preset.content.duration = std::chrono::seconds{*seconds};
  preset.content.visibility = understood(voting::parse_result_visibility(row.text(12)), preset.id, "visibility");
  preset.content.ballots_may_change = row.integer(13) != 0;
  preset.created_at = row.time(14);
  preset.updated_at = row.time(15);
  return preset;
}

std::int64_t count(Connection& connection, std::string_view sql, ChannelId channel) {
  auto query = connection.query(sql);
  query.bind(channel);
  return query.next() ? query.integer(0) : 0;
}

// Another preset of the channel that has the name already.
std::optional<Refusal> refuse_name(Connection& connection, ChannelId channel, PresetId itself,
                                   std::string const& name) {
  auto query = connection.query("SELECT 1 FROM presets WHERE channel_id = ?1 AND name = ?2 AND id <> ?3");
  if (!query.bind(channel, name, itself).next()) return std::nullopt;
  return Refusal{RefusalCode::conflict, "There is a preset of this name already"}.with_field("name",
                                                                                             "is taken already");
}

// An id of 0: a new one. Gives back the row's id.
void write(Connection& connection, Preset const& preset) {
  auto const& content = preset.content;
  auto const* const list = std::get_if<std::vector<ShipId>>(&content.ships);
  auto const* const found_by = std::get_if<ShipRule>(&content.ships);
  ShipRule const rule = found_by == nullptr ? ShipRule{} : *found_by;
  std::optional<std::span<std::byte const>> ships;
  std::vector<std::byte> bytes;
  if (list != nullptr) {
    std::vector<std::uint32_t> numbers;
    for (ShipId const ship : *list) numbers.push_back(ship.value);
    write_number_row(numbers, bytes);
    ships = bytes;
  }
  std::optional<std::int64_t> duration;
  if (content.duration) duration = content.duration->count();
  connection
      .query(
          "INSERT INTO presets (id, channel_id, name, ships, nations, types, tier_from, tier_to, premium, "
          "not_won_in_last, draw, duration_seconds, visibility, ballots_may_change, created_at, updated_at) "
          "VALUES (nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
          "ON CONFLICT (id) DO UPDATE SET name = ?3, ships = ?4, nations = ?5, types = ?6, tier_from = ?7, "
          "tier_to = ?8, premium = ?9, not_won_in_last = ?10, draw = ?11, duration_seconds = ?12, visibility = ?13, "
          "ballots_may_change = ?14, updated_at = ?16")
      .bind(preset.id, preset.channel, content.name, ships, joined(rule.nations), joined(type_texts(rule.types)),
            rule.tier_from, rule.tier_to, voting::premium_choice_text(rule.premium), rule.not_won_in_last, rule.draw,
            duration, voting::result_visibility_text(content.visibility), content.ballots_may_change, preset.created_at,
            preset.updated_at)
      .run();
}

}  // namespace

std::vector<Preset> read_presets(Connection& connection, ChannelId channel) {
  static std::string const sql = std::string{select_preset} + "WHERE channel_id = ?1 ORDER BY name, id";
  std::vector<Preset> presets;
  auto query = connection.query(sql);
  query.bind(channel);
  while (query.next()) presets.push_back(read_preset_row(query));
  return presets;
}

Outcome<Preset> insert_preset(Connection& connection, ChannelId channel, NewPreset const& content, TimePoint now) {
  if (count(connection, "SELECT count(*) FROM channels WHERE id = ?1", channel) == 0) {
    return Refusal{RefusalCode::channel_not_found, "This channel has not been set up yet"};
  }
  if (count(connection, "SELECT count(*) FROM presets WHERE channel_id = ?1", channel) >=
      std::int64_t{limits::presets_per_channel}) {
    return Refusal{RefusalCode::limit_reached, "This channel has " + std::to_string(limits::presets_per_channel) +
                                                   " presets already; delete one first"};
  }
  if (auto refusal = refuse_name(connection, channel, {}, content.name)) return std::move(*refusal);
  Preset preset{{}, channel, content, now, now};
  write(connection, preset);
  preset.id = PresetId{static_cast<std::uint64_t>(connection.number("SELECT last_insert_rowid()"))};
  return preset;
}

Outcome<Preset> update_preset(Connection& connection, ChannelId channel, PresetId id, NewPreset const& content,
                              TimePoint now) {
  std::optional<TimePoint> created_at;
  {
    auto query = connection.query("SELECT created_at FROM presets WHERE channel_id = ?1 AND id = ?2");
    if (query.bind(channel, id).next()) created_at = query.time(0);
  }
  if (!created_at) return Refusal{RefusalCode::not_found, "There is no such preset on this channel"};
  if (auto refusal = refuse_name(connection, channel, id, content.name)) return std::move(*refusal);
  Preset preset{id, channel, content, *created_at, now};
  write(connection, preset);
  return preset;
}

bool erase_preset(Connection& connection, ChannelId channel, PresetId id) {
  connection.query("DELETE FROM presets WHERE channel_id = ?1 AND id = ?2").bind(channel, id).run();
  return connection.rows_changed() == 1;
}

}  // namespace shipvote::store
