#include "fleet/name_search.h"

#include <gmock/gmock.h>

namespace shipvote::fleet {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Folded, IsInSmallLettersWithoutAccentsAndNothingBetweenThem) {
  EXPECT_EQ(folded("Großer Kurfürst"), "grosserkurfurst");
  EXPECT_EQ(folded("KLÉBER"), "kleber");
  EXPECT_EQ(folded("Błyskawica"), "blyskawica");
  EXPECT_EQ(folded("Öland Åland Ægir Œuvre"), "olandalandaegiroeuvre");
  EXPECT_EQ(folded("Yūgumo Żubr Žižka ſ"), "yugumozubrzizkas");
  EXPECT_EQ(folded("Bismarck '41"), "bismarck41");
  EXPECT_EQ(folded("À ÿ Ā"), "aya");
  EXPECT_EQ(folded("St. Louis"), "stlouis");
  EXPECT_EQ(folded("Jean-Bart’s\u00A0“№ 1”… × ÷ (old)"), "jeanbarts№1old");
  EXPECT_EQ(folded("O\u0304yodo"), folded("Ōyodo"));
}

TEST(Folded, DropsThePunctuationOfOtherScriptsAndKeepsTheirLetters) {
  EXPECT_EQ(folded("大和・改　「サニー」ー々（ＡＢ）"), "大和改サニーー々ＡＢ");
}

TEST(Folded, KeepsWhatItDoesNotKnow) {
  EXPECT_EQ(folded("大和"), "大和");
  EXPECT_EQ(folded("\xC3"), "\xC3");
  EXPECT_EQ(folded("\xFF\xC3 x"), "\xFF\xC3x");
  EXPECT_EQ(folded("\xE3\x80"), "\xE3\x80");
  EXPECT_EQ(folded("🚢 x"), "🚢x");
  EXPECT_EQ(folded(""), "");
}

TEST(ShipsNamed, AreFoundByAnyPartOfTheName) {
  auto const named = [](std::uint32_t id, std::string name) {
    voting::Warship ship;
    ship.id = ShipId{id};
    ship.name = std::move(name);
    return ship;
  };
  Fleet const fleet{{named(1, "Großer Kurfürst"), named(2, "Yamato"), named(3, "Yamagiri"), named(4, "St. Louis")}};
  EXPECT_THAT(ships_named(fleet, "KURF"), UnorderedElementsAre(ShipId{1}));
  EXPECT_THAT(ships_named(fleet, "yama"), UnorderedElementsAre(ShipId{2}, ShipId{3}));
  EXPECT_THAT(ships_named(fleet, "großer k"), UnorderedElementsAre(ShipId{1}));
  for (auto const* const typed : {"st louis", "stlouis", "ST.LOUIS", "t.-l"}) {
    EXPECT_THAT(ships_named(fleet, typed), UnorderedElementsAre(ShipId{4})) << typed;
  }
  EXPECT_THAT(ships_named(fleet, "Montana"), IsEmpty());
  EXPECT_THAT(ships_named(fleet, " .-"), IsEmpty());
}

}  // namespace
}  // namespace shipvote::fleet
