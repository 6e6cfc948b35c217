#include "service/change_wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "live/state.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using voting::Channel;
using voting::Vote;

template <class Value>
Value any() {
  return *rc::gen::arbitrary<Value>();
}

std::optional<TimePoint> maybe_time() { return any<bool>() ? std::optional{any<TimePoint>()} : std::nullopt; }

Vote any_vote() {
  Vote vote;
  vote.id = any<VoteId>();
  vote.channel = any<ChannelId>();
  vote.ships = *rc::gen::nonEmpty<std::vector<ShipId>>();
  for (std::size_t index = 0; index < vote.ships.size(); ++index) vote.counts.push_back(any<std::uint32_t>());
  vote.state = *rc::gen::element(voting::VoteState::open, voting::VoteState::closed);
  vote.visibility = *rc::gen::element(voting::ResultVisibility::live, voting::ResultVisibility::after_ballot,
                                      voting::ResultVisibility::after_close);
  vote.ballots_may_change = any<bool>();
  vote.opened_at = any<TimePoint>();
  vote.ends_at = maybe_time();
  vote.closed_at = maybe_time();
  if (any<bool>()) {
    vote.close_reason = *rc::gen::element(voting::CloseReason::broadcaster, voting::CloseReason::scheduled,
                                          voting::CloseReason::channel_deleted);
  }
  if (any<bool>()) vote.winner = voting::Winner{any<ShipId>(), any<std::uint32_t>(), any<std::vector<ShipId>>()};
  vote.updated_at = any<TimePoint>();
  return vote;
}

// Only what edges are told.
Channel any_channel() {
  Channel channel;
  channel.id = any<ChannelId>();
  channel.overlay_position = *rc::gen::element(voting::OverlayPosition::top_left, voting::OverlayPosition::top_right);
  channel.anonymous_may_vote = any<bool>();
  channel.only_in_game = any<bool>();
  channel.language = static_cast<voting::Language>(*rc::gen::inRange(0, static_cast<int>(voting::languages)));
  channel.show_result = std::chrono::seconds{*rc::gen::inRange(0, 3'600)};
  channel.latency_hold = any<bool>();
  channel.moderators_may_control = any<bool>();
  return channel;
}

template <class Make>
auto some(Make make) {
  std::vector<decltype(make())> items;
  for (int count = *rc::gen::inRange(0, 4); count > 0; --count) items.push_back(make());
  return items;
}

Changes any_changes() {
  Changes changes;
  changes.place = {"00c0ffee", any<std::uint64_t>(), any<std::uint64_t>()};
  changes.more = any<bool>();
  changes.reset = any<bool>();
  changes.live_messages = *rc::gen::element(ops::LiveMessages::web, ops::LiveMessages::edges, ops::LiveMessages::off);
  changes.votes = some(any_vote);
  changes.tallies = some([] { return ToldTally{any<VoteId>(), any<std::vector<std::uint32_t>>()}; });
  changes.channels = some(any_channel);
  changes.channels_gone = some([] { return any<ChannelId>(); });
  return changes;
}

RC_GTEST_PROP(ChangeWireTest, WhatIsEncodedIsDecoded, ()) {
  auto const changes = any_changes();
  auto const decoded = decode_changes(encode_changes(changes));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(*decoded == changes);
}

// What viewers are told by an edge is what shipvote-web would tell them.
RC_GTEST_PROP(ChangeWireTest, NothingThatViewersAreToldIsLost, ()) {
  Changes changes = any_changes();
  changes.votes = {any_vote()};
  changes.channels = {any_channel()};
  auto const decoded = decode_changes(encode_changes(changes));
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(live::live_vote(decoded->votes.front()) == live::live_vote(changes.votes.front()));
  RC_ASSERT(live::channel_state(decoded->channels.front()) == live::channel_state(changes.channels.front()));
}

RC_GTEST_PROP(ChangeWireTest, AnyTextCanBeGiven, (std::string const& text)) {
  RC_ASSERT(!decode_changes(text));
  auto damaged = encode_changes(any_changes());
  auto const place = *rc::gen::inRange<std::size_t>(0, damaged.size());
  damaged.replace(place, 1, text);
  (void)decode_changes(damaged);  // anything but a crash
}

TEST(ChangeWireTest, ATieSeedNeverLeaves) {
  Changes changes;
  changes.place.run = "1";
  changes.votes = {sample_vote(1, 2)};
  changes.votes.front().tie_seed = 0x5EED;
  auto const text = encode_changes(changes);
  EXPECT_EQ(text.find("seed"), std::string::npos);
  EXPECT_EQ(text.find(std::to_string(0x5EED)), std::string::npos);
}

TEST(ChangeWireTest, WhatDoesNotFitTogetherIsRefused) {
  Changes changes;
  changes.place.run = "1";
  changes.votes = {sample_vote(1, 2)};
  EXPECT_TRUE(decode_changes(encode_changes(changes)));
  changes.votes.front().counts.pop_back();
  EXPECT_FALSE(decode_changes(encode_changes(changes))) << "counts are not parallel";
  changes.votes.front() = sample_vote(1, 2);
  changes.votes.front().ships.clear();
  changes.votes.front().counts.clear();
  EXPECT_FALSE(decode_changes(encode_changes(changes))) << "no ships";
  changes.votes = {sample_vote(0, 2)};
  EXPECT_FALSE(decode_changes(encode_changes(changes))) << "no such id";
}

}  // namespace
}  // namespace shipvote::service
