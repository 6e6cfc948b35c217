#include "sim/faults.h"

#include <gtest/gtest.h>

#include <vector>

namespace shipvote::sim {
namespace {

TEST(FaultsTest, NoneWithoutAnOrder) {
  Faults faults(1, "helix");
  for (int call = 0; call < 100; ++call) EXPECT_EQ(faults.draw(), Fault::none);
}

TEST(FaultsTest, GivesTheNextSoManyAndThenNoMore) {
  Faults faults(1, "helix");
  faults.set(Fault::time_out, 2);
  faults.set(Fault::server_error, 1);
  EXPECT_EQ(faults.draw(), Fault::server_error);
  EXPECT_EQ(faults.draw(), Fault::time_out);
  EXPECT_EQ(faults.draw(), Fault::time_out);
  EXPECT_EQ(faults.draw(), Fault::none);
  EXPECT_EQ(faults.rules()[static_cast<std::size_t>(Fault::time_out)].given, 2U);
}

TEST(FaultsTest, GivesAFractionThatTheSeedDecides) {
  Faults one(7, "helix");
  Faults same(7, "helix");
  Faults other(8, "helix");
  std::vector<Fault> drawn;
  std::vector<Fault> drawn_by_other;
  for (auto* faults : {&one, &same, &other}) faults->set(Fault::rate_limited, 0, 0.25);
  int given = 0;
  for (int call = 0; call < 1'000; ++call) {
    drawn.push_back(one.draw());
    drawn_by_other.push_back(other.draw());
    EXPECT_EQ(same.draw(), drawn.back());
    given += drawn.back() == Fault::rate_limited ? 1 : 0;
  }
  EXPECT_NE(drawn, drawn_by_other);
  EXPECT_GT(given, 180);
  EXPECT_LT(given, 320);
}

TEST(FaultsTest, ClearEndsAllOrders) {
  Faults faults(1, "helix");
  faults.set(Fault::server_error, 5, 1);
  faults.clear();
  EXPECT_EQ(faults.draw(), Fault::none);
}

TEST(FaultsTest, EveryFaultHasAWordThatIsUnderstood) {
  for (std::size_t index = 1; index < fault_kinds; ++index) {
    auto const fault = static_cast<Fault>(index);
    EXPECT_EQ(parse_fault(fault_text(fault)), fault);
  }
  EXPECT_EQ(parse_fault("none"), std::nullopt);
  EXPECT_EQ(parse_fault("bad luck"), std::nullopt);
}

}  // namespace
}  // namespace shipvote::sim
