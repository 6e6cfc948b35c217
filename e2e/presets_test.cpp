// Presets, and the ships that a rule gives.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "e2e/world_test.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

struct PresetsSuite {};
class PresetsTest : public WorldTest<PresetsSuite> {
 protected:
  static std::string presets(OwnChannel const& own) { return own.path() + "/presets"; }
  static Answer add(OwnChannel const& own, json::value const& body) {
    return api().post(presets(own), own.broadcaster, body);
  }
  static Answer draw(OwnChannel const& own, json::object const& rule, json::array const& exclude = {}) {
    return api().post(own.path() + "/draw", own.broadcaster, json::object{{"rule", rule}, {"exclude", exclude}});
  }
  static json::object rule_preset(std::string const& name) {
    return {{"name", name},
            {"rule",
             {{"nations", {"japan", "pan_asia"}},
              {"types", {"Cruiser"}},
              {"tier_from", 8},
              {"tier_to", 10},
              {"premium", "without"},
              {"not_won_in_last", 5},
              {"draw", 3}}},
            {"duration_seconds", 180},
            {"visibility", "after_ballot"},
            {"change_allowed", true}};
  }
  static std::set<std::uint64_t> set_of(json::value const& list) {
    std::set<std::uint64_t> ids;
    for (auto const& id : list.as_array()) ids.insert(id.to_number<std::uint64_t>());
    return ids;
  }
};

TEST_F(PresetsTest, ArePutListedChangedAndDeleted) {
  auto const own = world().set_up_channel();
  EXPECT_EQ(api().get(presets(own), own.broadcaster).data(), json::array{});
  auto const rule = add(own, rule_preset("  Cruisers of the East "));
  ASSERT_EQ(rule.status, 201) << rule.body;
  EXPECT_EQ(rule.header("location"), presets(own) + "/" + std::to_string(rule.number_at("/data/id")));
  EXPECT_EQ(rule.string_at("/data/name"), "Cruisers of the East");
  EXPECT_EQ(rule.at("/data/rule"), rule_preset("")["rule"]);
  EXPECT_TRUE(rule.at("/data/ships").is_null());
  EXPECT_EQ(rule.at("/data/duration_seconds"), 180);
  EXPECT_EQ(rule.at("/data/change_allowed"), true);
  auto const list = add(own, json::object{{"name", "a Ärmel"}, {"ships", ids(own.ships)}});
  ASSERT_EQ(list.status, 201) << list.body;
  EXPECT_EQ(list.at("/data/ships"), ids(own.ships));
  EXPECT_TRUE(list.at("/data/rule").is_null());
  EXPECT_TRUE(list.at("/data/duration_seconds").is_null());
  EXPECT_EQ(list.string_at("/data/visibility"), "live");
  world().web.restart();
  EXPECT_EQ(api().get(presets(own), own.broadcaster).data(), (json::array{list.data(), rule.data()}));

  auto const path = presets(own) + "/" + std::to_string(rule.number_at("/data/id"));
  auto const changed = api().put(path, own.broadcaster, json::object{{"name", "Anything"}, {"rule", json::object{}}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.at("/data/id"), rule.at("/data/id"));
  EXPECT_EQ(changed.at("/data/rule/tier_to"), 11);
  EXPECT_TRUE(changed.at("/data/rule/draw").is_null());
  EXPECT_EQ(api().remove(path, own.broadcaster).status, 204);
  EXPECT_EQ(api().remove(path, own.broadcaster).status, 204);
  EXPECT_EQ(api().put(path, own.broadcaster, rule_preset("Gone")).text(), "404 not_found");
  EXPECT_EQ(api().get(presets(own), own.broadcaster).data(), json::array{list.data()});
}

TEST_F(PresetsTest, WhatIsWrongIsNamed) {
  auto const own = world().set_up_channel();
  auto const with_rule = [](json::object const& rule) { return json::object{{"name", "x"}, {"rule", rule}}; };
  struct Case {
    json::value body;
    char const* field;
    char const* words;
  };
  json::array const one{own.ships.front().value};
  for (auto const& [body, field, words] : {
           Case{json::object{{"rule", json::object{}}}, "name", "1 to 60"},
           Case{json::object{{"name", " \t"}, {"ships", one}}, "name", "1 to 60"},
           Case{json::object{{"name", std::string(61, 'x')}, {"ships", one}}, "name", "1 to 60"},
           Case{json::object{{"name", "two\nlines"}, {"ships", one}}, "name", "one line"},
           Case{json::object{{"name", "x"}}, "ships", "or else a rule"},
           Case{json::object{{"name", "x"}, {"ships", one}, {"rule", json::object{}}}, "ships", "not both"},
           Case{json::object{{"name", "x"}, {"ships", json::array{}}}, "ships", "at least one"},
           Case{json::object{{"name", "x"}, {"ships", {7, 7}}}, "ships", "twice"},
           Case{json::object{{"name", "x"}, {"ships", {"Yamato"}}}, "ships", "whole numbers"},
           Case{json::object{{"name", "x"}, {"rule", "any"}}, "rule", "must be an object"},
           Case{with_rule({{"tier_from", 0}}), "rule.tier_from", "from 1 to 11"},
           Case{with_rule({{"tier_from", 9}, {"tier_to", 8}}), "rule.tier_to", "below tier_from"},
           Case{with_rule({{"types", {"Boat"}}}), "rule.types", "AirCarrier"},
           Case{with_rule({{"nations", {"Japan!"}}}), "rule.nations", "pan_asia"},
           Case{with_rule({{"premium", "no"}}), "rule.premium", "without"},
           Case{with_rule({{"not_won_in_last", 51}}), "rule.not_won_in_last", "from 0 to 50"},
           Case{with_rule({{"draw", 0}}), "rule.draw", "from 1 to 1000"},
           Case{json::object{{"name", "x"}, {"ships", one}, {"duration_seconds", 9}}, "duration_seconds", "from 10"},
           Case{json::object{{"name", "x"}, {"ships", one}, {"duration_seconds", 86'401}}, "duration_seconds", "86400"},
           Case{json::object{{"name", "x"}, {"ships", one}, {"visibility", "x"}}, "visibility", "after_close"},
       }) {
    auto const answer = add(own, body);
    EXPECT_EQ(answer.text(), "400 invalid_request") << json::serialize(body);
    EXPECT_THAT(json::serialize(answer.at("/errors").at(field)), HasSubstr(words)) << json::serialize(body);
  }
  std::string sixty;
  for (int count = 0; count < 60; ++count) sixty += "ß";
  EXPECT_EQ(add(own, json::object{{"name", sixty}, {"ships", one}}).status, 201);
  EXPECT_EQ(add(own, rule_preset("Evening")).status, 201);
  auto const taken = add(own, rule_preset("EVENING"));
  EXPECT_EQ(taken.text(), "409 conflict");
  EXPECT_THAT(taken.string_at("/errors/name/0"), HasSubstr("taken"));
}

TEST_F(PresetsTest, AreNobodyElses) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const preset = add(own, rule_preset("Mine")).number_at("/data/id");
  auto const viewer = world().viewer(own.id, 1);
  for (auto const& token : {viewer, other.broadcaster, std::string{}}) {
    EXPECT_EQ(api().get(presets(own), token).text(), "401 unauthorized");
    EXPECT_EQ(api().post(presets(own), token, rule_preset("x")).text(), "401 unauthorized");
    EXPECT_EQ(api().post(own.path() + "/draw", token, json::object{{"rule", json::object{}}}).text(),
              "401 unauthorized");
  }
  auto const path = presets(other) + "/" + std::to_string(preset);
  EXPECT_EQ(api().put(path, other.broadcaster, rule_preset("Theirs")).text(), "404 not_found");
  EXPECT_EQ(api().remove(path, other.broadcaster).status, 204);
  EXPECT_EQ(api().get(presets(own), own.broadcaster).data().as_array().size(), 1U);
  auto const fresh = world().fresh_channel_id();
  EXPECT_EQ(api().post("/api/channels/" + fresh + "/presets", world().broadcaster(fresh), rule_preset("x")).text(),
            "404 channel_not_found");
}

TEST_F(PresetsTest, ARuleGivesShipsOfTheGarage) {
  auto const own = world().set_up_channel();
  auto const all = draw(own, {});
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(set_of(all.at("/data/ships")), set_of(json::value(ids(own.ships))));
  EXPECT_EQ(all.at("/data/ships"), all.at("/data/candidates"));

  auto const two = draw(own, {{"draw", 2}});
  EXPECT_EQ(set_of(two.at("/data/ships")).size(), 2U);
  EXPECT_EQ(two.at("/data/candidates"), all.at("/data/candidates"));

  auto const vetoed = own.ships.front().value;
  auto const without = draw(own, {{"draw", 1'000}}, json::array{vetoed});
  EXPECT_FALSE(set_of(without.at("/data/ships")).contains(vetoed));
  EXPECT_FALSE(set_of(without.at("/data/candidates")).contains(vetoed));
  EXPECT_EQ(set_of(without.at("/data/ships")).size(), own.ships.size() - 1);

  auto const disabled = own.settings() + "/ships/" + own.ships.at(1).text() + "/enabled";
  EXPECT_EQ(api().put(disabled, own.broadcaster, json::object{{"enabled", false}}).status, 200);
  EXPECT_FALSE(set_of(draw(own, {}).at("/data/ships")).contains(own.ships.at(1).value));

  auto const none = draw(own, {{"nations", {"atlantis"}}});
  EXPECT_EQ(none.text(), "409 conflict");
  EXPECT_THAT(none.string_at("/message"), HasSubstr("No ship"));
  EXPECT_EQ(draw(own, {{"draw", 0}}).text(), "400 invalid_request");
  // What is drawn can be put to the vote as it is.
  EXPECT_EQ(api().post(own.votes(), own.broadcaster, json::object{{"vote", {{"ships", two.at("/data/ships")}}}}).status,
            200);
}

TEST_F(PresetsTest, ARuleLeavesOutWhatWonLately) {
  auto const own = world().set_up_channel();
  auto const winner = own.ships.front().value;
  auto const play = [&](std::size_t ship) {
    auto const vote = world().open_vote(own);
    EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.at(ship)).status, 200);
    EXPECT_EQ(world().close_vote(own, vote).status, 200);
  };
  play(0);
  auto const given = [&](int votes) { return set_of(draw(own, {{"not_won_in_last", votes}}).at("/data/ships")); };
  EXPECT_TRUE(given(0).contains(winner));
  EXPECT_FALSE(given(1).contains(winner));
  play(1);
  EXPECT_TRUE(given(1).contains(winner));
  EXPECT_FALSE(given(2).contains(winner));
  EXPECT_FALSE(given(50).contains(own.ships.at(1).value));
}

}  // namespace
}  // namespace shipvote::e2e
