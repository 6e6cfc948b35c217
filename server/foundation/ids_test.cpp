#include "foundation/ids.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <unordered_set>

namespace shipvote {
namespace {

TEST(Ids, ReadDecimalDigitsOnly) {
  EXPECT_EQ(parse_id<ChannelId>("4711"), ChannelId{4711});
  for (auto const* text : {"", "0", "00", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "one", "1\n",
                           "184467440737095516160", "99999999999999999999999999", "\xD9\xA1"}) {
    EXPECT_EQ(parse_id<ChannelId>(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_id<ChannelId>(std::string_view{"1\0", 2}), std::nullopt);
}

TEST(Ids, KeepToTheirRange) {
  EXPECT_EQ(parse_id<ChannelId>("9007199254740991"), ChannelId{9007199254740991});
  EXPECT_EQ(parse_id<ChannelId>("9007199254740992"), std::nullopt);
  EXPECT_EQ(parse_id<VoteId>("2147483647"), VoteId{2147483647});
  EXPECT_EQ(parse_id<VoteId>("2147483648"), std::nullopt);
  EXPECT_EQ(parse_id<ShipId>("4294967295"), ShipId{4294967295});
  EXPECT_EQ(parse_id<ShipId>("4294967296"), std::nullopt);
  // Would be a small number again if it were cut to the type's size.
  EXPECT_EQ(parse_id<ShipId>("4294967297"), std::nullopt);
  EXPECT_EQ(parse_id<AccountId>("18446744073709551615"), std::nullopt);
}

RC_GTEST_PROP(Ids, ReadWhatTheyWrite, ()) {
  auto const number = *rc::gen::inRange<std::uint64_t>(1, ChannelId::max);
  RC_ASSERT(parse_id<ChannelId>(ChannelId{number}.text()) == ChannelId{number});
}

TEST(Ids, CompareAndHashByNumber) {
  EXPECT_LT(ShipId{1}, ShipId{2});
  std::unordered_set<ShipId> ships;
  for (std::uint32_t ship = 0; ship < 1'000; ++ship) ships.insert(ShipId{ship % 500});
  EXPECT_EQ(ships.size(), 500U);
}

}  // namespace
}  // namespace shipvote
