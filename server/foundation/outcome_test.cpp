#include "foundation/outcome.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace shipvote {
namespace {

Refusal refusal() { return {RefusalCode::conflict, "no", "why not"}; }

TEST(Outcome, IsAValueOrARefusal) {
  Outcome<int> const good{7};
  EXPECT_TRUE(good.ok());
  EXPECT_TRUE(static_cast<bool>(good));
  EXPECT_EQ(good.value(), 7);
  Outcome<int> const bad{refusal()};
  EXPECT_FALSE(bad.ok());
  EXPECT_FALSE(static_cast<bool>(bad));
  EXPECT_EQ(bad.refusal().code, RefusalCode::conflict);
  EXPECT_EQ(bad.refusal().detail, "why not");
}

TEST(Outcome, HandsOverWhatCannotBeCopied) {
  Outcome<std::unique_ptr<int>> outcome{std::make_unique<int>(7)};
  auto const taken = std::move(outcome).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Outcome, OfNothingIsFineOrARefusal) {
  Outcome<void> const good;
  EXPECT_TRUE(good.ok());
  Outcome<void> const bad{refusal()};
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.refusal().message, "no");
}

TEST(OutcomeDeathTest, AbortsWhenTheWrongSideIsTaken) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(static_cast<void>(Outcome<int>{refusal()}.value()), "");
  EXPECT_DEATH(static_cast<void>(Outcome<int>{7}.refusal()), "");
  EXPECT_DEATH(static_cast<void>(Outcome<void>{}.refusal()), "");
}

TEST(Refusal, CollectsFields) {
  auto const with = refusal().with_field("ships", "is empty").with_field("scheduled_end", "is past");
  ASSERT_EQ(with.fields.size(), 2U);
  EXPECT_EQ(with.fields[0].field, "ships");
  EXPECT_EQ(with.fields[1].message, "is past");
}

// Clients and dashboards match on these words.
TEST(Refusal, HasAWordOfItsOwnForEveryCode) {
  EXPECT_EQ(code_text(RefusalCode::already_voted), "already_voted");
  EXPECT_EQ(code_text(RefusalCode::anonymous_not_allowed), "login_required");
  EXPECT_EQ(code_text(RefusalCode::unauthorized), "unauthorized");
  std::set<std::string_view> words;
  auto const last = static_cast<int>(RefusalCode::internal);
  for (int code = 0; code <= last; ++code) {
    auto const word = code_text(static_cast<RefusalCode>(code));
    EXPECT_TRUE(words.insert(word).second) << word;
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << word;
  }
}

}  // namespace
}  // namespace shipvote
