// Presets, pages of history, and curves, as the store keeps and tells them.
#include <gmock/gmock.h>

#include <numeric>

#include "foundation/limits.h"
#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using voting::CloseReason;
using voting::NewPreset;
using voting::PresetId;
using voting::ShipRule;

constexpr ChannelId own{1};

voting::Channel channel(std::uint64_t id) {
  voting::Channel made;
  made.id = ChannelId{id};
  made.wows_username = "Captain";
  return made;
}

NewPreset by_rule(std::string name) {
  ShipRule rule;
  rule.nations = {"japan", "pan_asia"};
  rule.types = {voting::ShipType::cruiser, voting::ShipType::submarine};
  rule.tier_from = 8;
  rule.tier_to = 10;
  rule.premium = voting::PremiumChoice::without;
  rule.not_won_in_last = 5;
  rule.draw = 3;
  NewPreset preset;
  preset.name = std::move(name);
  preset.ships = std::move(rule);
  preset.duration = std::chrono::seconds{180};
  preset.visibility = voting::ResultVisibility::after_ballot;
  preset.ballots_may_change = true;
  return preset;
}

NewPreset by_list(std::string name) {
  NewPreset preset;
  preset.name = std::move(name);
  preset.ships = std::vector<ShipId>{ship(7), ship(1)};
  return preset;
}

class StoredPresets : public ::testing::Test {
 protected:
  StoredPresets() : store_(open_store(folder_.path())) { store_->save_channel(channel(1)); }

  TemporaryFolder folder_{fast_folders()};
  std::unique_ptr<Store> store_;
};

TEST_F(StoredPresets, AreKeptWholeByName) {
  auto const rule = store_->add_preset(own, by_rule("Zulu"), at(1)).value();
  auto const list = store_->add_preset(own, by_list("alpha"), at(2)).value();
  EXPECT_EQ(rule.content, by_rule("Zulu"));
  EXPECT_EQ(list.created_at, at(2));
  EXPECT_NE(rule.id, list.id);
  store_.reset();
  store_ = open_store(folder_.path());
  EXPECT_THAT(store_->presets(own), ElementsAre(list, rule));
  EXPECT_THAT(store_->presets(ChannelId{2}), IsEmpty());
}

TEST_F(StoredPresets, AreReplacedAndRemoved) {
  auto const id = store_->add_preset(own, by_rule("One"), at(1)).value().id;
  auto const changed = store_->change_preset(own, id, by_list("ONE"), at(2)).value();
  EXPECT_EQ(changed.id, id);
  EXPECT_EQ(changed.created_at, at(1));
  EXPECT_EQ(changed.updated_at, at(2));
  EXPECT_THAT(store_->presets(own), ElementsAre(changed));
  auto empty = by_rule("Any");
  empty.ships = ShipRule{};
  empty.duration.reset();
  EXPECT_EQ(store_->change_preset(own, id, empty, at(3)).value().content, empty);
  EXPECT_EQ(store_->presets(own).front().content, empty);
  EXPECT_EQ(store_->change_preset(ChannelId{2}, id, by_list("x"), at(2)).refusal().code, RefusalCode::not_found);
  EXPECT_FALSE(store_->remove_preset(ChannelId{2}, id));
  EXPECT_TRUE(store_->remove_preset(own, id));
  EXPECT_FALSE(store_->remove_preset(own, id));
  EXPECT_EQ(store_->change_preset(own, id, by_list("x"), at(2)).refusal().code, RefusalCode::not_found);
}

TEST_F(StoredPresets, HaveANameOfTheirOwn) {
  EXPECT_TRUE(store_->add_preset(own, by_list("Evening"), at(1)));
  auto const other = store_->add_preset(own, by_list("Morning"), at(1)).value();
  EXPECT_EQ(store_->add_preset(own, by_rule("evening"), at(2)).refusal().code, RefusalCode::conflict);
  EXPECT_EQ(store_->change_preset(own, other.id, by_list("EVENING"), at(2)).refusal().code, RefusalCode::conflict);
  store_->save_channel(channel(2));
  EXPECT_TRUE(store_->add_preset(ChannelId{2}, by_list("Evening"), at(1)));
  EXPECT_EQ(store_->add_preset(ChannelId{3}, by_list("Evening"), at(1)).refusal().code, RefusalCode::channel_not_found);
}

TEST_F(StoredPresets, AreLimitedAndGoWithTheirChannel) {
  for (std::size_t number = 0; number < limits::presets_per_channel; ++number) {
    ASSERT_TRUE(store_->add_preset(own, by_list(std::to_string(number)), at(1)));
  }
  EXPECT_EQ(store_->add_preset(own, by_list("one more"), at(1)).refusal().code, RefusalCode::limit_reached);
  EXPECT_EQ(store_->presets(own).size(), limits::presets_per_channel);
  EXPECT_TRUE(store_->delete_channel(own, at(2)));
  EXPECT_THAT(store_->presets(own), IsEmpty());
}

TEST(StoredHistory, IsPagedBackwards) {
  TemporaryFolder const folder{fast_folders()};
  auto const store = open_store(folder.path());
  for (int number = 0; number < 5; ++number) {
    auto const vote = store->open_vote(new_vote(number == 2 ? 2 : 1), 1, at(number)).value().id;
    if (number < 4) (void)store->close_vote(vote, CloseReason::broadcaster, at(number));
  }
  auto const page = [&](std::uint32_t before, std::size_t most) {
    std::vector<std::uint32_t> ids;
    for (auto const& vote : store->closed_votes_before(own, VoteId{before}, most)) ids.push_back(vote.id.value);
    return ids;
  };
  EXPECT_THAT(page(VoteId::max, 10), ElementsAre(4, 2, 1));  // 3 is another channel's, 5 is open
  EXPECT_THAT(page(VoteId::max, 2), ElementsAre(4, 2));
  EXPECT_THAT(page(2, 2), ElementsAre(1));
  EXPECT_THAT(page(1, 2), IsEmpty());
}

TEST(StoredCurve, TellsWhatCountedWhen) {
  TemporaryFolder const folder{fast_folders()};
  auto const store = open_store(folder.path());
  auto asked = new_vote(1);
  asked.ballots_may_change = true;
  auto const vote = store->open_vote(asked, 1, at(0)).value().id;
  (void)cast_all(*store, {ballot(vote, 1, 0, at(1)), ballot(vote, 2, 0, at(15)), ballot(vote, 1, 2, at(25)),
                          ballot(vote, 3, 1, at(99))});
  auto const curve = store->ballot_curve(vote, at(40), 4);
  EXPECT_EQ(curve.from, at(0));
  EXPECT_EQ(curve.bucket, std::chrono::seconds{10});
  EXPECT_THAT(curve.counts, ElementsAre(ElementsAre(1, 0, 0), ElementsAre(2, 0, 0), ElementsAre(1, 0, 1),
                                        ElementsAre(1, 1, 1)));  // what came after the end is in the last
  EXPECT_EQ(curve.counts.back(), store->vote(vote)->counts);
  EXPECT_THROW((void)store->ballot_curve(VoteId{9}, at(40), 4), StoreFailure);
}

TEST(StoredCurve, HasWholeSecondsAndNoMoreBucketsThanAsked) {
  TemporaryFolder const folder{fast_folders()};
  auto const store = open_store(folder.path());
  auto const vote = store->open_vote(new_vote(1), 1, at(0)).value().id;
  EXPECT_EQ(store->ballot_curve(vote, at(0), 120).counts.size(), 1U);
  EXPECT_EQ(store->ballot_curve(vote, at(3), 120).counts.size(), 3U);
  for (std::int64_t const seconds : {119, 120, 121, 239, 241, 3'600, 86'400}) {
    auto const curve = store->ballot_curve(vote, at(seconds), 120);
    EXPECT_LE(curve.counts.size(), 120U);
    EXPECT_GE(curve.counts.size() * curve.bucket, std::chrono::seconds{seconds});
    EXPECT_EQ(curve.bucket % std::chrono::seconds{1}, std::chrono::seconds{0});
  }
}

}  // namespace
}  // namespace shipvote::store
