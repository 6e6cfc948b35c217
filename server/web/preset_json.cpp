#include "web/preset_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

#include "foundation/limits.h"
#include "foundation/text.h"

namespace shipvote::web {

namespace json = boost::json;
using voting::NewPreset;
using voting::ShipRule;

namespace {

json::value rule_json(ShipRule const& rule) {
  json::array types;
  for (auto const type : rule.types) types.emplace_back(voting::ship_type_text(type));
  json::array nations;
  for (auto const& nation : rule.nations) nations.emplace_back(nation);
  return {{"nations", std::move(nations)},
          {"types", std::move(types)},
          {"tier_from", rule.tier_from},
          {"tier_to", rule.tier_to},
          {"premium", voting::premium_choice_text(rule.premium)},
          {"not_won_in_last", rule.not_won_in_last},
          {"draw", rule.draw ? json::value(*rule.draw) : json::value(nullptr)}};
}

std::string read_name(Form& form) {
  std::string name{trimmed(form.text("name", 4 * limits::preset_name_characters).value_or(""))};
  bool const control = std::any_of(name.begin(), name.end(), [](char byte) { return byte >= 0 && byte < ' '; });
  if (form.ok() && (name.empty() || characters(name) > limits::preset_name_characters || control)) {
    form.note("name", "must be 1 to " + std::to_string(limits::preset_name_characters) + " characters in one line");
  }
  return name;
}

// The texts of a list, each one once.
std::vector<std::string> read_texts(Form& form, std::string_view key, std::size_t most) {
  std::vector<std::string> texts;
  auto const* const list = form.list(key);
  if (list == nullptr) return texts;
  for (json::value const& entry : *list) {
    if (!entry.is_string() || list->size() > most) {
      form.note(key, "must be at most " + std::to_string(most) + " texts");
      return {};
    }
    std::string text{entry.get_string()};
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
  }
  return texts;
}

bool is_nation(std::string const& code) {
  auto const allowed = [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; };
  return !code.empty() && code.size() <= limits::nation_bytes && std::all_of(code.begin(), code.end(), allowed);
}

void read_nations_and_types(Form& form, ShipRule& rule) {
  rule.nations = read_texts(form, "nations", limits::nations_per_rule);
  if (!std::all_of(rule.nations.begin(), rule.nations.end(), is_nation)) {
    form.note("nations", "must be codes of nations such as japan or pan_asia");
  }
  for (auto const& text : read_texts(form, "types", 16)) {
    auto const type = voting::parse_ship_type(text);
    if (!type) {
      form.note("types", "must be of Destroyer, Cruiser, Battleship, AirCarrier, Submarine");
      return;
    }
    rule.types.push_back(*type);
  }
}

ShipRule read_rule_fields(Form& form) {
  ShipRule rule;
  read_nations_and_types(form, rule);
  auto const tier = [&form](char const* key, int fallback) {
    return static_cast<int>(form.number(key, 1, limits::highest_tier).value_or(fallback));
  };
  rule.tier_from = tier("tier_from", rule.tier_from);
  rule.tier_to = tier("tier_to", rule.tier_to);
  if (rule.tier_from > rule.tier_to) form.note("tier_to", "must not be below tier_from");
  if (auto const premium = form.text("premium", 16)) {
    auto const choice = voting::parse_premium_choice(*premium);
    if (!choice) form.note("premium", "must be one of any, only, without");
    rule.premium = choice.value_or(rule.premium);
  }
  rule.not_won_in_last =
      static_cast<std::uint32_t>(form.number("not_won_in_last", 0, limits::votes_looked_back).value_or(0));
  if (auto const draw = form.number("draw", 1, limits::ships_per_vote)) rule.draw = static_cast<std::uint32_t>(*draw);
  return rule;
}

json::object const* object_at(json::object const& body, char const* key) {
  auto const* const value = body.if_contains(key);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

// The rule below that key; wrong fields of it are noted under "rule.<field>".
ShipRule read_rule(Form& form, json::object const& body) {
  auto const* const inner = object_at(body, "rule");
  if (inner == nullptr) {
    form.note("rule", "must be an object");
    return {};
  }
  Form rule_form{*inner};
  auto rule = read_rule_fields(rule_form);
  if (!rule_form.ok()) {
    for (FieldError const& error : rule_form.refusal(RefusalCode::invalid_request).fields) {
      form.note("rule." + error.field, error.message);
    }
  }
  return rule;
}

}  // namespace

json::object preset_json(voting::Preset const& preset) {
  auto const& content = preset.content;
  json::object body{{"id", preset.id.value}, {"name", content.name}, {"ships", nullptr}, {"rule", nullptr}};
  if (auto const* const rule = std::get_if<ShipRule>(&content.ships)) body["rule"] = rule_json(*rule);
  if (auto const* const ships = std::get_if<std::vector<ShipId>>(&content.ships)) {
    json::array ids;
    for (ShipId const ship : *ships) ids.emplace_back(ship.value);
    body["ships"] = std::move(ids);
  }
  body["duration_seconds"] = content.duration ? json::value(content.duration->count()) : json::value(nullptr);
  body["visibility"] = voting::result_visibility_text(content.visibility);
  body["change_allowed"] = content.ballots_may_change;
  body["created_at"] = iso8601(preset.created_at);
  body["updated_at"] = iso8601(preset.updated_at);
  return body;
}

std::vector<ShipId> read_ships(Form& form, std::string_view key, std::size_t most) {
  std::vector<ShipId> ships;
  auto const* const list = form.list(key);
  if (list == nullptr) return ships;
  if (list->size() > most) {
    form.note(key, "must name at most " + std::to_string(most) + " ships");
    return ships;
  }
  for (json::value const& entry : *list) {
    boost::system::error_code error;
    auto const id = entry.is_number() ? entry.to_number<std::uint64_t>(error) : 0;
    if (error || id == 0 || id > ShipId::max) {
      form.note(key, "must be ship ids: whole numbers from 1 to " + std::to_string(ShipId::max));
      return {};
    }
    ships.push_back(ShipId{static_cast<std::uint32_t>(id)});
  }
  return ships;
}

Outcome<NewPreset> read_preset(json::object const& body) {
  Form form{body};
  NewPreset preset;
  preset.name = read_name(form);
  bool const has_rule = form.given("rule");
  if (has_rule == form.given("ships")) {
    form.note("ships", "must be given, or else a rule, and not both");
  } else if (has_rule) {
    preset.ships = read_rule(form, body);
  } else {
    auto ships = read_ships(form, "ships", limits::ships_per_vote);
    std::vector<ShipId> distinct = ships;
    std::sort(distinct.begin(), distinct.end());
    if (std::adjacent_find(distinct.begin(), distinct.end()) != distinct.end()) form.note("ships", "name a ship twice");
    if (form.ok() && ships.empty()) form.note("ships", "must name at least one ship");
    preset.ships = std::move(ships);
  }
  if (auto const seconds =
          form.number("duration_seconds", limits::shortest_vote_duration.count(), limits::longest_vote.count())) {
    preset.duration = std::chrono::seconds{*seconds};
  }
  if (auto const visibility = form.text("visibility", 32)) {
    auto const known = voting::parse_result_visibility(*visibility);
    if (!known) form.note("visibility", "must be one of live, after_ballot, after_close");
    preset.visibility = known.value_or(preset.visibility);
  }
  preset.ballots_may_change = form.flag("change_allowed").value_or(false);
  if (!form.ok()) return form.refusal(RefusalCode::invalid_request);
  return preset;
}

Outcome<DrawQuestion> read_draw(json::object const& body) {
  Form form{body};
  DrawQuestion question;
  question.rule = read_rule(form, body);
  question.excluded = read_ships(form, "exclude", limits::ships_per_garage);
  if (!form.ok()) return form.refusal(RefusalCode::invalid_request);
  return question;
}

}  // namespace shipvote::web
