// A streamer's account and ships: looked up before anything is stored, fetched anew, named by hand, chosen among.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "e2e/world_test.h"

namespace shipvote::e2e {
namespace {

namespace json = boost::json;
using sim::Fault;

struct GarageSuite {};
class GarageTest : public WorldTest<GarageSuite> {
 protected:
  void TearDown() override { world().simulator.wargaming_faults().clear(); }

  static std::string settings(std::string const& channel) { return "/api/settings/channels/" + channel; }
  static Answer find(std::string const& channel, std::string const& query) {
    return api().get(settings(channel) + "/account?" + query, world().broadcaster(channel));
  }
  static Answer name_ships(std::string const& channel, std::string const& account, json::array ships) {
    json::object const body{{"wows_username", account}, {"wows_realm", "eu"}, {"ships", std::move(ships)}};
    return api().put(settings(channel) + "/garage", world().broadcaster(channel), body);
  }
  static Answer enable(OwnChannel const& own, json::array ships, bool enabled) {
    return api().put(own.settings() + "/ships/enabled", own.broadcaster,
                     json::object{{"ships", std::move(ships)}, {"enabled", enabled}});
  }
  static std::size_t enabled_ships(OwnChannel const& own) {
    auto const answer = api().get(own.path());
    auto const& ships = answer.at("/data/ships").as_array();
    return static_cast<std::size_t>(
        std::count_if(ships.begin(), ships.end(), [](auto const& ship) { return ship.at("enabled").as_bool(); }));
  }
};

TEST_F(GarageTest, AnAccountIsLookedUpAndNothingIsStored) {
  auto const channel = world().fresh_channel_id();
  auto const found = find(channel, "wows_username=freshrecruit&wows_realm=eu");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.string_at("/data/wows_username"), "FreshRecruit");
  EXPECT_EQ(found.number_at("/data/ships"), 6U);
  EXPECT_EQ(found.at("/data/hidden"), false);
  auto const own = world().set_up_channel("SeaCaptain");
  auto const promised = find(own.id, "wows_username=SeaCaptain&wows_realm=eu");
  EXPECT_EQ(promised.number_at("/data/ships"), own.ships.size()) << "not those that nobody can vote for";
  auto const hidden = find(channel, "wows_username=HiddenHarbour&wows_realm=eu");
  EXPECT_EQ(hidden.at("/data/hidden"), true) << hidden.body;
  EXPECT_EQ(hidden.number_at("/data/ships"), 0U);
  EXPECT_EQ(find(channel, "wows_username=Nobody_Has_This&wows_realm=eu").text(), "404 player_not_found");
  EXPECT_EQ(find(channel, "wows_username=FreshRecruit&wows_realm=ru").text(), "422 invalid_settings");
  EXPECT_EQ(find(channel, "wows_username=FreshRecruit").text(), "422 invalid_settings");
  EXPECT_EQ(api().get(settings(channel), world().broadcaster(channel)).text(), "404 channel_not_found");
}

TEST_F(GarageTest, AnOutageIsToldAndKeepsTheShips) {
  auto const own = world().set_up_channel();
  world().simulator.wargaming_faults().set(Fault::unavailable, 20);
  EXPECT_EQ(find(own.id, "wows_username=SeaCaptain&wows_realm=eu").status, 503);
  EXPECT_EQ(enabled_ships(own), own.ships.size());
  // Fetched a moment ago: nobody is asked.
  auto const refreshed = api().post(own.settings() + "/garage/refresh", own.broadcaster, json::object{});
  EXPECT_EQ(refreshed.status, 200) << refreshed.body;
  EXPECT_EQ(refreshed.at("/data/ships").as_array().size(), own.ships.size());
}

TEST_F(GarageTest, ShipsOfAHiddenAccountAreNamedByHand) {
  auto const other = world().set_up_channel();
  auto const channel = world().fresh_channel_id();
  auto const named = name_ships(channel, "hiddenharbour", ids({other.ships[0], other.ships[1], other.ships[0]}));
  ASSERT_EQ(named.status, 201) << named.body;
  EXPECT_EQ(named.string_at("/data/wows_username"), "HiddenHarbour");
  EXPECT_EQ(named.at("/data/ships").as_array().size(), 2U);
  EXPECT_EQ(named.at("/data/garage_by_hand"), true);
  EXPECT_TRUE(named.at("/data/garage_refreshed_at").is_null());

  // Wargaming still tells nothing: what was named stays.
  auto const refreshed =
      api().post(settings(channel) + "/garage/refresh", world().broadcaster(channel), json::object{});
  EXPECT_EQ(refreshed.text(), "400 profile_hidden");
  auto const renamed = name_ships(channel, "HiddenHarbour", ids({other.ships[2]}));
  EXPECT_EQ(renamed.status, 200) << renamed.body;
  EXPECT_EQ(renamed.at("/data/ships").as_array().size(), 1U);
  OwnChannel const own{channel, world().broadcaster(channel), {other.ships[2]}};
  EXPECT_NE(world().open_vote(own), 0U);
}

TEST_F(GarageTest, NamedShipsHaveToBeShips) {
  auto const channel = world().fresh_channel_id();
  EXPECT_EQ(name_ships(channel, "HiddenHarbour", {}).text(), "422 invalid_settings");
  EXPECT_EQ(name_ships(channel, "HiddenHarbour", {1}).text(), "422 invalid_settings");
  EXPECT_EQ(name_ships(channel, "HiddenHarbour", {"Yamato"}).text(), "422 invalid_settings");
  EXPECT_EQ(name_ships(channel, "no such name!", {1}).text(), "422 invalid_settings");
  EXPECT_EQ(api().get("/api/channels/" + channel).status, 404);
}

TEST_F(GarageTest, ManyShipsAreChosenAtOnceOrNone) {
  auto const own = world().set_up_channel();
  EXPECT_EQ(enable(own, ids(own.ships), false).status, 200);
  EXPECT_EQ(enabled_ships(own), 0U);
  EXPECT_EQ(enable(own, ids({own.ships[0], own.ships[1]}), true).status, 200);
  EXPECT_EQ(enabled_ships(own), 2U);
  auto with_stranger = ids({own.ships[2]});
  with_stranger.emplace_back(1);
  EXPECT_EQ(enable(own, with_stranger, true).text(), "404 not_found");
  EXPECT_EQ(enabled_ships(own), 2U);
  EXPECT_EQ(enable(own, {}, true).text(), "400 invalid_request");
}

}  // namespace
}  // namespace shipvote::e2e
