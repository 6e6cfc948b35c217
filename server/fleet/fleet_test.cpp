#include "fleet/fleet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

namespace shipvote::fleet {
namespace {

using testing::UnorderedElementsAre;
using voting::ShipType;
using voting::Warship;

Warship warship(std::uint32_t id, std::string name, int tier, ShipType type = ShipType::cruiser,
                std::string nation = "usa") {
  Warship ship;
  ship.id = ShipId{id};
  ship.name = std::move(name);
  ship.tier = tier;
  ship.type = type;
  ship.nation = std::move(nation);
  return ship;
}

TEST(Fleet, IsListedByTierTypeNationNameAndId) {
  std::vector<Warship> const in_order{warship(9, "Z", 1, ShipType::submarine),
                                      warship(8, "A", 2, ShipType::destroyer),
                                      warship(7, "A", 2),
                                      warship(6, "A", 2, ShipType::cruiser, "ussr"),
                                      warship(3, "B", 2, ShipType::cruiser, "ussr"),
                                      warship(4, "B", 2, ShipType::cruiser, "ussr"),
                                      warship(1, "A", 11, ShipType::destroyer)};
  std::vector<Warship> ships = in_order;
  std::mt19937 engine{7};
  for (int round = 0; round < 20; ++round) {
    std::shuffle(ships.begin(), ships.end(), engine);
    EXPECT_EQ(Fleet{ships}.ships(), in_order);
  }
}

TEST(Fleet, FindsByIdAlone) {
  std::vector<Warship> ships;
  for (std::uint32_t id = 1; id <= 1'000; ++id) {
    ships.push_back(warship(4'294'000'000 - id * 3, "Ship " + std::to_string(id % 7), static_cast<int>(id % 11) + 1));
  }
  Fleet const fleet{ships};
  for (Warship const& ship : ships) {
    ASSERT_NE(fleet.find(ship.id), nullptr);
    EXPECT_EQ(*fleet.find(ship.id), ship);
    EXPECT_EQ(fleet.find(ShipId{ship.id.value + 1}), nullptr);
  }
  EXPECT_EQ(fleet.ids().size(), 1'000U);
}

TEST(Fleet, VotesTakeNeitherVanishedNorUnvotableShips) {
  std::vector<Warship> ships{warship(1, "A", 1), warship(2, "B", 1), warship(3, "C", 1)};
  ships[1].vanished = true;
  ships[2].votable = false;
  Fleet const fleet{ships};
  EXPECT_THAT(fleet.votable_ids(), UnorderedElementsAre(ShipId{1}));
  EXPECT_THAT(fleet.ids(), UnorderedElementsAre(ShipId{1}, ShipId{2}, ShipId{3}));
  EXPECT_TRUE(fleet.votable(ShipId{1}));
  EXPECT_FALSE(fleet.votable(ShipId{2}));
  EXPECT_NE(fleet.find(ShipId{2}), nullptr);
}

TEST(Fleet, MayBeEmpty) {
  auto const fleet = std::make_shared<Fleet const>(std::vector<Warship>{});
  EXPECT_TRUE(fleet->ships().empty());
  EXPECT_EQ(fleet->find(ShipId{1}), nullptr);
}

TEST(FleetDeathTest, AnIdThatStandsTwiceIsImpossible) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((Fleet{{warship(1, "A", 1), warship(1, "B", 2)}}), "");
}

}  // namespace
}  // namespace shipvote::fleet
