// The sample fleet and the accounts: facts that must hold, whatever ships are in it.
#include "sim/sample_fleet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/accounts.h"
#include "voting/warship.h"

namespace shipvote::sim {
namespace {

TEST(SampleFleetTest, HasEveryKindOfShip) {
  auto const fleet = sample_fleet();
  std::set<std::string> nation_codes;
  std::set<std::string> types;
  std::set<int> tiers;
  std::map<std::string, int> names;
  for (auto const& ship : fleet.ships) {
    nation_codes.insert(ship.nation);
    types.insert(ship.type);
    tiers.insert(ship.tier);
    ++names[ship.name];
  }
  EXPECT_GE(fleet.ships.size(), 300U);
  EXPECT_EQ(nation_codes.size(), nations().size());
  EXPECT_EQ(types.size(), ship_types().size());
  EXPECT_EQ(tiers.size(), 11U);
  EXPECT_EQ(names["Vrijheid"], 2);
  EXPECT_EQ(names["[Montana]"], 1);
  EXPECT_EQ(names["Odin TE"], 1);
  EXPECT_EQ(names["Błyskawica"], 1);
  EXPECT_EQ(std::count_if(names.begin(), names.end(), [](auto const& name) { return name.second > 1; }), 1);
}

TEST(SampleFleetTest, EveryShipIsWellFormed) {
  auto const fleet = sample_fleet();
  std::set<std::uint32_t> ids;
  for (auto const& ship : fleet.ships) {
    EXPECT_TRUE(ids.insert(ship.id.value).second);
    EXPECT_GT(ship.id.value, 1U << 31);
    EXPECT_LT(ship.id.value, 3'248'404'240U) << "in the range of real ids";
    EXPECT_TRUE(voting::parse_ship_type(ship.type)) << ship.name;
    EXPECT_NE(nation_label(ship.nation), ship.nation) << ship.name;
    EXPECT_TRUE(ship.tier >= 1 && ship.tier <= 11) << ship.name;
    EXPECT_FALSE(ship.name.empty() || ship.name.front() == ' ' || ship.name.back() == ' ') << ship.name;
    EXPECT_FALSE(ship.is_premium && ship.is_special) << ship.name;
    EXPECT_FALSE(ship.is_premium && ship.tier >= 10) << ship.name;
    EXPECT_FALSE(ship.description.empty()) << ship.name;
    if (ship.name.front() == '[') {
      EXPECT_TRUE(ship.name.back() == ']' && ship.tier == 10 && ship.is_special) << ship.name;
    }
  }
}

TEST(SampleFleetTest, TreesLeadUpwardsWithinANation) {
  auto const fleet = sample_fleet();
  std::size_t leading = 0;
  for (auto const& ship : fleet.ships) {
    for (auto const& [id, cost] : ship.next_ships) {
      auto const* next = fleet.find(id);
      ASSERT_NE(next, nullptr) << ship.name;
      EXPECT_EQ(next->nation, ship.nation);
      EXPECT_GT(next->tier, ship.tier);
      EXPECT_GT(cost.value_or(0), 0);
      ++leading;
    }
    if (ship.is_premium || ship.is_special || ship.tier >= 10 || ship.description == "Test ship.") continue;
    EXPECT_TRUE(!ship.next_ships.empty() || ship.name == "Odin TE") << ship.name;
  }
  EXPECT_GT(leading, 200U);
}

TEST(ReadFleetTest, ReadsADumpAndAnAnswer) {
  std::string const ship =
      R"({"4293834096":{"ship_id":4293834096,"name":"Sutlej","nation":"commonwealth","type":"Cruiser","tier":1,)"
      R"("is_premium":false,"is_special":false,"description":"d","images":{"small":"https://x/y.png"},)"
      R"("next_ships":{"4282299760":null}}})";
  for (std::string const& text : {ship, R"({"status":"ok","data":)" + ship + "}"}) {
    auto const fleet = read_fleet(text);
    ASSERT_TRUE(fleet.ok());
    ASSERT_EQ(fleet.value().ships.size(), 1U);
    auto const& read = fleet.value().ships[0];
    EXPECT_EQ(read.name, "Sutlej");
    ASSERT_EQ(read.next_ships.size(), 1U);
    EXPECT_EQ(read.next_ships[0].second, std::nullopt);
  }
}

TEST(ReadFleetTest, SaysWhatIsWrong) {
  EXPECT_FALSE(read_fleet("[]").ok());
  EXPECT_FALSE(read_fleet("{").ok());
  EXPECT_FALSE(read_fleet("{}").ok());
  auto const lacking = read_fleet(R"({"7":{"ship_id":7}})");
  ASSERT_FALSE(lacking.ok());
  EXPECT_NE(lacking.refusal().message.find("7"), std::string::npos);
  EXPECT_FALSE(load_fleet("/nowhere/fleet.json").ok());
}

TEST(AccountsTest, AreInTheirRealmsRangesWithNamesThatMayBe) {
  std::set<std::uint64_t> ids;
  std::set<std::string> names;
  for (auto const& account : sample_accounts()) {
    EXPECT_TRUE(ids.insert(account.id.value).second);
    EXPECT_TRUE(names.insert(std::to_string(static_cast<int>(account.realm)) + account.nickname).second);
    EXPECT_TRUE(account.nickname.size() >= 3 && account.nickname.size() <= 24) << account.nickname;
    std::uint64_t const first = account.realm == voting::Realm::eu   ? 500'000'000
                                : account.realm == voting::Realm::na ? 1'000'000'000
                                                                     : 2'000'000'000;
    std::uint64_t const end = account.realm == voting::Realm::asia ? 3'000'000'000 : 2 * first;
    EXPECT_TRUE(account.id.value >= first && account.id.value < end) << account.nickname;
  }
  EXPECT_GT(ids.size(), 900U);
}

TEST(AccountsTest, GaragesAreDrawnWithoutRepeatingAndStayTheSame) {
  auto const fleet = sample_fleet();
  for (auto const& account : sample_accounts()) {
    auto const garage = garage_of(account, fleet);
    EXPECT_EQ(garage.size(), account.ships + account.unknown_ships.size()) << account.nickname;
    std::set<std::uint32_t> distinct;
    for (auto const ship : garage) distinct.insert(ship.value);
    EXPECT_EQ(distinct.size(), garage.size()) << account.nickname;
    EXPECT_EQ(garage_of(account, fleet), garage);
  }
}

}  // namespace
}  // namespace shipvote::sim
