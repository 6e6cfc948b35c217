#include "twitch/viewer_key.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <iomanip>
#include <sstream>
#include <string>
#include <thread>

namespace shipvote::twitch {
namespace {

std::string hex(voting::ViewerKey const& key) {
  std::ostringstream text;
  for (int const byte : key.bytes) text << std::hex << std::setw(2) << std::setfill('0') << byte;
  return text.str();
}

TEST(ViewerKey, IsTheFirstHalfOfSha256) {
  EXPECT_EQ(hex(viewer_key("abc")), "ba7816bf8f01cfea414140de5dae2223");
  EXPECT_EQ(hex(viewer_key("UG12X345T6J78")), "7ddc619d81e37c18426182f27d364249");
  EXPECT_EQ(hex(viewer_key("")), "e3b0c44298fc1c149afbf4c8996fb924");
}

TEST(ViewerKey, IsTheSameInEveryThread) {
  auto const here = viewer_key("U1");
  voting::ViewerKey there;
  std::thread{[&] { there = viewer_key("U1"); }}.join();
  EXPECT_EQ(here, there);
}

RC_GTEST_PROP(ViewerKey, TellsViewersApart, (std::string const& one, std::string const& other)) {
  RC_ASSERT((viewer_key(one) == viewer_key(other)) == (one == other));
}

}  // namespace
}  // namespace shipvote::twitch
