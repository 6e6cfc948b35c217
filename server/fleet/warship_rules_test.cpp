#include "fleet/warship_rules.h"

#include <gtest/gtest.h>

namespace shipvote::fleet {
namespace {

using voting::EncyclopediaShip;

EncyclopediaShip ship_named(std::string name, std::string description = "A ship.") {
  EncyclopediaShip ship;
  ship.id = ShipId{4'000'000'000};
  ship.name = std::move(name);
  ship.description = std::move(description);
  ship.nation = "usa";
  ship.type = "Destroyer";
  ship.tier = 8;
  return ship;
}

EncyclopediaShip ship_of_tier(int tier, bool leads_on) {
  EncyclopediaShip ship = ship_named("Some Ship");
  ship.tier = tier;
  ship.has_next_ships = leads_on;
  return ship;
}

TEST(Votable, RealNamesThatLookLikeTestShips) {
  for (char const* const name : {"20 de Julio", "Z-31", "U-2501", "FR25", "Tashkent '39", "Bismarck '41", "Brennus",
                                 "S-189", "TE", "Fête", "Minotaur", "Yamato"}) {
    EXPECT_TRUE(is_votable(ship_named(name))) << name;
  }
}

TEST(Votable, CopiesForClanBattlesStandInBrackets) {
  EXPECT_FALSE(is_votable(ship_named("[Yamato]")));
  EXPECT_FALSE(is_votable(ship_named("[Grosser Kurfürst]")));
  EXPECT_TRUE(is_votable(ship_named("Ship [of] the Line")));
}

TEST(Votable, TestShips) {
  for (char const* const name : {"Colorado 2", "North Carolina 2", "Odin TE", "Kléber TE"}) {
    EXPECT_FALSE(is_votable(ship_named(name))) << name;
  }
  EXPECT_FALSE(is_votable(ship_named("Cumberland", "Test ship.")));
  EXPECT_TRUE(is_votable(ship_named("Cumberland", "Test ship. Later a cruiser.")));
}

TEST(Premium, EitherFlagIsEnough) {
  for (int const tier : {1, 8, 10, 11}) {
    EncyclopediaShip ship = ship_of_tier(tier, true);
    EXPECT_FALSE(is_premium(ship));
    ship.is_premium = true;
    EXPECT_TRUE(is_premium(ship));
    ship.is_premium = false;
    ship.is_special = true;
    EXPECT_TRUE(is_premium(ship));
  }
}

TEST(Premium, BelowTierTenAShipThatLeadsNowhereIsNoneOfTheTree) {
  EXPECT_TRUE(is_premium(ship_of_tier(9, false)));
  EXPECT_TRUE(is_premium(ship_of_tier(1, false)));
  EXPECT_FALSE(is_premium(ship_of_tier(9, true)));
}

TEST(Premium, EndsOfLinesAndSupershipsAreOrdinary) {
  EXPECT_FALSE(is_premium(ship_of_tier(10, false)));
  EXPECT_FALSE(is_premium(ship_of_tier(11, false)));
}

TEST(WarshipFrom, TakesWhatViewersSee) {
  EncyclopediaShip ship = ship_named("Gearing");
  ship.tier = 10;
  ship.image = "https://pictures.example/a.png";
  auto const warship = warship_from(ship);
  ASSERT_TRUE(warship);
  EXPECT_EQ(warship->id, ship.id);
  EXPECT_EQ(warship->name, "Gearing");
  EXPECT_EQ(warship->nation, "usa");
  EXPECT_EQ(warship->type, voting::ShipType::destroyer);
  EXPECT_EQ(warship->tier, 10);
  EXPECT_FALSE(warship->premium);
  EXPECT_TRUE(warship->votable);
  EXPECT_FALSE(warship->vanished);
  EXPECT_EQ(warship->image, ship.image);
  ship.type = "Zeppelin";
  EXPECT_FALSE(warship_from(ship));
}

}  // namespace
}  // namespace shipvote::fleet
