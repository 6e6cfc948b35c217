#include "live/message.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>
#include <set>

#include "foundation/base64.h"
#include "live/decode.h"
#include "live/live_samples.h"
#include "live/range_code.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;
using samples::noon;
using voting::ResultVisibility;

Snapshot told(Snapshot snapshot) {
  if (snapshot.vote) snapshot.vote = told_vote(*snapshot.vote, SIZE_MAX);
  return snapshot;
}

// The real list of ships where it is at hand, a made-up one of the same build elsewhere.
std::vector<ShipId> const& whole_fleet() {
  static std::vector<ShipId> const ships = [] {
    char const* folder = std::getenv("SHIPVOTE_SHARED");
    std::string const shared = folder != nullptr ? folder : SHIPVOTE_SOURCE_DIR "/../shared";
    std::ifstream file(shared + "/data/wargaming/encyclopedia_ships.json");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    std::regex const field(R"re("ship_id": ?(\d+))re");
    std::vector<ShipId> found;
    for (std::sregex_iterator match(text.begin(), text.end(), field), end; match != end; ++match) {
      found.push_back(*parse_id<ShipId>((*match)[1].str()));
    }
    return found.empty() ? samples::fleet(996) : found;
  }();
  return ships;
}

rc::Gen<std::optional<TimePoint>> some_time() {
  return rc::gen::exec([]() -> std::optional<TimePoint> {
    if (*rc::gen::arbitrary<bool>()) return std::nullopt;
    return noon + std::chrono::milliseconds{*rc::gen::inRange(-1'000'000, 1'000'000)};
  });
}

std::vector<ShipId> some_ships(std::vector<ShipId> const& fleet) {
  auto const keep = *rc::gen::inRange(1, 1'001);
  std::mt19937 draw(*rc::gen::arbitrary<std::uint32_t>());
  std::vector<ShipId> ships;
  for (ShipId const ship : fleet) {
    if (draw() % 1'000 < static_cast<unsigned>(keep)) ships.push_back(ship);
  }
  if (ships.empty()) ships.push_back(fleet.front());
  std::shuffle(ships.begin(), ships.end(), draw);
  return ships;
}

LiveVote some_vote(std::vector<ShipId> ships, std::uint32_t largest) {
  std::mt19937 draw(*rc::gen::arbitrary<std::uint32_t>());
  auto const most = *rc::gen::inRange<std::uint32_t>(0, largest) + 1;
  std::vector<std::uint32_t> counts(ships.size());
  for (auto& count : counts) count = static_cast<std::uint32_t>(draw() % (std::uint64_t{most} + 1));
  LiveVote vote = samples::vote(std::move(ships), std::move(counts));
  vote.id = VoteId{*rc::gen::inRange(1U, VoteId::max)};
  vote.ends_at = *some_time();
  vote.visibility =
      *rc::gen::element(ResultVisibility::live, ResultVisibility::after_ballot, ResultVisibility::after_close);
  if (*rc::gen::arbitrary<bool>()) vote = samples::closed(std::move(vote));
  return vote;
}

MessageType some_type() {
  return *rc::gen::element(MessageType::vote_status, MessageType::vote_progress, MessageType::channel_update);
}

RC_GTEST_PROP(Message, TellsEverythingInFiveThousandBytesForEveryVoteOnTheFleet, ()) {
  Snapshot const snapshot = samples::snapshot(some_vote(some_ships(whole_fleet()), 100'000));
  EncodedMessage const message = encode_message(some_type(), snapshot);
  RC_ASSERT(message.text.size() <= limits::message_bytes);
  RC_ASSERT(message.leftover == Leftover{});
  auto const read = decode_message(message.text);
  RC_ASSERT(read && read->live);
  RC_ASSERT(read->live->snapshot == told(snapshot));
}

RC_GTEST_PROP(Message, StaysWithinItsLimitForAnyShipsAndCounts, (std::uint32_t seed)) {
  std::mt19937 draw(seed);
  std::set<ShipId> distinct;
  auto const how_many = *rc::gen::inRange<std::size_t>(1, limits::ships_per_vote + 1);
  while (distinct.size() < how_many) distinct.insert(ShipId{static_cast<std::uint32_t>(draw()) | 1U});
  Snapshot const snapshot = samples::snapshot(some_vote({distinct.begin(), distinct.end()}, 4'000'000));
  auto const most_bytes = *rc::gen::inRange(limits::message_bytes_least, limits::message_bytes + 1);
  EncodedMessage const message = encode_message(some_type(), snapshot, most_bytes);
  RC_ASSERT(message.text.size() <= most_bytes);
  auto const read = decode_message(message.text);
  RC_ASSERT(read && read->live);
  RC_ASSERT(read->live->leftover == message.leftover);
  LiveVote const expected = told_vote(*snapshot.vote, how_many - message.leftover.vote_ships);
  RC_ASSERT(*read->live->snapshot.vote == expected);
}

RC_GTEST_PROP(Message, NonsenseIsNoMessage, (std::string const& text)) {
  RC_ASSERT_FALSE(decode_message(text));
  RC_ASSERT_FALSE(decode_message(base64_encoded(text)));
}

TEST(Message, WithoutOurFieldItIsStillOneOfVersionThree) {
  std::string const json =
      R"({"type":"channel_update","timestamp":"2026-11-23T20:15:00.123Z","data":{"overlay_position":"top_left"}})";
  auto const read = decode_message(base64_encoded(json));
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->live);
  EXPECT_FALSE(decode_message(base64_encoded(json.substr(0, json.size() - 1))));
  EXPECT_FALSE(
      decode_message(base64_encoded(R"({"type":"vote_status","timestamp":"2026-11-23T20:15:00Z","data":{}})")));
}

RC_GTEST_PROP(Message, AnyTextInTheFieldOfOurOwnIsReadWithoutHarm, (std::vector<std::uint8_t> const& digits)) {
  std::string text(1, code_character(protocol_version));
  for (auto const digit : digits) text.push_back(code_character(digit % code_digits));
  auto const read = unpack(text);
  if (read && read->snapshot.vote) RC_ASSERT(read->snapshot.vote->ships.size() <= limits::ships_per_vote);
}

TEST(Message, TheLargestCaseFitsWithRoomForVersionThree) {
  auto const& ships = whole_fleet();
  for (auto const& counts :
       {std::vector<std::uint32_t>(ships.size(), 100'000), samples::counts(ships.size(), 100'000)}) {
    LiveVote vote = samples::vote(ships, counts);
    vote.id = VoteId{VoteId::max};
    Snapshot snapshot = samples::snapshot(samples::closed(vote));
    snapshot.channel.id = ChannelId{ChannelId::max};
    snapshot.vote->channel = snapshot.channel.id;
    EncodedMessage const message = encode_message(MessageType::vote_progress, snapshot);
    EXPECT_LE(message.text.size(), limits::message_bytes);
    EXPECT_EQ(message.leftover, Leftover{});
    auto const read = decode_message(message.text);
    ASSERT_TRUE(read && read->live);
    EXPECT_EQ(read->live->snapshot, told(snapshot));
    EXPECT_GE(read->voted_ships.size(), 10U);
  }
}

TEST(Message, SpeaksVersionThree) {
  auto const text = [](MessageType type, LiveVote const& vote) {
    auto const json = base64_decoded(encode_message(type, samples::snapshot(vote)).text);
    return json ? json->substr(0, json->find(R"(,"live")")) : "";
  };
  LiveVote const vote = samples::vote({ShipId{4'282'267'344}, ShipId{4'276'041'424}, ShipId{4'259'231'440}}, {3, 0, 7});
  EXPECT_EQ(
      text(MessageType::vote_status, vote),
      R"({"type":"vote_status","timestamp":"2026-11-23T12:00:00.123Z","data":{"id":12,"source":"backend","status":"open"})");
  EXPECT_EQ(
      text(MessageType::vote_status, samples::closed(vote)),
      R"({"type":"vote_status","timestamp":"2026-11-23T12:00:00.123Z","data":{"id":12,"source":"backend","status":"closed"})");
  EXPECT_EQ(
      text(MessageType::vote_progress, vote),
      R"({"type":"vote_progress","timestamp":"2026-11-23T12:00:00.123Z","data":{"id":12,"source":"backend","voted_ships":{"4259231440":7,"4282267344":3}})");
  EXPECT_EQ(
      text(MessageType::channel_update, vote),
      R"({"type":"channel_update","timestamp":"2026-11-23T12:00:00.123Z","data":{"overlay_position":"top_left"})");
}

TEST(Message, VersionThreeGetsTheLeadingShips) {
  auto const ships = samples::fleet(400);
  std::vector<std::uint32_t> counts(400);
  for (std::size_t ship = 0; ship < counts.size(); ++ship)
    counts[ship] = static_cast<std::uint32_t>(1'000 + ship * 7 % 400);
  auto const read =
      decode_message(encode_message(MessageType::vote_progress, samples::snapshot(samples::vote(ships, counts))).text);
  ASSERT_TRUE(read);
  ASSERT_GT(read->voted_ships.size(), 100U);
  ASSERT_LT(read->voted_ships.size(), 400U);
  for (std::size_t ship = 0; ship < counts.size(); ++ship) {
    EXPECT_EQ(read->voted_ships.contains(ships[ship]), counts[ship] >= 1'400 - read->voted_ships.size());
  }
}

TEST(Message, HiddenCountsAreNowhereInIt) {
  for (auto const visibility : {ResultVisibility::after_ballot, ResultVisibility::after_close}) {
    for (auto const type : {MessageType::vote_status, MessageType::vote_progress, MessageType::channel_update}) {
      LiveVote vote = samples::vote(samples::fleet(40), samples::counts(40, 1'000));
      LiveVote empty = samples::vote(40, 0);
      vote.visibility = empty.visibility = visibility;
      // Not even the length or order of anything differs from that of a vote without ballots.
      EXPECT_EQ(encode_message(type, samples::snapshot(vote)).text,
                encode_message(type, samples::snapshot(empty)).text);
      auto const shown = decode_message(encode_message(type, samples::snapshot(samples::closed(vote))).text);
      ASSERT_TRUE(shown && shown->live);
      EXPECT_EQ(shown->live->snapshot.vote->ballots, vote.ballots);
    }
  }
}

TEST(Message, WithoutAVoteTheChannelIsTold) {
  Snapshot snapshot;
  snapshot.server_time = noon;
  snapshot.sequence = 17;
  snapshot.channel = samples::channel();
  snapshot.channel.overlay_position = voting::OverlayPosition::top_right;
  snapshot.channel.anonymous_may_vote = true;
  auto const read = decode_message(encode_message(MessageType::channel_update, snapshot).text);
  ASSERT_TRUE(read && read->live);
  EXPECT_EQ(read->live->snapshot, snapshot);
  EXPECT_EQ(read->overlay_position, voting::OverlayPosition::top_right);
}

TEST(Message, CountsAboveAHundredThousandStayExact) {
  LiveVote const vote = samples::vote(samples::fleet(600), samples::counts(600, UINT32_MAX));
  EncodedMessage const message = encode_message(MessageType::vote_progress, samples::snapshot(vote));
  EXPECT_EQ(message.leftover, Leftover{});
  auto const read = decode_message(message.text);
  ASSERT_TRUE(read && read->live);
  EXPECT_EQ(*read->live->snapshot.vote, told_vote(vote, SIZE_MAX));
}

TEST(Message, WhatDoesNotFitKeepsTheLeadersTheSumAndTheWinner) {
  std::vector<ShipId> ships;
  for (std::uint32_t ship = 1; ship <= 1'000; ++ship) ships.push_back(ShipId{ship * 4'194'301U});
  LiveVote const vote = samples::closed(samples::vote(ships, samples::counts(1'000, 4'000'000'000)));
  EncodedMessage const message = encode_message(MessageType::vote_status, samples::snapshot(vote));
  EXPECT_LE(message.text.size(), limits::message_bytes);
  EXPECT_GT(message.leftover.vote_ships, 0U);
  EXPECT_LT(message.leftover.vote_ships, 700U);
  auto const read = decode_message(message.text);
  ASSERT_TRUE(read && read->live && read->live->snapshot.vote);
  LiveVote const& heard = *read->live->snapshot.vote;
  EXPECT_EQ(heard.ballots, vote.ballots);
  EXPECT_EQ(heard.winner, vote.winner);
  EXPECT_EQ(heard.ships.size() + message.leftover.vote_ships, 1'000U);
}

TEST(Message, AnotherProtocolVersionIsNotGuessedAt) {
  std::string text = pack(samples::snapshot(samples::vote(3)), {});
  ASSERT_TRUE(unpack(text));
  text.front() = code_character(protocol_version + 1);
  EXPECT_FALSE(unpack(text));
}

TEST(Message, ASequenceMayRunAheadOfTheClockOrBehindIt) {
  for (std::uint64_t const sequence : {std::uint64_t{1}, std::uint64_t{1'795'435'200'125}, largest_code_number}) {
    Snapshot snapshot = samples::snapshot(samples::vote(3));
    snapshot.sequence = sequence;
    auto const read = unpack(pack(snapshot, {}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->snapshot.sequence, sequence);
  }
}

}  // namespace
}  // namespace shipvote::live
