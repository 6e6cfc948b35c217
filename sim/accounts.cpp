#include "sim/accounts.h"

#include <algorithm>
#include <array>

#include "sim/chance.h"

namespace shipvote::sim {
namespace {

using voting::Realm;

constexpr std::array<std::string_view, 24> first_words = {"Salty",    "Iron",   "Silent", "Stormy", "Lucky",   "Grey",
                                                          "Northern", "Golden", "Rusty",  "Brave",  "Foggy",   "Steady",
                                                          "Broken",   "Quick",  "Deep",   "Old",    "Crimson", "Arctic",
                                                          "Polar",    "Tidal",  "Hollow", "Noble",  "Wild",    "Calm"};
constexpr std::array<std::string_view, 24> second_words = {
    "Gunner",  "Anchor",  "Sailor",   "Rudder",  "Lookout", "Compass", "Harbor",  "Keel",
    "Mariner", "Torpedo", "Helmsman", "Bosun",   "Admiral", "Raider",  "Whaler",  "Beacon",
    "Captain", "Cutlass", "Drake",    "Narwhal", "Pelican", "Kraken",  "Trident", "Buoy"};

std::uint64_t first_id(Realm realm) {
  switch (realm) {
    case Realm::eu: return 500'000'000;
    case Realm::na: return 1'000'000'000;
    case Realm::asia: return 2'000'000'000;
  }
  return 0;
}

Account named(Realm realm, std::uint64_t number, std::string nickname, Profile profile, std::size_t ships) {
  Account account;
  account.id = AccountId{first_id(realm) + number};
  account.realm = realm;
  account.nickname = std::move(nickname);
  account.profile = profile;
  account.ships = ships;
  return account;
}

void add_named(std::vector<Account>& accounts) {
  accounts.push_back(named(Realm::eu, 47'110'815, "SeaCaptain", Profile::open, 310));
  // Two that the encyclopedia does not list, in the range of real ids and of nobody's fleet.
  accounts.back().unknown_ships = {ShipId{3'000'000'001}, ShipId{3'000'000'002}};
  accounts.push_back(named(Realm::eu, 61'204'377, "SeaCaptain_2015", Profile::open, 12));
  accounts.push_back(named(Realm::eu, 58'330'921, "seacaptainess", Profile::open, 84));
  accounts.push_back(named(Realm::eu, 52'777'001, "HiddenHarbour", Profile::hidden, 140));
  accounts.push_back(named(Realm::eu, 99'120'450, "FreshRecruit", Profile::open, 6));
  accounts.push_back(named(Realm::eu, 99'834'112, "NoBattlesYet", Profile::no_battles, 0));
  accounts.push_back(named(Realm::na, 19'440'202, "LakeAdmiral", Profile::open, 120));
  accounts.push_back(named(Realm::na, 22'018'834, "QuietCove", Profile::hidden, 60));
  accounts.push_back(named(Realm::asia, 11'774'093, "PearlSkipper", Profile::open, 80));
  accounts.push_back(named(Realm::asia, 14'551'367, "SilentReef", Profile::hidden, 33));
}

void add_crowd(std::vector<Account>& accounts, Realm realm) {
  constexpr std::uint64_t count = 300;
  Chance chance(first_id(realm), "accounts");
  for (std::uint64_t number = 0; number < count; ++number) {
    std::string nickname(first_words.at(chance.below(first_words.size())));
    nickname += second_words.at(chance.below(second_words.size()));
    nickname += '_' + std::to_string(number + 1);  // keeps names apart
    auto const profile = chance.happens(0.05)   ? Profile::hidden
                         : chance.happens(0.03) ? Profile::no_battles
                                                : Profile::open;
    std::size_t const ships = profile == Profile::no_battles ? 0 : 1 + chance.below(240);
    accounts.push_back(
        named(realm, 100'000 + number * 137'911 + chance.below(100'000), std::move(nickname), profile, ships));
  }
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

}  // namespace

bool same_name(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && name_starts_with(left, right);
}

bool name_before(std::string_view left, std::string_view right) noexcept {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [](char one, char other) { return lower(one) < lower(other); });
}

bool name_starts_with(std::string_view name, std::string_view prefix) noexcept {
  return prefix.size() <= name.size() && std::equal(prefix.begin(), prefix.end(), name.begin(),
                                                    [](char one, char other) { return lower(one) == lower(other); });
}

std::vector<Account> sample_accounts() {
  std::vector<Account> accounts;
  add_named(accounts);
  for (auto const realm : {Realm::eu, Realm::na, Realm::asia}) add_crowd(accounts, realm);
  return accounts;
}

std::vector<ShipId> garage_of(Account const& account, Fleet const& fleet) {
  std::vector<ShipId> ships;
  ships.reserve(fleet.ships.size());
  for (auto const& ship : fleet.ships) ships.push_back(ship.id);
  // A draw without putting back: the first `wanted` of a shuffled list.
  Chance chance(account.id.value, "garage");
  std::size_t const wanted = std::min(account.ships, ships.size());
  for (std::size_t index = 0; index < wanted; ++index) {
    std::swap(ships[index], ships[index + chance.below(ships.size() - index)]);
  }
  ships.resize(wanted);
  ships.insert(ships.end(), account.unknown_ships.begin(), account.unknown_ships.end());
  return ships;
}

}  // namespace shipvote::sim
