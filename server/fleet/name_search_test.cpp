#include "fleet/name_search.h"

#include <gmock/gmock.h>

namespace shipvote::fleet {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Folded, IsInSmallLettersWithoutAccents) {
  EXPECT_EQ(folded("Großer Kurfürst"), "grosser kurfurst");
  EXPECT_EQ(folded("KLÉBER"), "kleber");
  EXPECT_EQ(folded("Błyskawica"), "blyskawica");
  EXPECT_EQ(folded("Öland Åland Ægir Œuvre"), "oland aland aegir oeuvre");
  EXPECT_EQ(folded("Yūgumo Żubr Žižka ſ"), "yugumo zubr zizka s");
  EXPECT_EQ(folded("Bismarck '41"), "bismarck '41");
  EXPECT_EQ(folded("À ÿ Ā"), "a y a");
}

TEST(Folded, KeepsWhatItDoesNotKnow) {
  EXPECT_EQ(folded("大和"), "大和");
  EXPECT_EQ(folded("\xC3"), "\xC3");
  EXPECT_EQ(folded("\xFF\xC3 x"), "\xFF\xC3 x");
  EXPECT_EQ(folded(""), "");
}

TEST(ShipsNamed, AreFoundByAnyPartOfTheName) {
  auto const named = [](std::uint32_t id, std::string name) {
    voting::Warship ship;
    ship.id = ShipId{id};
    ship.name = std::move(name);
    return ship;
  };
  Fleet const fleet{{named(1, "Großer Kurfürst"), named(2, "Yamato"), named(3, "Yamagiri")}};
  EXPECT_THAT(ships_named(fleet, "KURF"), UnorderedElementsAre(ShipId{1}));
  EXPECT_THAT(ships_named(fleet, "yama"), UnorderedElementsAre(ShipId{2}, ShipId{3}));
  EXPECT_THAT(ships_named(fleet, "großer k"), UnorderedElementsAre(ShipId{1}));
  EXPECT_THAT(ships_named(fleet, "Montana"), IsEmpty());
}

}  // namespace
}  // namespace shipvote::fleet
