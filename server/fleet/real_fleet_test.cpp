// The rules on the real encyclopedia of August 2026, kept outside this repository; without it there is nothing to
// count, and the examples of the other tests have to do.
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "fleet/fleet.h"
#include "fleet/merge.h"
#include "fleet/warship_rules.h"

namespace shipvote::fleet {
namespace {

using voting::EncyclopediaShip;

std::ifstream stored_encyclopedia() {
  char const* const shared = std::getenv("SHIPVOTE_SHARED");
  std::string const root = shared != nullptr ? shared : SHIPVOTE_SOURCE_DIR "/../shared";
  return std::ifstream{root + "/data/wargaming/encyclopedia_ships.json"};
}

class RealFleet : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file = stored_encyclopedia();
    if (!file) GTEST_SKIP() << "no stored encyclopedia at hand";
    std::ostringstream text;
    text << file.rdbuf();
    boost::json::value const all = boost::json::parse(text.str());
    for (auto const& entry : all.as_object()) {
      boost::json::object const& row = entry.value().as_object();
      EncyclopediaShip ship;
      ship.id = ShipId{row.at("ship_id").to_number<std::uint32_t>()};
      ship.name = row.at("name").as_string();
      ship.description = row.at("description").as_string();
      ship.nation = row.at("nation").as_string();
      ship.type = row.at("type").as_string();
      ship.tier = row.at("tier").to_number<int>();
      ship.is_premium = row.at("is_premium").as_bool();
      ship.is_special = row.at("is_special").as_bool();
      auto const* const next = row.at("next_ships").if_object();  // null: the stored list does not know
      ship.has_next_ships = next != nullptr && !next->empty();
      listing.push_back(std::move(ship));
    }
  }

  std::vector<EncyclopediaShip> listing;
};

TEST_F(RealFleet, ThirteenCopiesAndTenTestShipsAreNotVotable) {
  ASSERT_EQ(listing.size(), 996U);
  std::set<std::string> unvotable;
  std::size_t in_brackets = 0;
  for (EncyclopediaShip const& ship : listing) {
    if (is_votable(ship)) continue;
    if (ship.name.front() == '[') {
      ++in_brackets;
    } else {
      unvotable.insert(ship.name);
    }
  }
  EXPECT_EQ(in_brackets, 13U);
  EXPECT_EQ(unvotable,
            (std::set<std::string>{"Balao 2", "Borodino TE", "Colorado 2", "Cumberland", "Iowa 2", "Kléber TE",
                                   "Montana 2", "North Carolina 2", "Odin TE", "Vladimir Monomakh"}));
}

TEST_F(RealFleet, PremiumsByTheReasonForIt) {
  std::map<std::string, int> counts;
  for (EncyclopediaShip const& ship : listing) {
    if (!is_premium(ship)) {
      ++counts[ship.has_next_ships ? "leads on" : "tier " + std::to_string(ship.tier)];
    } else {
      ++counts[ship.is_premium ? "premium" : ship.is_special ? "special" : "leads nowhere"];
    }
  }
  EXPECT_EQ(counts, (std::map<std::string, int>{{"premium", 402},
                                                {"special", 149},
                                                {"leads nowhere", 24},
                                                {"leads on", 347},
                                                {"tier 10", 53},
                                                {"tier 11", 21}}));
}

TEST_F(RealFleet, MakesAFleetOfWhichEveryShipIsFound) {
  auto const merge = merge_fleet({}, listing);
  ASSERT_TRUE(merge);
  EXPECT_EQ(merge.value().added, 996U);
  Fleet const fleet{merge.value().changed};
  EXPECT_EQ(fleet.ships().size(), 996U);
  EXPECT_EQ(fleet.votable_ids().size(), 973U);
  for (EncyclopediaShip const& ship : listing) {
    ASSERT_NE(fleet.find(ship.id), nullptr);
    EXPECT_EQ(fleet.find(ship.id)->name, ship.name);
  }
  EXPECT_TRUE(merge_fleet(fleet.ships(), listing).value().changed.empty());
}

}  // namespace
}  // namespace shipvote::fleet
