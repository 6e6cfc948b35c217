#include "service/batch_wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "foundation/limits.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using voting::Ballot;
using voting::BallotVerdict;

constexpr TimePoint sent_at{std::chrono::milliseconds{0x0000'0192'A1A2'A3A4}};

std::string written(std::vector<Ballot> const& ballots, TimePoint when = sent_at) {
  BatchWriter writer{ballots.size(), when};
  for (auto const& ballot : ballots) writer.add(ballot);
  return std::move(writer).take();
}

bool same(Ballot const& one, Ballot const& other) {
  return one.vote == other.vote && one.ship == other.ship && one.channel == other.channel && one.viewer == other.viewer;
}

constexpr std::array all_verdicts{BallotVerdict::accepted,         BallotVerdict::already_voted,
                                  BallotVerdict::vote_closed,      BallotVerdict::vote_not_found,
                                  BallotVerdict::ship_not_on_vote, BallotVerdict::overloaded,
                                  BallotVerdict::storage_failed,   BallotVerdict::outcome_unknown};

RC_GTEST_PROP(BatchWireTest, WhatIsWrittenIsRead, ()) {
  auto const ballots = *rc::gen::nonEmpty<std::vector<Ballot>>();
  auto const now = *rc::gen::arbitrary<TimePoint>();
  auto const sent = *rc::gen::arbitrary<TimePoint>();
  auto const bytes = written(ballots, sent);
  auto const batch = BatchReader::of(bytes);
  RC_ASSERT(batch.has_value());
  RC_ASSERT(batch->size() == ballots.size());
  RC_ASSERT(batch->sent_at() == sent);
  for (std::size_t index = 0; index < ballots.size(); ++index) {
    RC_ASSERT(same(batch->at(index, now), ballots[index]));
    RC_ASSERT(batch->at(index, now).cast_at == now);
  }
}

RC_GTEST_PROP(BatchWireTest, ABatchThatIsCutOrLengthenedIsNone, ()) {
  auto const bytes = written(*rc::gen::nonEmpty<std::vector<Ballot>>());
  auto const kept = *rc::gen::inRange<std::size_t>(0, bytes.size());
  RC_ASSERT(!BatchReader::of(std::string_view{bytes}.substr(0, kept)));
  RC_ASSERT(!BatchReader::of(bytes + *rc::gen::nonEmpty<std::string>()));
}

RC_GTEST_PROP(BatchWireTest, AnyBytesCanBeGiven, (std::string const& bytes)) {
  RC_ASSERT(!BatchReader::of(bytes));  // nobody guesses the mark and the length
  auto const changed = [&] {
    auto batch = written({sample_ballot(1, 2, 3)});
    for (std::size_t place = 0; place < std::min(bytes.size(), batch.size() - 16); ++place)
      batch[16 + place] = bytes[place];
    return batch;
  }();
  if (auto const batch = BatchReader::of(changed)) {
    RC_ASSERT(batch->at(0, {}).vote.value >= 1);
    RC_ASSERT(batch->at(0, {}).vote.value <= VoteId::max);
    RC_ASSERT(batch->at(0, {}).channel.value <= ChannelId::max);
  }
}

ToldTally tally_of(std::vector<std::uint32_t> const& counts) { return {*rc::gen::arbitrary<VoteId>(), counts}; }

RC_GTEST_PROP(BatchWireTest, VerdictsAndTalliesComeBackInOrder, ()) {
  BatchAnswer answer;
  answer.verdicts =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<BallotVerdict>>(rc::gen::elementOf(all_verdicts)));
  for (auto const& counts : *rc::gen::arbitrary<std::vector<std::vector<std::uint32_t>>>()) {
    if (!counts.empty()) answer.tallies.push_back(tally_of(counts));
  }
  auto const bytes = encode_answer(answer);
  auto const ballots = answer.verdicts.size();
  RC_ASSERT(decode_answer(bytes, ballots) == answer);
  RC_ASSERT(!decode_answer(bytes, ballots + 1));
  RC_ASSERT(!decode_answer(bytes + "x", ballots));
  auto const cut =
      decode_answer(std::string_view{bytes}.substr(0, *rc::gen::inRange<std::size_t>(0, bytes.size())), ballots);
  bool const is_shorter = !cut || cut->tallies.size() < answer.tallies.size();
  RC_ASSERT(is_shorter);
}

TEST(BatchWireTest, LooksAsItIsDescribed) {
  Ballot ballot;
  ballot.vote = VoteId{0x01020304};
  ballot.ship = ShipId{0xF1F2F3F4};
  ballot.channel = ChannelId{0x000A0B0C0D0E0F11};
  for (std::size_t byte = 0; byte < 16; ++byte) ballot.viewer.bytes[byte] = static_cast<std::uint8_t>(byte);
  std::string const expected{
      "SVB2\x01\x00\x00\x00"
      "\xA4\xA3\xA2\xA1\x92\x01\x00\x00"
      "\x04\x03\x02\x01"
      "\xF4\xF3\xF2\xF1"
      "\x11\x0F\x0E\x0D\x0C\x0B\x0A\x00"
      "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F",
      48};
  EXPECT_EQ(written({ballot}), expected);
  BatchAnswer const answer{{all_verdicts.begin(), all_verdicts.end()}, {{VoteId{0x01020304}, {7, 0xF1F2F3F4}}}};
  EXPECT_EQ(encode_answer(answer), (std::string{"SVV2\x08\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08"
                                                "\x04\x03\x02\x01\x02\x00\x00\x00"
                                                "\x07\x00\x00\x00\xF4\xF3\xF2\xF1",
                                                32}));
}

TEST(BatchWireTest, IdsThatCannotExistAreRefused) {
  auto const with = [](auto change) {
    auto ballot = sample_ballot(1, 2, 3);
    change(ballot);
    return BatchReader::of(written({sample_ballot(1, 2, 3), ballot})).has_value();
  };
  EXPECT_TRUE(with([](Ballot&) {}));
  EXPECT_FALSE(with([](Ballot& ballot) { ballot.vote = VoteId{0}; }));
  EXPECT_FALSE(with([](Ballot& ballot) { ballot.vote = VoteId{VoteId::max + 1}; }));
  EXPECT_FALSE(with([](Ballot& ballot) { ballot.ship = ShipId{0}; }));
  EXPECT_FALSE(with([](Ballot& ballot) { ballot.channel = ChannelId{0}; }));
  EXPECT_FALSE(with([](Ballot& ballot) { ballot.channel = ChannelId{ChannelId::max + 1}; }));
}

TEST(BatchWireTest, TheLargestBatchFitsIntoARequestAndNoneIsEmpty) {
  std::vector<Ballot> const most(limits::ballots_per_batch, sample_ballot(1, 2, 3));
  auto const bytes = written(most);
  EXPECT_LE(bytes.size(), limits::request_body_bytes);
  EXPECT_TRUE(BatchReader::of(bytes));
  auto const none = std::string{"SVB2\0\0\0\0\0\0\0\0\0\0\0\0", 16};
  EXPECT_FALSE(BatchReader::of(none));
  auto const unknown = std::string{"SVV2\x01\x00\x00\x00\x09", 9};
  EXPECT_FALSE(decode_answer(unknown, 1));
}

TEST(BatchWireTest, ATimeThatCannotBeIsRefused) {
  auto bytes = written({sample_ballot(1, 2, 3)});
  EXPECT_TRUE(BatchReader::of(bytes));
  bytes[15] = '\x01';
  EXPECT_FALSE(BatchReader::of(bytes)) << "or ages could not be told";
}

TEST(BatchWireTest, TalliesThatCannotBeAreRefused) {
  auto const with = [](ToldTally tally) {
    return decode_answer(encode_answer({{BallotVerdict::accepted}, {std::move(tally)}}), 1).has_value();
  };
  EXPECT_TRUE(with({VoteId{1}, {0}}));
  EXPECT_FALSE(with({VoteId{0}, {0}}));
  EXPECT_FALSE(with({VoteId{1}, {}}));
  EXPECT_TRUE(with({VoteId{1}, std::vector<std::uint32_t>(limits::ships_per_vote)}));
  EXPECT_FALSE(with({VoteId{1}, std::vector<std::uint32_t>(limits::ships_per_vote + 1)}));
}

}  // namespace
}  // namespace shipvote::service
