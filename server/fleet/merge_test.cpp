#include "fleet/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "fleet/warship_rules.h"
#include "foundation/limits.h"

namespace shipvote::fleet {
namespace {

using testing::ElementsAre;
using testing::SizeIs;
using voting::EncyclopediaShip;
using voting::GarageShip;
using voting::Warship;

EncyclopediaShip listed_ship(std::uint32_t id, int tier = 8) {
  EncyclopediaShip ship;
  ship.id = ShipId{id};
  ship.name = "Ship " + std::to_string(id);
  ship.nation = "usa";
  ship.type = "Cruiser";
  ship.tier = tier;
  return ship;
}

std::vector<EncyclopediaShip> listing_of(std::vector<std::uint32_t> const& ids, int tier = 8) {
  std::vector<EncyclopediaShip> listing;
  listing.reserve(ids.size());
  for (std::uint32_t const id : ids) listing.push_back(listed_ship(id, tier));
  return listing;
}

// What the store holds after the changes were saved.
std::vector<Warship> saved(std::vector<Warship> const& stored, std::vector<Warship> const& changed) {
  std::map<ShipId, Warship> all;
  for (Warship const& ship : stored) all[ship.id] = ship;
  for (Warship const& ship : changed) all[ship.id] = ship;
  std::vector<Warship> out;
  out.reserve(all.size());
  for (auto const& [id, ship] : all) out.push_back(ship);
  return out;
}

std::vector<Warship> stored_fleet(std::vector<std::uint32_t> const& ids) {
  return saved({}, merge_fleet({}, listing_of(ids)).value().changed);
}

std::set<std::uint32_t> ids_of(std::vector<Warship> const& ships, bool vanished) {
  std::set<std::uint32_t> ids;
  for (Warship const& ship : ships) {
    if (ship.vanished == vanished) ids.insert(ship.id.value);
  }
  return ids;
}

TEST(MergeFleet, FillsAnEmptyStore) {
  auto const merge = merge_fleet({}, listing_of({3, 1, 2}));
  ASSERT_TRUE(merge);
  EXPECT_EQ(merge.value().added, 3U);
  ASSERT_THAT(merge.value().changed, SizeIs(3));
  EXPECT_EQ(merge.value().changed[0], *warship_from(listed_ship(1)));
}

TEST(MergeFleet, SavesNothingWhenNothingChanged) {
  auto const merge = merge_fleet(stored_fleet({1, 2, 3}), listing_of({1, 2, 3}));
  ASSERT_TRUE(merge);
  EXPECT_THAT(merge.value().changed, SizeIs(0));
}

TEST(MergeFleet, UpdatesAddsAndMarks) {
  auto listing = listing_of({1, 2, 4});
  listing[1].name = "Renamed";
  auto const merge = merge_fleet(stored_fleet({1, 2, 3}), listing);
  ASSERT_TRUE(merge);
  EXPECT_EQ(merge.value().added, 1U);
  EXPECT_EQ(merge.value().updated, 1U);
  EXPECT_EQ(merge.value().vanished, 1U);
  ASSERT_THAT(merge.value().changed, SizeIs(3));
  EXPECT_EQ(merge.value().changed[0].name, "Renamed");
  EXPECT_TRUE(merge.value().changed[1].vanished);
  EXPECT_EQ(merge.value().changed[1].name, "Ship 3");
  EXPECT_EQ(merge.value().changed[2].id, ShipId{4});
}

TEST(MergeFleet, AShipThatReturnsIsThereAgain) {
  auto stored = stored_fleet({1, 2, 3});
  stored[2].vanished = true;
  auto const merge = merge_fleet(stored, listing_of({1, 2, 3}));
  ASSERT_TRUE(merge);
  ASSERT_THAT(merge.value().changed, SizeIs(1));
  EXPECT_EQ(merge.value().changed[0].id, ShipId{3});
  EXPECT_FALSE(merge.value().changed[0].vanished);
}

TEST(MergeFleet, AShipThatBecomesATestShipIsNoLongerVotable) {
  auto listing = listing_of({1, 2});
  listing[0].name = "[Ship 1]";
  auto const merge = merge_fleet(stored_fleet({1, 2}), listing);
  ASSERT_TRUE(merge);
  ASSERT_THAT(merge.value().changed, SizeIs(1));
  EXPECT_FALSE(merge.value().changed[0].votable);
}

TEST(MergeFleet, HalfTheFleetMayGoButNotMore) {
  EXPECT_TRUE(merge_fleet(stored_fleet({1, 2, 3, 4}), listing_of({1, 2})));
  auto const refused = merge_fleet(stored_fleet({1, 2, 3, 4}), listing_of({1}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.refusal().code, RefusalCode::wargaming_unavailable);
  EXPECT_FALSE(merge_fleet(stored_fleet({1, 2, 3, 4}), listing_of({1, 12, 13, 14}))) << "as many, but other ships";
}

TEST(MergeFleet, ShipsThatVanishedBeforeDoNotCountAsMissing) {
  auto stored = stored_fleet({1, 2, 3, 4});
  stored[0].vanished = stored[1].vanished = true;
  EXPECT_TRUE(merge_fleet(stored, listing_of({3})));
  EXPECT_FALSE(merge_fleet(stored, listing_of({1, 2})));
}

TEST(MergeFleet, AnEmptyListingAndDoublesAreRefused) {
  EXPECT_FALSE(merge_fleet({}, {}));
  EXPECT_FALSE(merge_fleet(stored_fleet({1}), {}));
  EXPECT_FALSE(merge_fleet({}, listing_of({1, 2, 1})));
}

TEST(MergeGarage, KeepsChoicesMarksAndAppends) {
  std::vector<GarageShip> const stored{{ShipId{5}, false, false}, {ShipId{3}, true, false}, {ShipId{9}, false, true}};
  auto const garage = merge_garage(stored, {ShipId{7}, ShipId{9}, ShipId{1}, ShipId{5}});
  EXPECT_THAT(garage, ElementsAre(GarageShip{ShipId{5}, false, false}, GarageShip{ShipId{3}, true, true},
                                  GarageShip{ShipId{9}, false, false}, GarageShip{ShipId{1}, true, false},
                                  GarageShip{ShipId{7}, true, false}));
}

TEST(MergeGarage, AnEmptyListingChangesNothing) {
  std::vector<GarageShip> const stored{{ShipId{5}, false, false}};
  EXPECT_EQ(merge_garage(stored, {}), stored);
}

TEST(MergeGarage, VanishedShipsGiveWayWhenTheGarageIsFull) {
  std::vector<GarageShip> stored{{ShipId{1}, false, true}};
  std::vector<ShipId> listed;
  for (std::uint32_t id = 2; id <= limits::ships_per_garage + 1; ++id) listed.push_back(ShipId{id});
  auto const garage = merge_garage(stored, listed);
  EXPECT_EQ(garage.size(), limits::ships_per_garage);
  EXPECT_EQ(garage.front().id, ShipId{2});
}

// Laws, over fleets and listings of a few ids, so that they overlap.
template <class Element>
std::vector<Element> shuffled(std::vector<Element> elements) {
  std::mt19937 engine{*rc::gen::arbitrary<std::uint32_t>()};
  std::shuffle(elements.begin(), elements.end(), engine);
  return elements;
}

std::vector<std::uint32_t> any_ids() {
  std::vector<std::uint32_t> ids;
  for (std::uint32_t id = 1; id <= 12; ++id) {
    if (*rc::gen::arbitrary<bool>()) ids.push_back(id);
  }
  return shuffled(std::move(ids));
}

std::vector<Warship> any_stored_fleet() {
  auto stored = stored_fleet({1, 2, 3, 4, 5, 6});
  for (Warship& ship : stored) ship.vanished = *rc::gen::arbitrary<bool>();
  return stored;
}

std::vector<GarageShip> any_garage() {
  std::vector<GarageShip> garage;
  for (std::uint32_t const id : any_ids()) {
    garage.push_back(GarageShip{ShipId{id}, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>()});
  }
  return garage;
}

std::vector<ShipId> any_listed_ids() {
  std::vector<ShipId> listed;
  for (std::uint32_t const id : any_ids()) listed.push_back(ShipId{id});
  return listed;
}

RC_GTEST_PROP(MergeFleetLaw, OnceMoreChangesNothing, ()) {
  auto const stored = any_stored_fleet();
  auto const listing = listing_of(any_ids(), *rc::gen::inRange(1, 12));
  auto const merge = merge_fleet(stored, listing);
  if (!merge) return;
  auto const again = merge_fleet(saved(stored, merge.value().changed), listing);
  RC_ASSERT(again.ok());
  RC_ASSERT(again.value().changed.empty());
}

RC_GTEST_PROP(MergeFleetLaw, NothingDisappearsAndVanishedMeansNotListed, ()) {
  auto const stored = any_stored_fleet();
  auto const ids = any_ids();
  auto const merge = merge_fleet(stored, listing_of(ids));
  if (!merge) return;
  auto const after = saved(stored, merge.value().changed);
  std::set<std::uint32_t> const listed{ids.begin(), ids.end()};
  RC_ASSERT(ids_of(after, false) == listed);
  for (Warship const& ship : stored) {
    RC_ASSERT(std::any_of(after.begin(), after.end(), [&](Warship const& kept) { return kept.id == ship.id; }));
  }
}

RC_GTEST_PROP(MergeFleetLaw, OrderDoesNotMatter, ()) {
  auto const stored = any_stored_fleet();
  auto const listing = listing_of(any_ids(), 9);
  auto const one = merge_fleet(stored, listing);
  auto const other = merge_fleet(shuffled(stored), shuffled(listing));
  RC_ASSERT(one.ok() == other.ok());
  if (one) RC_ASSERT(one.value().changed == other.value().changed);
}

RC_GTEST_PROP(MergeFleetLaw, ChangedHoldsExactlyWhatDiffers, ()) {
  auto const stored = any_stored_fleet();
  auto const merge = merge_fleet(stored, listing_of(any_ids(), 9));
  if (!merge) return;
  FleetMerge const& done = merge.value();
  RC_ASSERT(done.added + done.updated + done.vanished == done.changed.size());
  for (Warship const& ship : done.changed) {
    RC_ASSERT(std::find(stored.begin(), stored.end(), ship) == stored.end());
  }
}

RC_GTEST_PROP(MergeGarageLaw, OnceMoreChangesNothing, ()) {
  auto const listed = any_listed_ids();
  auto const garage = merge_garage(any_garage(), listed);
  RC_ASSERT(merge_garage(garage, listed) == garage);
}

RC_GTEST_PROP(MergeGarageLaw, ChoicesAndOrderStay, ()) {
  auto const stored = any_garage();
  auto const garage = merge_garage(stored, any_listed_ids());
  RC_ASSERT(garage.size() >= stored.size());
  for (std::size_t at = 0; at < stored.size(); ++at) {
    RC_ASSERT(garage[at].id == stored[at].id);
    RC_ASSERT(garage[at].enabled == stored[at].enabled);
  }
  for (std::size_t at = stored.size(); at < garage.size(); ++at) RC_ASSERT(garage[at].enabled);
}

RC_GTEST_PROP(MergeGarageLaw, WhatIsListedIsThereAndNothingElse, ()) {
  auto const listed = any_listed_ids();
  RC_PRE(!listed.empty());
  std::set<ShipId> there;
  for (GarageShip const& ship : merge_garage(any_garage(), listed)) {
    if (!ship.vanished) RC_ASSERT(there.insert(ship.id).second);
  }
  RC_ASSERT(there == (std::set<ShipId>{listed.begin(), listed.end()}));
}

RC_GTEST_PROP(MergeGarageLaw, OrderAndDoublesOfTheListingDoNotMatter, ()) {
  auto const stored = any_garage();
  auto const listed = any_listed_ids();
  auto doubled = listed;
  doubled.insert(doubled.end(), listed.begin(), listed.end());
  RC_ASSERT(merge_garage(stored, listed) == merge_garage(stored, shuffled(doubled)));
}

}  // namespace
}  // namespace shipvote::fleet
