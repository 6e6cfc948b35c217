#include "service/history_desk.h"

#include <gmock/gmock.h>

#include "foundation/limits.h"

namespace shipvote::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ShipId> ships(std::uint32_t count) {
  std::vector<ShipId> made;
  for (std::uint32_t number = 1; number <= count; ++number) made.push_back(ShipId{number});
  return made;
}

TEST(VoteCurveTest, HasTheLeadingShipsFirstAndTheSumOfAll) {
  store::BallotCurve curve;
  curve.from = TimePoint{std::chrono::seconds{5}};
  curve.bucket = std::chrono::seconds{10};
  curve.counts = {{1, 0, 0, 2}, {1, 0, 5, 5}, {1, 0, 6, 6}};
  auto const told = vote_curve(curve, ships(4));
  EXPECT_EQ(told.from, curve.from);
  EXPECT_EQ(told.bucket, curve.bucket);
  ASSERT_EQ(told.ships.size(), 3U);
  EXPECT_EQ(told.ships[0].ship, ShipId{3});  // of equal ones the lower id first
  EXPECT_THAT(told.ships[0].ballots, ElementsAre(0, 5, 6));
  EXPECT_EQ(told.ships[1].ship, ShipId{4});
  EXPECT_EQ(told.ships[2].ship, ShipId{1});
  EXPECT_THAT(told.others, ElementsAre(0, 0, 0));
  EXPECT_THAT(told.ballots, ElementsAre(3, 11, 13));
}

TEST(VoteCurveTest, PutsTheRestTogether) {
  auto const count = static_cast<std::uint32_t>(limits::curve_ships + 3);
  store::BallotCurve curve;
  curve.bucket = std::chrono::seconds{1};
  curve.counts = {std::vector<std::uint32_t>(count, 2)};
  curve.counts.front().back() = 9;
  auto const told = vote_curve(curve, ships(count));
  EXPECT_EQ(told.ships.size(), limits::curve_ships);
  EXPECT_EQ(told.ships.front().ship, ShipId{count});
  EXPECT_THAT(told.others, ElementsAre(6));
  EXPECT_THAT(told.ballots, ElementsAre(9 + 2 * (count - 1)));
}

TEST(VoteCurveTest, OfNoBallotsIsFlat) {
  store::BallotCurve curve;
  curve.bucket = std::chrono::seconds{1};
  curve.counts = {{0, 0}, {0, 0}};
  auto const told = vote_curve(curve, ships(2));
  EXPECT_THAT(told.ships, IsEmpty());
  EXPECT_THAT(told.ballots, ElementsAre(0, 0));
}

}  // namespace
}  // namespace shipvote::service
