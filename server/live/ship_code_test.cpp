#include "live/ship_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "foundation/limits.h"
#include "live/live_samples.h"

namespace shipvote::live {
namespace {

std::string coded(std::vector<ShipId> const& ships) {
  RangeEncoder encoder;
  encode_ships(encoder, ships);
  return encoder.finish();
}

void expect_back(std::vector<ShipId> const& ships) {
  std::string const text = coded(ships);
  RangeDecoder decoder(text);
  EXPECT_EQ(decode_ships(decoder), ships);
}

RC_GTEST_PROP(ShipCode, AnyIdsComeBack, (std::set<std::uint32_t> const& values)) {
  std::vector<ShipId> ships;
  for (auto const value : values) ships.push_back(ShipId{value});
  std::string const text = coded(ships);
  RangeDecoder decoder(text);
  RC_ASSERT(decode_ships(decoder) == ships);
}

RC_GTEST_PROP(ShipCode, SubsetsOfAFleetComeBack, ()) {
  static auto const fleet = samples::fleet(996);
  std::vector<ShipId> ships;
  auto const keep_percent = *rc::gen::inRange(1, 100);
  for (ShipId const ship : fleet) {
    if (*rc::gen::inRange(0, 100) < keep_percent) ships.push_back(ship);
  }
  std::string const text = coded(ships);
  RangeDecoder decoder(text);
  RC_ASSERT(decode_ships(decoder) == ships);
}

RC_GTEST_PROP(ShipCode, AnyCountsComeBack, (std::vector<std::uint32_t> const& counts)) {
  RangeEncoder encoder;
  encode_counts(encoder, counts);
  std::string const text = encoder.finish();
  RangeDecoder decoder(text);
  RC_ASSERT(decode_counts(decoder, counts.size()) == counts);
}

RC_GTEST_PROP(ShipCode, NonsenseGivesNothingOrAFewShips, (std::string const& text)) {
  RangeDecoder decoder(text);
  auto const ships = decode_ships(decoder);
  if (!ships) return;
  RC_ASSERT(ships->size() <= limits::ships_per_vote);
  RC_ASSERT(std::is_sorted(ships->begin(), ships->end()));
}

TEST(ShipCode, TheEndsOfTheNumbersComeBack) {
  expect_back({});
  expect_back({ShipId{0}});
  expect_back({ShipId{UINT32_MAX}});
  expect_back({ShipId{0}, ShipId{1}, ShipId{UINT32_MAX - 1}, ShipId{UINT32_MAX}});
}

TEST(ShipCode, ScatteredIdsThatMakeNoGridComeBack) {
  std::vector<ShipId> ships;
  for (std::uint32_t ship = 0; ship < limits::ships_per_vote; ++ship) ships.push_back(ShipId{ship * 4'194'301U});
  std::sort(ships.begin(), ships.end());
  expect_back(ships);
}

TEST(ShipCode, AFleetTakesLessThanACharacterAShip) { EXPECT_LT(coded(samples::fleet(996)).size(), 996U); }

TEST(ShipCode, CountsTakeNoMoreThanTheLargestAllows) {
  // 996 counts up to 100,000: no code does better than 2,530 characters on counts without any pattern.
  RangeEncoder encoder;
  encode_counts(encoder, samples::counts(996, 100'000));
  EXPECT_LE(encoder.finish().size(), 2'560U);
}

}  // namespace
}  // namespace shipvote::live
