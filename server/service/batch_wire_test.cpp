#include "service/batch_wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "foundation/limits.h"
#include "service/edge_samples.h"

namespace shipvote::service {
namespace {

using voting::Ballot;
using voting::BallotVerdict;

std::string written(std::vector<Ballot> const& ballots) {
  BatchWriter writer{ballots.size()};
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
  auto const bytes = written(ballots);
  auto const batch = BatchReader::of(bytes);
  RC_ASSERT(batch.has_value());
  RC_ASSERT(batch->size() == ballots.size());
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
    for (std::size_t place = 0; place < std::min(bytes.size(), batch.size() - 8); ++place)
      batch[8 + place] = bytes[place];
    return batch;
  }();
  if (auto const batch = BatchReader::of(changed)) {
    RC_ASSERT(batch->at(0, {}).vote.value >= 1);
    RC_ASSERT(batch->at(0, {}).vote.value <= VoteId::max);
    RC_ASSERT(batch->at(0, {}).channel.value <= ChannelId::max);
  }
}

RC_GTEST_PROP(BatchWireTest, VerdictsComeBackInOrder, ()) {
  auto const verdicts =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<BallotVerdict>>(rc::gen::elementOf(all_verdicts)));
  auto const bytes = encode_verdicts(verdicts);
  RC_ASSERT(decode_verdicts(bytes, verdicts.size()) == verdicts);
  RC_ASSERT(!decode_verdicts(bytes, verdicts.size() + 1));
  RC_ASSERT(!decode_verdicts(bytes + "x", verdicts.size()));
}

TEST(BatchWireTest, LooksAsItIsDescribed) {
  Ballot ballot;
  ballot.vote = VoteId{0x01020304};
  ballot.ship = ShipId{0xF1F2F3F4};
  ballot.channel = ChannelId{0x000A0B0C0D0E0F11};
  for (std::size_t byte = 0; byte < 16; ++byte) ballot.viewer.bytes[byte] = static_cast<std::uint8_t>(byte);
  std::string const expected{
      "SVB1\x01\x00\x00\x00"
      "\x04\x03\x02\x01"
      "\xF4\xF3\xF2\xF1"
      "\x11\x0F\x0E\x0D\x0C\x0B\x0A\x00"
      "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F",
      40};
  EXPECT_EQ(written({ballot}), expected);
  EXPECT_EQ(encode_verdicts(all_verdicts), (std::string{"SVV1\x08\x00\x00\x00\x01\x02\x03\x04\x05\x06\x07\x08", 16}));
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
  auto const none = std::string{"SVB1\0\0\0\0", 8};
  EXPECT_FALSE(BatchReader::of(none));
  auto const unknown = std::string{"SVV1\x01\x00\x00\x00\x09", 9};
  EXPECT_FALSE(decode_verdicts(unknown, 1));
}

}  // namespace
}  // namespace shipvote::service
