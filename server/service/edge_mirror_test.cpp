#include "service/edge_mirror.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/hand_time.h"
#include "foundation/limits.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;
using ops::LiveMessages;
using testing::ElementsAre;
using testing::IsEmpty;

class EdgeMirrorTest : public ::testing::Test {
 protected:
  Telling telling() {
    auto const note = [this](char const* what) {
      return [this, what](voting::Vote const& vote) { told.push_back(what + (" " + vote.id.text())); };
    };
    Telling telling;
    telling.opened = note("opened");
    telling.resumed = note("resumed");
    telling.end_moved = note("end_moved");
    telling.closed = note("closed");
    telling.channel_changed = [this](ChannelView const& view) { told.push_back("channel " + view.channel.id.text()); };
    telling.forgotten = [this](ChannelId channel) { told.push_back("forgotten " + channel.text()); };
    return telling;
  }
  // What viewers were told since the last look.
  std::vector<std::string> heard() { return std::exchange(told, {}); }
  static Changes page(bool reset = false) {
    Changes changes;
    changes.place = {"1", 10, 0};
    changes.reset = reset;
    changes.live_messages = LiveMessages::edges;
    return changes;
  }
  void take_votes(std::vector<voting::Vote> told_votes, bool reset = false, std::string const& run = "1") {
    auto changes = page(reset);
    changes.place.run = run;
    changes.votes = std::move(told_votes);
    mirror.take(changes);
  }

  HandTime time;
  std::vector<std::string> told;
  int ended = 0;
  int runs_changed = 0;
  VoteBoard votes{time};
  ChannelBoard channels;
  // Channels with even ids.
  EdgeMirror mirror{{votes, channels, time, {1, 2}, telling(), [this] { ++ended; }, [this] { ++runs_changed; }}};
};

TEST_F(EdgeMirrorTest, TakesUpWhatIsOpenAtTheStart) {
  EXPECT_FALSE(mirror.complete());
  take_votes({sample_vote(1, 4710, time.now() - 1min), sample_vote(2, 4712, time.now()), sample_vote(3, 4711)}, true);
  EXPECT_TRUE(mirror.complete());
  EXPECT_EQ(votes.open_votes().size(), 3U) << "ballots are taken for every channel";
  EXPECT_THAT(heard(), ElementsAre("resumed 1", "opened 2")) << "vote 3 is of another share";
}

TEST_F(EdgeMirrorTest, ALargeStartComesInPages) {
  auto first = page(true);
  first.votes = {sample_vote(1, 4710)};
  first.channels = {sample_channel(4710)};
  first.more = true;
  mirror.take(first);
  EXPECT_FALSE(mirror.complete());
  take_votes({sample_vote(2, 4712)});
  EXPECT_TRUE(mirror.complete());
  EXPECT_THAT(mirror.missing(), IsEmpty());
  EXPECT_THAT(heard(), ElementsAre("resumed 1", "resumed 2"));
}

TEST_F(EdgeMirrorTest, AVotesLifeIsToldOnce) {
  take_votes({}, true);
  auto vote = sample_vote(1, 4710, time.now());
  take_votes({vote});
  take_votes({vote});
  EXPECT_THAT(heard(), ElementsAre("opened 1"));
  vote.ends_at = time.now() + 1min;
  take_votes({vote});
  EXPECT_EQ(votes.find(vote.id)->ends_at(), vote.ends_at);
  EXPECT_THAT(heard(), ElementsAre("end_moved 1"));
  vote.counts = {4, 5, 6};
  take_votes({closed_sample(vote, time.now())});
  take_votes({closed_sample(vote, time.now())});
  take_votes({vote});
  EXPECT_THAT(heard(), ElementsAre("closed 1"));
  EXPECT_EQ(votes.open_vote(ChannelId{4710}), nullptr);
  EXPECT_EQ(votes.find(vote.id)->vote().counts, vote.counts);
  EXPECT_EQ(ended, 1);
}

TEST_F(EdgeMirrorTest, TalliesReachTheBoardAndWrongOnesDoNot) {
  take_votes({sample_vote(1, 4710)}, true);
  auto changes = page();
  changes.tallies = {{VoteId{1}, {1, 2, 3}}, {VoteId{9}, {1}}};
  mirror.take(changes);
  EXPECT_EQ(votes.find(VoteId{1})->vote().counts, (std::vector<std::uint32_t>{1, 2, 3}));
  changes.tallies = {{VoteId{1}, {7}}};
  mirror.take(changes);
  EXPECT_EQ(votes.find(VoteId{1})->vote().counts, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST_F(EdgeMirrorTest, ACloseThatIsOldNewsIsNotTold) {
  take_votes({closed_sample(sample_vote(1, 4710), time.now() - limits::late_closing_told),
              closed_sample(sample_vote(2, 4712), time.now() - 1s)},
             true);
  EXPECT_THAT(heard(), ElementsAre("closed 2"));
}

TEST_F(EdgeMirrorTest, TheSideThatSendsMayChangeAtAnyTime) {
  auto changes = page(true);
  changes.live_messages = LiveMessages::web;
  changes.channels = {sample_channel(4710), sample_channel(4711)};
  changes.votes = {sample_vote(1, 4710, time.now()), sample_vote(2, 4711, time.now())};
  mirror.take(changes);
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_FALSE(mirror.sends_for(ChannelId{4710}));

  mirror.take(page());
  EXPECT_THAT(heard(), ElementsAre("resumed 1"));
  EXPECT_TRUE(mirror.sends_for(ChannelId{4710}));
  EXPECT_FALSE(mirror.sends_for(ChannelId{4711}));

  changes = page();
  changes.live_messages = LiveMessages::off;
  changes.votes = {closed_sample(sample_vote(1, 4710), time.now())};
  mirror.take(changes);
  EXPECT_THAT(heard(), ElementsAre("forgotten 4710"));
}

TEST_F(EdgeMirrorTest, WithoutWordFromWebItFallsSilentUntilTheNextPage) {
  auto changes = page(true);
  changes.channels = {sample_channel(4710), sample_channel(4711)};
  changes.votes = {sample_vote(1, 4710, time.now()), sample_vote(2, 4711, time.now()),
                   sample_vote(3, 4712, time.now())};
  mirror.take(changes);
  EXPECT_THAT(heard(), ElementsAre("opened 1", "opened 3"));
  mirror.fall_silent();
  EXPECT_THAT(heard(), ElementsAre("forgotten 4710", "forgotten 4712")) << "a vote whose channel is gone, too";
  EXPECT_TRUE(mirror.silent());
  EXPECT_FALSE(mirror.sends());
  EXPECT_FALSE(mirror.sends_for(ChannelId{4710}));
  EXPECT_EQ(votes.open_votes().size(), 3U) << "ballots are another matter";
  mirror.fall_silent();
  EXPECT_THAT(heard(), IsEmpty());

  changes = page();
  changes.votes = {closed_sample(sample_vote(3, 4712, time.now()), time.now())};
  mirror.take(changes);
  EXPECT_FALSE(mirror.silent());
  EXPECT_TRUE(mirror.sends_for(ChannelId{4710}));
  auto const told_now = heard();
  EXPECT_THAT(told_now, testing::UnorderedElementsAre("resumed 1", "resumed 3", "closed 3"));
  EXPECT_EQ(told_now.back(), "closed 3");
}

TEST_F(EdgeMirrorTest, AfterSilenceTheOtherSideMaySend) {
  auto changes = page(true);
  changes.votes = {sample_vote(1, 4710, time.now())};
  mirror.take(changes);
  mirror.fall_silent();
  (void)heard();
  changes = page();
  changes.live_messages = LiveMessages::web;
  mirror.take(changes);
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_FALSE(mirror.silent());
  mirror.fall_silent();
  EXPECT_THAT(heard(), IsEmpty()) << "it had nothing to say";
}

TEST_F(EdgeMirrorTest, AVoteThatABackupHasOpenIsOpenAgain) {
  auto const vote = sample_vote(1, 4710, time.now() - 1min);
  take_votes({vote}, true);
  take_votes({closed_sample(vote, time.now())});
  EXPECT_THAT(heard(), ElementsAre("resumed 1", "closed 1"));
  EXPECT_EQ(runs_changed, 0);
  take_votes({vote}, true, "2");
  ASSERT_NE(votes.open_vote(ChannelId{4710}), nullptr);
  EXPECT_TRUE(votes.find(VoteId{1})->open());
  EXPECT_THAT(heard(), ElementsAre("forgotten 4710", "resumed 1")) << "nothing of its close is told any more";
  EXPECT_EQ(runs_changed, 1) << "what was stored after the backup is no more";
  take_votes({closed_sample(vote, time.now())});
  EXPECT_THAT(heard(), ElementsAre("closed 1"));
}

TEST_F(EdgeMirrorTest, AVoteThatABackupHasOpenTakesThePlaceOfALaterOne) {
  auto const vote = sample_vote(1, 4710, time.now() - 2min);
  take_votes({vote}, true);
  take_votes({closed_sample(vote, time.now() - 1min), sample_vote(2, 4710, time.now())});
  (void)heard();
  take_votes({vote}, true, "2");
  EXPECT_EQ(votes.open_vote(ChannelId{4710})->id(), VoteId{1});
  EXPECT_THAT(heard(), ElementsAre("forgotten 4710", "resumed 1"));
}

TEST_F(EdgeMirrorTest, AVoteOfABackupIsToldWhereALaterOneWasClosed) {
  auto const later = sample_vote(2, 4710, time.now() - 1min);
  take_votes({later}, true);
  take_votes({closed_sample(later, time.now())});
  (void)heard();
  take_votes({sample_vote(1, 4710, time.now() - 2min)}, true, "2");
  EXPECT_THAT(heard(), ElementsAre("forgotten 4710", "resumed 1"));
}

TEST_F(EdgeMirrorTest, AnotherVoteMayHaveTheNumberOfOneThatABackupLacks) {
  take_votes({sample_vote(1, 4710, time.now() - 2min), sample_vote(2, 4712, time.now() - 1min)}, true);
  take_votes({closed_sample(sample_vote(1, 4710, time.now() - 2min), time.now())});
  (void)heard();
  take_votes({}, true, "2");
  // Number 1 is given to another channel, and number 2 at another time, before anybody asked what became of it.
  take_votes({sample_vote(1, 4714, time.now()), sample_vote(2, 4712, time.now())}, false, "2");
  EXPECT_THAT(heard(), ElementsAre("forgotten 4714", "opened 1", "forgotten 4712", "forgotten 4712", "opened 2"));
  ASSERT_NE(votes.open_vote(ChannelId{4714}), nullptr);
  EXPECT_EQ(votes.open_vote(ChannelId{4710}), nullptr);
  EXPECT_EQ(votes.find(VoteId{2})->vote().opened_at, time.now());
}

TEST_F(EdgeMirrorTest, AnOpenVoteWhoseNumberNowBelongsToAClosedOneIsToldNoMore) {
  take_votes({sample_vote(2, 4712, time.now() - 1min)}, true);
  (void)heard();
  take_votes({closed_sample(sample_vote(2, 4714, time.now() - 30s), time.now())}, true, "2");
  EXPECT_THAT(heard(), ElementsAre("forgotten 4712", "closed 2"));
  EXPECT_EQ(votes.open_vote(ChannelId{4712}), nullptr);
  EXPECT_EQ(ended, 1);
}

TEST_F(EdgeMirrorTest, OnlyAnotherRunMayHaveLostWhatWasStored) {
  take_votes({}, true);
  take_votes({}, true);
  EXPECT_EQ(runs_changed, 0) << "this edge was away for long";
  take_votes({}, true, "2");
  take_votes({}, false, "2");
  EXPECT_EQ(runs_changed, 1);
}

TEST_F(EdgeMirrorTest, SettingsOfAChannelAreToldWhenTheyChange) {
  auto changes = page(true);
  changes.channels = {sample_channel(4710), sample_channel(4711)};
  mirror.take(changes);
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_FALSE(channels.anonymous_may_vote(ChannelId{4710}).value());
  for (auto& channel : changes.channels) channel.anonymous_may_vote = true;
  changes.reset = false;
  mirror.take(changes);
  mirror.take(changes);
  EXPECT_TRUE(channels.anonymous_may_vote(ChannelId{4710}).value());
  EXPECT_THAT(heard(), ElementsAre("channel 4710"));
  changes = page();
  changes.channels_gone = {ChannelId{4710}};
  mirror.take(changes);
  EXPECT_EQ(channels.find(ChannelId{4710}), nullptr);
}

TEST_F(EdgeMirrorTest, NothingIsForbiddenOnChannelsThatAreStillBeingRead) {
  auto const refusal_for = [this](std::uint64_t channel) {
    auto const anonymous = channels.anonymous_may_vote(ChannelId{channel});
    auto const moderators = channels.moderators_may_control(ChannelId{channel});
    EXPECT_EQ(anonymous.ok(), moderators.ok());
    return anonymous.ok() ? "none" : std::string{code_text(anonymous.refusal().code)};
  };
  EXPECT_EQ(refusal_for(4710), "overloaded") << "this edge has read nothing yet";
  auto changes = page(true);
  changes.channels = {sample_channel(4710)};
  changes.more = true;
  mirror.take(changes);
  EXPECT_EQ(refusal_for(4710), "none");
  EXPECT_EQ(refusal_for(4711), "overloaded");
  mirror.take(page());
  EXPECT_EQ(refusal_for(4711), "none");
  EXPECT_FALSE(channels.anonymous_may_vote(ChannelId{4711}).value()) << "there is no such channel";
  mirror.take(changes);
  EXPECT_EQ(refusal_for(4711), "overloaded") << "everything is read anew: it may have come meanwhile";
}

TEST_F(EdgeMirrorTest, AVoteThatAnotherOneTookThePlaceOfIsForgotten) {
  take_votes({sample_vote(1, 4710), sample_vote(3, 4711)}, true);
  (void)heard();
  // Vote 1 ended while this edge was cut off, and shipvote-web has started again since.
  take_votes({sample_vote(2, 4710, time.now()), sample_vote(3, 4711)}, true);
  EXPECT_EQ(votes.find(VoteId{1}), nullptr);
  EXPECT_EQ(votes.open_vote(ChannelId{4710})->id(), VoteId{2});
  EXPECT_THAT(mirror.missing(), IsEmpty());
  EXPECT_THAT(heard(), ElementsAre("opened 2"));
  EXPECT_EQ(ended, 1) << "its voters need not be remembered";
}

TEST_F(EdgeMirrorTest, WhatANewStartNoLongerHasIsAskedForAndThenForgotten) {
  auto changes = page(true);
  changes.channels = {sample_channel(4710), sample_channel(4712)};
  changes.votes = {sample_vote(1, 4710), sample_vote(2, 4712), sample_vote(3, 4714)};
  mirror.take(changes);
  (void)heard();

  changes.channels = {sample_channel(4712)};
  changes.votes = {sample_vote(2, 4712)};
  mirror.take(changes);
  EXPECT_EQ(channels.find(ChannelId{4710}), nullptr);
  EXPECT_EQ(votes.open_votes().size(), 3U) << "what became of them is not known yet";
  auto missing = mirror.missing();
  std::sort(missing.begin(), missing.end());
  EXPECT_THAT(missing, ElementsAre(VoteId{1}, VoteId{3}));
  EXPECT_THAT(heard(), IsEmpty());

  Changes answer;
  answer.votes = {closed_sample(sample_vote(1, 4710), time.now() - 1h)};
  mirror.take_missing(answer);
  EXPECT_THAT(heard(), ElementsAre("closed 1", "forgotten 4714"));
  EXPECT_THAT(mirror.missing(), IsEmpty());
  EXPECT_EQ(votes.open_votes().size(), 1U);
  EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace shipvote::service
