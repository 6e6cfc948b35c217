#include "live/range_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace shipvote::live {
namespace {

struct Choice {
  std::uint64_t start, size, total;
};

rc::Gen<Choice> choices() {
  return rc::gen::exec([] {
    auto const total = *rc::gen::oneOf(rc::gen::inRange<std::uint64_t>(1, 100),
                                       rc::gen::inRange<std::uint64_t>(1, largest_code_total + 1));
    auto const start = *rc::gen::oneOf(rc::gen::just<std::uint64_t>(0), rc::gen::just(total - 1),
                                       rc::gen::inRange<std::uint64_t>(0, total));
    auto const size = *rc::gen::inRange<std::uint64_t>(1, total - start + 1);
    return Choice{start, size, total};
  });
}

RC_GTEST_PROP(RangeCode, ReadsWhatWasWritten, ()) {
  auto const written = *rc::gen::container<std::vector<Choice>>(choices());
  RangeEncoder encoder;
  for (Choice const& choice : written) encoder.part(choice.start, choice.size, choice.total);
  std::string const text = encoder.finish();
  RangeDecoder decoder(text);
  for (Choice const& choice : written) {
    std::uint64_t const place = decoder.place(choice.total);
    RC_ASSERT(place >= choice.start);
    RC_ASSERT(place < choice.start + choice.size);
    decoder.take(choice.start, choice.size);
  }
  RC_ASSERT_FALSE(decoder.broken());
}

RC_GTEST_PROP(RangeCode, NumbersOfAnySizeComeBack, ()) {
  auto const written =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, largest_code_number + 1));
  RangeEncoder encoder;
  for (auto const number : written) encoder.number(number);
  encoder.number(largest_code_number);
  std::string const text = encoder.finish();
  RangeDecoder decoder(text);
  for (auto const number : written) RC_ASSERT(decoder.number() == number);
  RC_ASSERT(decoder.number() == largest_code_number);
}

RC_GTEST_PROP(RangeCode, NonsenseIsReadWithoutHarm, (std::string const& text)) {
  RangeDecoder decoder(text);
  for (int number = 0; number < 50; ++number) RC_ASSERT(decoder.number() <= largest_code_number);
}

TEST(RangeCode, UsesOnlyCharactersThatJsonLeavesAlone) {
  for (std::uint64_t digit = 0; digit < code_digits; ++digit) {
    char const character = code_character(digit);
    EXPECT_GE(character, ' ');
    EXPECT_LE(character, '~');
    EXPECT_NE(character, '"');
    EXPECT_NE(character, '\\');
    EXPECT_EQ(code_digit(character), digit);
  }
  EXPECT_EQ(code_digit('"'), code_digits);
  EXPECT_EQ(code_digit('\x80'), code_digits);
}

TEST(RangeCode, ACarryRunsThroughDigitsWrittenBefore) {
  // The last of 93 equal parts again and again writes the largest digit; the last choice tips them over.
  RangeEncoder encoder;
  for (int choice = 0; choice < 30; ++choice) encoder.uniform(92, 93);
  encoder.part(1, largest_code_total - 1, largest_code_total);
  std::string const text = encoder.finish();
  RangeDecoder decoder(text);
  for (int choice = 0; choice < 30; ++choice) EXPECT_EQ(decoder.uniform(93), 92U);
  EXPECT_GE(decoder.place(largest_code_total), 1U);
}

TEST(RangeCode, CostsWhatTheOddsSay) {
  RangeEncoder encoder;
  for (int choice = 0; choice < 1000; ++choice) encoder.uniform(static_cast<std::uint64_t>(choice * 97), 100'001);
  // 1,000 x log93(100,001) = 2540.0
  EXPECT_LE(encoder.finish().size(), 2'541U);
}

}  // namespace
}  // namespace shipvote::live
