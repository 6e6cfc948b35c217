// A streamer names the account once, and changes settings: what is told, and what stays when Wargaming cannot answer.
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <thread>
#include <vector>

#include "e2e/world_test.h"
#include "foundation/limits.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using sim::Fault;
using testing::HasSubstr;

struct SettingsSuite {};
class SettingsTest : public WorldTest<SettingsSuite> {
 protected:
  void TearDown() override { faults().clear(); }
  static sim::Faults& faults() { return world().simulator.wargaming_faults(); }

  static json::object account(std::string const& id, std::string const& name, std::string const& realm = "eu") {
    return {{"id", id}, {"wows_username", name}, {"wows_realm", realm}, {"ships", json::array{}}};
  }
  static Answer set_up(std::string const& id, json::object const& settings) {
    return api().post("/api/settings/channels", world().broadcaster(id), settings);
  }
  static Answer change(OwnChannel const& own, json::object const& settings) {
    return api().put(own.settings(), own.broadcaster, json::object{{"channel", settings}});
  }
  static json::value stored(OwnChannel const& own) { return api().get(own.settings(), own.broadcaster).data(); }

  static bool enabled(Answer const& answer, ShipId ship) {
    for (auto const& listed : answer.at("/data/ships").as_array()) {
      if (listed.at("id") == ship.value) return listed.at("enabled").as_bool();
    }
    throw std::runtime_error("ship " + ship.text() + " is not listed");
  }
};

TEST_F(SettingsTest, AnAccountIsFoundInAnyCaseAndToldAsWargamingSpellsIt) {
  auto const id = world().fresh_channel_id();
  auto const answer = set_up(id, account(id, "seacaptain"));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.header("location"), "/api/settings/channels/" + id);
  EXPECT_EQ(answer.string_at("/data/wows_username"), "SeaCaptain");
  EXPECT_EQ(answer.number_at("/data/wows_account_id"), 547'110'815U);
  EXPECT_EQ(answer.string_at("/data/wows_realm"), "eu");
  EXPECT_EQ(answer.string_at("/data/overlay_position"), "top_left");
  EXPECT_EQ(answer.at("/data/anonymous_may_vote"), false);
  EXPECT_EQ(answer.at("/data/recent_ships"), json::array{});
  EXPECT_EQ(std::to_string(answer.number_at("/data/id")), id);

  // The garage is that of the account, without what the encyclopedia does not know or nobody may vote for.
  std::set<std::uint64_t> of_account;
  for (auto const& known : world().simulator.wargaming().accounts()) {
    if (known.nickname != "SeaCaptain") continue;
    for (ShipId const ship : sim::garage_of(known, world().simulator.wargaming().fleet()))
      of_account.insert(ship.value);
  }
  auto const& ships = answer.at("/data/ships").as_array();
  EXPECT_GT(ships.size(), 100U);
  for (auto const& ship : ships) {
    EXPECT_TRUE(of_account.contains(ship.at("id").to_number<std::uint64_t>())) << ship;
    EXPECT_EQ(ship.at("enabled"), true);
    EXPECT_EQ(ship.at("votable"), true);
    EXPECT_LT(ship.at("id").to_number<std::uint64_t>(), 3'000'000'001U);
  }
  EXPECT_EQ(api().get("/api/channels/" + id).at("/data/ships"), answer.at("/data/ships"));
}

TEST_F(SettingsTest, AChannelThatExistsIsUpdated) {
  auto const own = world().set_up_channel("SeaCaptain");
  auto again = account(own.id, "LakeAdmiral", "na");
  again["overlay_position"] = "top_right";
  auto const answer = set_up(own.id, again);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.string_at("/data/wows_username"), "LakeAdmiral");
  EXPECT_EQ(answer.string_at("/data/wows_realm"), "na");
  EXPECT_EQ(answer.string_at("/data/overlay_position"), "top_right");
  EXPECT_NE(answer.at("/data/ships").as_array().size(), own.ships.size());
  EXPECT_EQ(answer.data(), stored(own));

  // The id as a number, as some clients send it; and nothing but what is named changes.
  auto const by_number = set_up(own.id, {{"id", std::stoll(own.id)}, {"anonymous_may_vote", true}});
  EXPECT_EQ(by_number.status, 200) << by_number.body;
  EXPECT_EQ(by_number.string_at("/data/wows_username"), "LakeAdmiral");
  EXPECT_EQ(by_number.at("/data/anonymous_may_vote"), true);
}

TEST_F(SettingsTest, EveryReasonWhyAnAccountCannotBeHadIsToldApart) {
  struct Case {
    char const* name;
    char const* realm;
    char const* answer;
    char const* words;
  };
  auto const id = world().fresh_channel_id();
  for (auto const& [name, realm, text, words] : {
           Case{"HiddenHarbour", "eu", "400 profile_hidden", "hidden"},
           Case{"NoSuchCaptain", "eu", "404 player_not_found", "no World of Warships player"},
           Case{"SeaCaptain", "na", "404 player_not_found", "realm na"},  // plays elsewhere
           Case{"NoBattlesYet", "eu", "404 player_not_found", "battle"},
           Case{"SeaCaptain", "ru", "422 invalid_settings", "eu, na, asia"},
           Case{"ab", "eu", "422 invalid_settings", "3 to 24"},
           Case{"with spaces", "eu", "422 invalid_settings", "3 to 24"},
           Case{"abcdefghijklmnopqrstuvwxy", "eu", "422 invalid_settings", "24"},
       }) {
    auto const answer = set_up(id, account(id, name, realm));
    EXPECT_EQ(answer.text(), text) << name << " on " << realm;
    EXPECT_THAT(answer.body, HasSubstr(words));
    EXPECT_FALSE(answer.string_at("/message").empty());
  }
  EXPECT_EQ(api().get("/api/channels/" + id).status, 404) << "a refused set-up must leave nothing behind";
}

TEST_F(SettingsTest, WhatIsMissingOrNotAllowedIsNamed) {
  auto const id = world().fresh_channel_id();
  auto const nothing = set_up(id, {{"id", id}});
  EXPECT_EQ(nothing.text(), "422 invalid_settings");
  EXPECT_EQ(nothing.string_at("/errors/wows_username/0"), "can't be blank");
  EXPECT_THAT(nothing.string_at("/errors/wows_realm/0"), HasSubstr("eu"));

  auto const own = world().set_up_channel();
  auto const before = stored(own);
  auto const several =
      change(own, {{"overlay_position", "bottom"}, {"anonymous_may_vote", "yes"}, {"wows_realm", "ru"}});
  EXPECT_EQ(several.text(), "422 invalid_settings");
  EXPECT_THAT(several.string_at("/errors/overlay_position/0"),
              HasSubstr("top_left, top_right, bottom_left, bottom_right"));
  EXPECT_THAT(several.string_at("/errors/anonymous_may_vote/0"), HasSubstr("true or false"));
  EXPECT_THAT(several.string_at("/errors/wows_realm/0"), HasSubstr("eu, na, asia"));
  EXPECT_EQ(change(own, {{"wows_username", 7}}).text(), "422 invalid_settings");
  EXPECT_EQ(api().put(own.settings(), own.broadcaster, {{"settings", {}}}).string_at("/errors/channel/0"),
            "must be an object");
  EXPECT_EQ(stored(own), before);

  EXPECT_EQ(set_up(own.id, {{"wows_username", "SeaCaptain"}}).text(), "400 invalid_request");
  EXPECT_EQ(set_up(own.id, {{"id", "0"}}).text(), "400 invalid_request");
}

TEST_F(SettingsTest, EverySettingHasItsUsualValueIsKeptAndIsShownToThoseWhoNeedIt) {
  auto const own = world().set_up_channel();
  json::object const usual{{"overlay_position", "top_left"}, {"anonymous_may_vote", false},
                           {"only_in_game", true},           {"language", "auto"},
                           {"show_result_seconds", 15},      {"latency_hold", false}};
  json::object const usual_private{{"chat_result", false}, {"moderators_may_control", false}};
  json::object const other{{"overlay_position", "bottom_right"},
                           {"anonymous_may_vote", true},
                           {"only_in_game", false},
                           {"language", "zh-TW"},
                           {"show_result_seconds", 60},
                           {"latency_hold", true}};
  json::object const other_private{{"chat_result", true}, {"moderators_may_control", true}};
  auto const expect = [](json::value const& told, json::object const& expected) {
    for (auto const& [name, value] : expected) EXPECT_EQ(told.at(name), value) << name;
  };
  expect(stored(own), usual);
  expect(stored(own), usual_private);
  expect(api().get(own.path()).data(), usual);

  auto all = other;
  for (auto const& [name, value] : other_private) all[name] = value;
  expect(change(own, all).data(), all);
  expect(api().get(own.path()).data(), other);
  for (char const* const secret : {"chat_result", "moderators_may_control", "live_key", "wows_username"}) {
    EXPECT_FALSE(api().get(own.path()).data().as_object().contains(secret)) << secret;
  }
  auto const before = stored(own);
  world().web.restart();
  EXPECT_EQ(stored(own), before);
  // What is not named stays.
  expect(change(own, {{"language", "de"}}).data(), {{"language", "de"}});
  EXPECT_EQ(stored(own).at("latency_hold"), true);
  // Each corner there is.
  for (char const* const corner : {"top_left", "top_right", "bottom_left", "bottom_right"}) {
    EXPECT_EQ(change(own, {{"overlay_position", corner}}).string_at("/data/overlay_position"), corner);
    EXPECT_EQ(api().get(own.path()).string_at("/data/overlay_position"), corner);
  }
}

TEST_F(SettingsTest, NoSettingTakesWhatIsNotAllowed) {
  auto const own = world().set_up_channel();
  auto const before = stored(own);
  struct Case {
    char const* name;
    json::value value;
    char const* words;
  };
  for (auto const& [name, value, words] : {
           Case{"show_result_seconds", 4, "from 5 to 60"},
           Case{"show_result_seconds", 61, "from 5 to 60"},
           Case{"show_result_seconds", "15", "from 5 to 60"},
           Case{"show_result_seconds", 7.5, "from 5 to 60"},
           Case{"language", "it", "auto, en, de, fr, es, pl, ja, ko, zh-TW"},
           Case{"language", "DE", "auto, en, de, fr, es, pl, ja, ko, zh-TW"},
           Case{"language", 1, "must be a text"},
           Case{"only_in_game", "true", "true or false"},
           Case{"latency_hold", 1, "true or false"},
           Case{"chat_result", 0, "true or false"},
           Case{"moderators_may_control", "", "true or false"},
           Case{"overlay_position", "top", "bottom_right"},
       }) {
    auto const answer = change(own, {{name, value}});
    EXPECT_EQ(answer.text(), "422 invalid_settings") << name << " " << value;
    EXPECT_THAT(answer.string_at(std::string{"/errors/"} + name + "/0"), HasSubstr(words));
  }
  EXPECT_EQ(stored(own), before);
}

TEST_F(SettingsTest, AnOutageIsToldAndEmptiesNothing) {
  auto const own = world().set_up_channel("SeaCaptain");
  auto const before = stored(own);
  auto const public_before = api().get(own.path()).body;
  struct Case {
    Fault fault;
    char const* answer;
    char const* words;
  };
  for (auto const& [fault, text, words] : {
           Case{Fault::unavailable, "503 wargaming_unavailable", "does not answer"},
           Case{Fault::rate_limited, "503 wargaming_limit", "Too many requests"},
           Case{Fault::server_error, "503 wargaming_unavailable", "does not answer"},
           Case{Fault::unauthorized, "503 wargaming_unavailable", "operator"},
       }) {
    faults().set(fault, 0, 1);
    auto const answer = change(own, {{"wows_username", "FreshRecruit"}, {"overlay_position", "top_right"}});
    EXPECT_EQ(answer.text(), text) << sim::fault_text(fault);
    EXPECT_THAT(answer.string_at("/message"), HasSubstr(words));
    EXPECT_FALSE(answer.header("retry-after").empty());
    faults().clear();
    EXPECT_EQ(stored(own), before) << sim::fault_text(fault);
    EXPECT_EQ(api().get(own.path()).body, public_before);
  }
  // So does a profile that has been hidden meanwhile.
  EXPECT_EQ(change(own, {{"wows_username", "HiddenHarbour"}}).text(), "400 profile_hidden");
  EXPECT_EQ(stored(own), before);
  // What needs no look-up works during an outage, too.
  faults().set(Fault::unavailable, 0, 1);
  EXPECT_EQ(change(own, {{"overlay_position", "top_right"}}).string_at("/data/overlay_position"), "top_right");
}

// The server gives Wargaming ten seconds; everybody else is served meanwhile, and whoever changes what has nothing to
// do with Wargaming, however many ask for accounts.
TEST_F(SettingsTest, AWargamingThatHangsIsGivenUpAndHoldsNobodyElseUp) {
  auto const own = world().set_up_channel();
  auto const other = world().set_up_channel();
  auto const before = stored(own);
  faults().set(Fault::time_out, 0, 1);
  constexpr std::size_t askers = 2;  // as many as the server has wait for Wargaming
  std::array<Answer, askers> answers;
  std::atomic<std::size_t> answered{0};
  std::vector<std::thread> asking;
  for (Answer& answer : answers) {
    asking.emplace_back([&] {
      answer = change(own, {{"wows_username", "SeaCaptain"}});
      ++answered;
    });
  }
  EXPECT_TRUE(eventually([] { return faults().rules()[static_cast<std::size_t>(Fault::time_out)].given >= askers; }));
  auto const vote = world().open_vote(own);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).status, 200);
  EXPECT_EQ(world().close_vote(own, vote).status, 200);
  auto const changed = api().patch(other.settings(), other.broadcaster,
                                   json::object{{"channel", {{"overlay_position", "bottom_left"}}}});
  EXPECT_EQ(changed.string_at("/data/overlay_position"), "bottom_left");
  EXPECT_EQ(answered, 0U) << "it waited for Wargaming";
  for (auto& thread : asking) thread.join();
  for (auto const& answer : answers) EXPECT_EQ(answer.text(), "503 wargaming_unavailable");
  EXPECT_EQ(stored(own).at("ships"), before.at("ships"));
  EXPECT_EQ(stored(own).at("wows_username"), before.at("wows_username"));
}

// One that has a moment of weakness is asked again, and the streamer notices nothing.
TEST_F(SettingsTest, AShortOutageIsWaitedOut) {
  faults().set(Fault::unavailable, 1);
  auto const id = world().fresh_channel_id();
  EXPECT_EQ(set_up(id, account(id, "FreshRecruit")).status, 201);
}

TEST_F(SettingsTest, ShipsAreEnabledAndDisabledAndStaySo) {
  auto const own = world().set_up_channel("SeaCaptain");
  auto const ship = own.ships.at(1);
  auto const path = own.settings() + "/ships/" + ship.text() + "/enabled";
  EXPECT_EQ(api().put(path, own.broadcaster, {{"enabled", false}}).body, R"({"ok":true})");
  EXPECT_FALSE(enabled(api().get(own.path()), ship));
  EXPECT_FALSE(enabled(api().get(own.settings(), own.broadcaster), ship));
  EXPECT_TRUE(enabled(api().get(own.path()), own.ships.at(2)));

  // The account again: the streamer's choice outlives the refresh, a restart as well.
  EXPECT_EQ(change(own, {{"wows_username", "SeaCaptain"}, {"wows_realm", "eu"}}).status, 200);
  world().web.restart();
  EXPECT_FALSE(enabled(api().get(own.path()), ship));
  EXPECT_EQ(api().put(path, own.broadcaster, {{"enabled", true}}).status, 200);
  EXPECT_TRUE(enabled(api().get(own.path()), ship));

  EXPECT_EQ(api().put(path, own.broadcaster, {{"enabled", "no"}}).string_at("/errors/enabled/0"),
            "must be true or false");
  EXPECT_EQ(api().put(path, own.broadcaster, json::object{}).string_at("/errors/enabled/0"), "can't be blank");
  auto const elsewhere = own.settings() + "/ships/4294967295/enabled";
  EXPECT_EQ(api().put(elsewhere, own.broadcaster, {{"enabled", false}}).text(), "404 not_found");
}

TEST_F(SettingsTest, RecentShipsAreThoseOfTheNewestVote) {
  auto const own = world().set_up_channel();
  auto const first = world().open_vote(own, {{"ships", ids({own.ships.at(0)})}});
  EXPECT_EQ(stored(own).at("recent_ships"), ids({own.ships.at(0)}));
  EXPECT_EQ(world().close_vote(own, first).status, 200);
  world().open_vote(own, {{"ships", ids({own.ships.at(1), own.ships.at(0)})}});
  EXPECT_EQ(stored(own).at("recent_ships"), ids({own.ships.at(1), own.ships.at(0)}));
}

TEST_F(SettingsTest, DeletingAChannelClosesItsVoteAndForgetsItsSettings) {
  auto const own = world().set_up_channel();
  auto const vote = world().open_vote(own);
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 1), own.ships.front()).status, 200);
  auto const gone = api().remove(own.settings(), own.broadcaster);
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");

  EXPECT_EQ(api().get(own.path()).text(), "404 not_found");
  EXPECT_EQ(api().get(own.settings(), own.broadcaster).text(), "404 channel_not_found");
  EXPECT_EQ(world().cast(own, vote, world().viewer(own.id, 2), own.ships.front()).text(), "400 vote_closed");
  EXPECT_EQ(api().get(own.votes() + "?status=open").data(), json::array{});
  auto const last = world().show(own, vote);
  EXPECT_EQ(last.string_at("/data/status"), "closed");
  EXPECT_EQ(last.string_at("/data/close_reason"), "channel_deleted");
  EXPECT_EQ(last.number_at("/data/winner/ship_id"), own.ships.front().value);

  EXPECT_EQ(api().remove(own.settings(), own.broadcaster).status, 204);
  EXPECT_EQ(set_up(own.id, account(own.id, "FreshRecruit")).status, 201);
}

TEST_F(SettingsTest, AVoteOpenedWhileItsChannelIsDeletedDoesNotStayOpen) {
  for (int attempt = 0; attempt < 15; ++attempt) {
    auto const own = world().set_up_channel();
    std::thread opening{[&] { (void)api().post(own.votes(), own.broadcaster, new_vote(own.ships)); }};
    EXPECT_EQ(api().remove(own.settings(), own.broadcaster).status, 204);
    opening.join();
    EXPECT_EQ(api().get(own.votes() + "?status=open").data(), json::array{});
  }
}

TEST_F(SettingsTest, FeedbackIsKeptAndBlankFeedbackIsNot) {
  auto const own = world().set_up_channel();
  auto const give = [&own](json::value const& body) {
    return api().post(own.settings() + "/feedback", own.broadcaster, body);
  };
  auto const message = [](std::string const& text) { return json::object{{"feedback", {{"message", text}}}}; };
  auto const given = give(message("The overlay covers the minimap. Größe!"));
  EXPECT_EQ(given.status, 201);
  EXPECT_EQ(given.string_at("/data/message"), "The overlay covers the minimap. Größe!");
  EXPECT_GE(given.number_at("/data/id"), 1U);
  EXPECT_GT(give(message("More.")).number_at("/data/id"), given.number_at("/data/id"));

  for (auto const& blank : {message(""), message(" \n\t"), json::object{{"feedback", json::object{}}}}) {
    auto const answer = give(blank);
    EXPECT_EQ(answer.text(), "422 invalid_settings") << json::serialize(blank);
    EXPECT_EQ(answer.at("/errors/message"), json::array{"can't be blank"});
  }
  EXPECT_EQ(give(message(std::string(4'001, 'x'))).text(), "422 invalid_settings");
  EXPECT_EQ(give(message(std::string(4'000, 'x'))).status, 201);
  EXPECT_EQ(give(json::object{{"message", "x"}}).string_at("/errors/feedback/0"), "must be an object");
}

// Who is told "busy" would try again in vain.
TEST_F(SettingsTest, TooMuchFeedbackIsToldAsWhatItIs) {
  auto const own = world().set_up_channel();
  json::object const body{{"feedback", {{"message", "Still not."}}}};
  for (std::size_t number = 0; number < limits::feedbacks_per_channel; ++number) {
    ASSERT_EQ(api().post(own.settings() + "/feedback", own.broadcaster, body).status, 201) << number;
  }
  auto const answer = api().post(own.settings() + "/feedback", own.broadcaster, body);
  EXPECT_EQ(answer.text(), "409 limit_reached");
  EXPECT_THAT(answer.string_at("/message"), HasSubstr("whoever runs this server"));
  EXPECT_TRUE(answer.header("retry-after").empty());
}

}  // namespace
}  // namespace shipvote::e2e
