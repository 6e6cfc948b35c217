// The words that go over the wire and into the database: each reads back as what it was written from.
#include <gtest/gtest.h>

#include <set>

#include "voting/ballot.h"
#include "voting/channel.h"
#include "voting/viewer.h"
#include "voting/vote.h"
#include "voting/warship.h"

namespace shipvote::voting {
namespace {

TEST(WordsTest, EveryWordReadsBack) {
  for (auto const realm : {Realm::eu, Realm::na, Realm::asia}) EXPECT_EQ(parse_realm(realm_text(realm)), realm);
  for (auto const position : {OverlayPosition::top_left, OverlayPosition::top_right, OverlayPosition::bottom_left,
                              OverlayPosition::bottom_right}) {
    EXPECT_EQ(parse_overlay_position(overlay_position_text(position)), position);
  }
  for (std::size_t index = 0; index < languages; ++index) {
    auto const language = static_cast<Language>(index);
    EXPECT_EQ(parse_language(language_text(language)), language);
  }
  for (auto const reason : {CloseReason::broadcaster, CloseReason::scheduled, CloseReason::channel_deleted}) {
    EXPECT_EQ(parse_close_reason(close_reason_text(reason)), reason);
  }
  for (auto const visibility :
       {ResultVisibility::live, ResultVisibility::after_ballot, ResultVisibility::after_close}) {
    EXPECT_EQ(parse_result_visibility(result_visibility_text(visibility)), visibility);
  }
  for (auto const type : {ShipType::destroyer, ShipType::cruiser, ShipType::battleship, ShipType::aircraft_carrier,
                          ShipType::submarine}) {
    EXPECT_EQ(parse_ship_type(ship_type_text(type)), type);
  }
}

TEST(WordsTest, UnknownWordsAreNothing) {
  EXPECT_FALSE(parse_realm("ru"));
  EXPECT_FALSE(parse_realm("EU"));
  EXPECT_FALSE(parse_realm(""));
  EXPECT_FALSE(parse_overlay_position("middle"));
  EXPECT_FALSE(parse_language("zh-tw"));
  EXPECT_FALSE(parse_language(""));
  EXPECT_FALSE(parse_ship_type("Zeppelin"));
  EXPECT_FALSE(parse_result_visibility("never"));
}

TEST(WordsTest, EveryRefusedVerdictHasItsOwnCodeAndAMessage) {
  std::set<std::string_view> codes;
  for (auto const verdict : {BallotVerdict::already_voted, BallotVerdict::vote_closed, BallotVerdict::vote_not_found,
                             BallotVerdict::ship_not_on_vote, BallotVerdict::overloaded, BallotVerdict::storage_failed,
                             BallotVerdict::outcome_unknown}) {
    auto const refusal = verdict_refusal(verdict);
    EXPECT_EQ(code_text(refusal.code), verdict_text(verdict));
    EXPECT_FALSE(refusal.message.empty());
    EXPECT_TRUE(codes.insert(code_text(refusal.code)).second);
  }
}

TEST(ViewerTest, KindIsToldByTheFirstLetter) {
  EXPECT_EQ(viewer_kind("UG12X345T6J78"), ViewerKind::logged_in);
  EXPECT_EQ(viewer_kind("AbCdEf012345"), ViewerKind::anonymous);
  EXPECT_EQ(viewer_kind("RIGabc"), ViewerKind::unknown);
  EXPECT_EQ(viewer_kind("U"), ViewerKind::unknown);
  EXPECT_EQ(viewer_kind(""), ViewerKind::unknown);
}

}  // namespace
}  // namespace shipvote::voting
