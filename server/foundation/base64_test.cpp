#include "foundation/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <utility>

namespace shipvote {
namespace {

std::optional<std::string> url_decoded(std::string_view text) {
  std::string bytes(text.size(), '\0');
  auto const size = base64url_decode(text, bytes);
  if (!size) return std::nullopt;
  bytes.resize(*size);
  return bytes;
}

TEST(Base64, WritesTheVectorsOfRfc4648) {
  for (auto const& [bytes, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(base64_encoded(bytes), text);
    EXPECT_EQ(base64_decoded(text), bytes);
    std::string const bare = std::string{text}.substr(0, std::string_view{text}.find('='));
    EXPECT_EQ(base64url_encoded(bytes), bare);
    EXPECT_EQ(url_decoded(bare), bytes);
    EXPECT_EQ(base64_decoded(bare), bytes);
  }
  EXPECT_EQ(base64_encoded("\xFB\xFF\xFE"), "+//+");
  EXPECT_EQ(base64url_encoded("\xFB\xFF\xFE"), "-__-");
}

RC_GTEST_PROP(Base64, ReadsWhatItWrote, (std::string const& bytes)) {
  RC_ASSERT(base64_decoded(base64_encoded(bytes)) == bytes);
  RC_ASSERT(url_decoded(base64url_encoded(bytes)) == bytes);
}

// There is one way to write bytes: whatever can be read is what would have been written.
RC_GTEST_PROP(Base64, ReadsNothingElse, ()) {
  auto const text =
      *rc::gen::container<std::string>(rc::gen::element('A', 'B', 'g', 'w', '9', '-', '_', '+', '/', '='));
  if (auto const bytes = url_decoded(text)) RC_ASSERT(base64url_encoded(*bytes) == text);
  if (auto const bytes = base64_decoded(text)) {
    auto const written = base64_encoded(*bytes);
    RC_ASSERT(written == text || written.substr(0, written.find('=')) == text);
  }
}

TEST(Base64, RefusesStrayBitsPaddingAndOtherCharacters) {
  for (auto const* text :
       {"A", "AAAAA", "Zh", "Zm9", "Zg==", "Zg=", "Z", "+//+", "Zm 9v", "Zm9v\n", "Zm9v.", "=", "===="}) {
    EXPECT_EQ(url_decoded(text), std::nullopt) << text;
  }
  for (auto const* text :
       {"Zh==", "Zm9=", "Zg=", "Zg===", "Zm9v=", "Zm9v====", "=", "====", "-__-", "Zm9v\n", "Z===", "A=A="}) {
    EXPECT_EQ(base64_decoded(text), std::nullopt) << text;
  }
  EXPECT_EQ(base64_decoded(std::string_view{"Zm\0v", 4}), std::nullopt);
}

TEST(Base64, DoesNotWriteBeyondTheBuffer) {
  std::array<char, 4> buffer{'x', 'x', 'x', 'x'};
  EXPECT_EQ(base64url_decode("Zm9v", std::span{buffer}.first(2)), std::nullopt);
  EXPECT_EQ(base64url_decode("Zm9v", std::span{buffer}.first(3)), 3U);
  EXPECT_EQ(buffer, (std::array<char, 4>{'f', 'o', 'o', 'x'}));
  EXPECT_EQ(base64url_decode("", {}), 0U);
}

}  // namespace
}  // namespace shipvote
