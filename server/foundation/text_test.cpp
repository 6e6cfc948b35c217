#include "foundation/text.h"

#include <gtest/gtest.h>

namespace shipvote {
namespace {

TEST(Text, IsTrimmedAtBothEndsOnly) {
  EXPECT_EQ(trimmed(" \t a  b\r\n"), "a  b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, CountsCharactersOfEveryLength) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("Yamato"), 6U);
  EXPECT_EQ(characters("Großer Kurfürst"), 15U);
  EXPECT_EQ(characters("大和"), 2U);
  EXPECT_EQ(characters("🚢!"), 2U);
}

}  // namespace
}  // namespace shipvote
