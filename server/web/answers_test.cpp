#include "web/answers.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include <algorithm>

#include "web/vote_json.h"

namespace shipvote::web {
namespace {

TEST(AnswersTest, ARefusalTellsItsCodeMessageAndFields) {
  auto const response = refused(Refusal{RefusalCode::invalid_settings, "wrong \"things\"", "only for the log"}
                                    .with_field("realm", "must be one of eu, na, asia")
                                    .with_field("realm", "and not ru"));
  EXPECT_EQ(response.status, 422);
  auto const body = boost::json::parse(response.body).as_object();
  EXPECT_EQ(body.at("ok"), false);
  EXPECT_EQ(body.at("code").as_string(), "invalid_settings");
  EXPECT_EQ(body.at("message").as_string(), "wrong \"things\"");
  EXPECT_EQ(body.at("errors").as_object().at("realm").as_array().size(), 2U);
  EXPECT_EQ(response.body.find("only for the log"), std::string::npos);
}

TEST(AnswersTest, WhatMayPassSaysWhenToTryAgain) {
  for (auto const code : {RefusalCode::outcome_unknown, RefusalCode::overloaded, RefusalCode::storage_failed,
                          RefusalCode::wargaming_unavailable}) {
    auto const response = refused({code, "later"});
    EXPECT_EQ(response.status, 503);
    EXPECT_TRUE(std::any_of(response.headers.begin(), response.headers.end(),
                            [](auto const& header) { return header.first == "Retry-After"; }));
  }
}

TEST(AnswersTest, WhatStaysSoDoesNotAskToBeTriedAgain) {
  auto const response = refused({RefusalCode::limit_reached, "no more"});
  EXPECT_EQ(response.status, 409);
  EXPECT_TRUE(response.headers.empty());
}

voting::Vote vote_with(voting::ResultVisibility visibility, voting::VoteState state) {
  voting::Vote vote;
  vote.id = VoteId{3};
  vote.channel = ChannelId{4711};
  vote.ships = {ShipId{4'000'000'001U}, ShipId{7}};
  vote.counts = {2, 0};
  vote.visibility = visibility;
  vote.state = state;
  return vote;
}

TEST(VoteJsonTest, CountsHoldOnlyShipsWithBallots) {
  auto const body = vote_json(vote_with(voting::ResultVisibility::live, voting::VoteState::open), Reader::anyone);
  EXPECT_EQ(body.at("votes").as_object().size(), 1U);
  EXPECT_EQ(body.at("votes").as_object().at("4000000001"), 2U);
  EXPECT_EQ(body.at("ballots"), 2U);
  EXPECT_EQ(body.at("ships").as_array().size(), 2U);
}

TEST(VoteJsonTest, HiddenCountsAreForTheBroadcasterUntilTheClose) {
  for (auto const visibility : {voting::ResultVisibility::after_ballot, voting::ResultVisibility::after_close}) {
    auto const open = vote_with(visibility, voting::VoteState::open);
    EXPECT_TRUE(vote_json(open, Reader::anyone).at("votes").as_object().empty());
    EXPECT_EQ(vote_json(open, Reader::anyone).at("ballots"), 0U);
    EXPECT_FALSE(vote_json(open, Reader::broadcaster).at("votes").as_object().empty());
    auto const closed = vote_with(visibility, voting::VoteState::closed);
    EXPECT_FALSE(vote_json(closed, Reader::anyone).at("votes").as_object().empty());
  }
}

}  // namespace
}  // namespace shipvote::web
