#include "fleet/rule.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace shipvote::fleet {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using voting::PremiumChoice;
using voting::ShipRule;
using voting::ShipType;

// By number: tier, type, nation, premium.
voting::Warship warship(std::uint32_t id, int tier, ShipType type, std::string nation, bool premium = false) {
  voting::Warship ship;
  ship.id = ShipId{id};
  ship.name = "Ship " + std::to_string(id);
  ship.tier = tier;
  ship.type = type;
  ship.nation = std::move(nation);
  ship.premium = premium;
  return ship;
}

class RuleTest : public testing::Test {
 protected:
  RuleTest() {
    auto test_ship = warship(7, 8, ShipType::cruiser, "usa");
    test_ship.votable = false;
    auto vanished = warship(8, 8, ShipType::cruiser, "usa");
    vanished.vanished = true;
    fleet = Fleet{{warship(1, 8, ShipType::cruiser, "japan"), warship(2, 8, ShipType::cruiser, "usa", true),
                   warship(3, 9, ShipType::battleship, "japan"), warship(4, 10, ShipType::destroyer, "pan_asia"),
                   warship(5, 11, ShipType::battleship, "usa", true), warship(6, 1, ShipType::cruiser, "usa"),
                   test_ship, vanished}};
    for (std::uint32_t id = 1; id <= 9; ++id) garage.push_back({ShipId{id}, true, false});
  }
  [[nodiscard]] std::vector<std::uint32_t> found(ShipRule const& rule) const {
    std::vector<std::uint32_t> numbers;
    for (auto const ship : ships_that_fit(rule, {fleet, garage, won, excluded})) numbers.push_back(ship.value);
    return numbers;
  }

  Fleet fleet{{}};
  std::vector<voting::GarageShip> garage;
  std::unordered_set<ShipId> won;
  std::unordered_set<ShipId> excluded;
};

TEST_F(RuleTest, WithoutLimitsItGivesWhatCanBePlayedInTheFleetsOrder) {
  EXPECT_THAT(found({}), ElementsAre(6, 1, 2, 3, 4, 5));
  garage[0].enabled = false;
  garage[1].vanished = true;
  std::erase_if(garage, [](auto const& ship) { return ship.id == ShipId{3}; });
  EXPECT_THAT(found({}), ElementsAre(6, 4, 5));
  garage.clear();
  EXPECT_THAT(found({}), IsEmpty());
}

TEST_F(RuleTest, EachLimitHolds) {
  ShipRule rule;
  rule.tier_from = 8;
  rule.tier_to = 10;
  EXPECT_THAT(found(rule), ElementsAre(1, 2, 3, 4));
  rule.types = {ShipType::cruiser, ShipType::destroyer};
  EXPECT_THAT(found(rule), ElementsAre(1, 2, 4));
  rule.nations = {"pan_asia", "usa"};
  EXPECT_THAT(found(rule), ElementsAre(2, 4));
  rule.premium = PremiumChoice::only;
  EXPECT_THAT(found(rule), ElementsAre(2));
  rule.premium = PremiumChoice::without;
  EXPECT_THAT(found(rule), ElementsAre(4));
  rule.nations = {"germany"};
  EXPECT_THAT(found(rule), IsEmpty());
}

TEST_F(RuleTest, WhatWonLatelyAndWhatIsExcludedIsLeftOut) {
  won = {ShipId{1}, ShipId{99}};
  excluded = {ShipId{4}};
  EXPECT_THAT(found({}), ElementsAre(6, 2, 3, 5));
}

TEST(Drawn, GivesAllWhenThereAreNoMore) {
  std::vector<ShipId> const ships{ShipId{3}, ShipId{1}};
  auto const no_chance = []() -> std::uint64_t { throw std::logic_error("chance is not needed"); };
  EXPECT_EQ(drawn(ships, 2, no_chance), ships);
  EXPECT_EQ(drawn(ships, 1'000, no_chance), ships);
  EXPECT_THAT(drawn(ships, 0, no_chance), IsEmpty());
  EXPECT_THAT(drawn({}, 5, no_chance), IsEmpty());
}

RC_GTEST_PROP(Drawn, GivesSomeOfTheCandidatesOnceAndInTheirOrder, (std::uint64_t seed)) {
  std::vector<ShipId> candidates;
  auto const count = *rc::gen::inRange<std::uint32_t>(0, 60);
  for (std::uint32_t number = 0; number < count; ++number) candidates.push_back(ShipId{number * 7 % 61});
  auto const how_many = *rc::gen::inRange<std::size_t>(0, 70);
  std::mt19937_64 generator{seed};
  auto const ships = drawn(candidates, how_many, [&] { return generator(); });
  RC_ASSERT(ships.size() == std::min<std::size_t>(how_many, count));
  auto place = candidates.begin();
  for (auto const ship : ships) {
    place = std::find(place, candidates.end(), ship);
    RC_ASSERT(place != candidates.end());
    ++place;
  }
}

TEST(Drawn, EveryShipHasTheSameChance) {
  std::vector<ShipId> candidates;
  for (std::uint32_t number = 1; number <= 10; ++number) candidates.push_back(ShipId{number});
  std::mt19937_64 generator{7};
  std::map<ShipId, int> times;
  for (int round = 0; round < 10'000; ++round) {
    for (auto const ship : drawn(candidates, 3, [&] { return generator(); })) ++times[ship];
  }
  // 3,000 expected of each, with a standard deviation of 46; the seed is fixed.
  for (auto const ship : candidates) EXPECT_NEAR(times[ship], 3'000, 250) << ship.value;
}

TEST(Drawn, UnevenBitsAreDrawnAgain) {
  std::vector<ShipId> const three{ShipId{1}, ShipId{2}, ShipId{3}};
  // 2^64 is 1 more than a multiple of 3: the lowest value is one too many.
  std::vector<std::uint64_t> bits{0, 2};
  std::size_t next = 0;
  EXPECT_THAT(drawn(three, 1, [&] { return bits.at(next++); }), ElementsAre(ShipId{3}));
  EXPECT_EQ(next, 2U);
}

}  // namespace
}  // namespace shipvote::fleet
