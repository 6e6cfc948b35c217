#include "sim/delivery.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace shipvote::sim {
namespace {

using namespace std::chrono_literals;

// A listener that remembers what it was sent.
class Memory final : public http::Stream {
 public:
  bool send(http::SharedBytes bytes) override {
    if (bytes->starts_with("data: ")) heard.push_back(bytes->substr(6, bytes->size() - 8));
    return !closed_;
  }
  void close() override { closed_ = true; }
  [[nodiscard]] bool closed() const noexcept override { return closed_; }

  std::vector<std::string> heard;

 private:
  bool closed_ = false;
};

SharedMessage message(std::string text, std::string channel = "4711",
                      std::vector<std::string> targets = {"broadcast"}) {
  LiveMessage made;
  made.channel_id = std::move(channel);
  made.targets = std::move(targets);
  made.content_type = "application/json";
  made.message = std::move(text);
  return std::make_shared<LiveMessage const>(std::move(made));
}

struct Room {
  boost::asio::io_context loop;
  Delivery delivery{loop, 1};
  std::shared_ptr<Memory> listener(std::string const& channel = "4711", std::string const& viewer = "") {
    auto stream = std::make_shared<Memory>();
    EXPECT_TRUE(delivery.listen(channel, viewer, stream));
    return stream;
  }
};

TEST(PlanDeliveryTest, DoesNothingUnasked) {
  Chance chance(1);
  for (int time = 0; time < 100; ++time) {
    auto const plan = plan_delivery(chance, {});
    EXPECT_EQ(plan.after, std::vector{0ms});
    EXPECT_FALSE(plan.may_be_overtaken);
  }
}

TEST(PlanDeliveryTest, IsDecidedByTheSeed) {
  DeliveryKnobs const knobs{0.2, 0.3, 0.1, 10ms, 500ms};
  Chance one(9);
  Chance same(9);
  Chance other(10);
  int differences = 0;
  for (int time = 0; time < 200; ++time) {
    auto const plan = plan_delivery(one, knobs);
    EXPECT_EQ(plan_delivery(same, knobs).after, plan.after);
    differences += plan_delivery(other, knobs).after != plan.after ? 1 : 0;
  }
  EXPECT_GT(differences, 100);
}

TEST(PlanDeliveryTest, KeepsToTheKnobs) {
  Chance chance(3);
  int lost = 0;
  int twice = 0;
  int late = 0;
  for (int time = 0; time < 2'000; ++time) {
    auto const plan = plan_delivery(chance, {0.2, 0.3, 0.1, 10ms, 500ms});
    lost += plan.after.empty() ? 1 : 0;
    twice += plan.after.size() == 2 ? 1 : 0;
    late += plan.may_be_overtaken ? 1 : 0;
    for (auto const after : plan.after) {
      auto const held = plan.may_be_overtaken ? reordered_by : 0ms;
      EXPECT_GE(after, held + 10ms);
      EXPECT_LE(after, held + 500ms);
    }
  }
  EXPECT_NEAR(lost, 400, 80);
  EXPECT_NEAR(twice, 480, 90);  // of those that were not lost
  EXPECT_NEAR(late, 200, 60);
}

TEST(DeliveryTest, ReachesTheListenersOfTheChannelInOrder) {
  Room room;
  auto const here = room.listener();
  auto const elsewhere = room.listener("4712");
  for (auto const* text : {"one", "two", "three"}) room.delivery.deliver(message(text));
  room.loop.poll();
  ASSERT_EQ(here->heard.size(), 3U);
  EXPECT_EQ(boost::json::parse(here->heard[0]),
            boost::json::parse(R"({"target":"broadcast","contentType":"application/json","message":"one"})"));
  EXPECT_EQ(boost::json::parse(here->heard[2]).at("message"), "three");
  EXPECT_TRUE(elsewhere->heard.empty());
  EXPECT_EQ(room.delivery.figures().delivered, 3U);
}

TEST(DeliveryTest, HasNoHistory) {
  Room room;
  room.delivery.deliver(message("before"));
  room.loop.poll();
  auto const late = room.listener();
  room.delivery.deliver(message("after"));
  room.loop.poll();
  ASSERT_EQ(late->heard.size(), 1U);
}

TEST(DeliveryTest, TakesGlobalMessagesToAllAndWhispersToOne) {
  Room room;
  auto const one = room.listener("4711", "U1");
  auto const other = room.listener("4712", "U2");
  room.delivery.deliver(message("to all", "all", {"global"}));
  room.delivery.deliver(message("to one", "4711", {"whisper-U1"}));
  room.delivery.deliver(message("to nobody here", "4711", {"whisper-U2"}));
  room.loop.poll();
  EXPECT_EQ(one->heard.size(), 2U);
  EXPECT_EQ(other->heard.size(), 1U);
}

// Several views on one stream: the event's name says whose it is, and each has losses of its own.
TEST(DeliveryTest, CarriesSeveralViewsOnOneStream) {
  class Texts final : public http::Stream {
   public:
    bool send(http::SharedBytes bytes) override {
      all += *bytes;
      return true;
    }
    void close() override {}
    [[nodiscard]] bool closed() const noexcept override { return false; }
    [[nodiscard]] std::size_t count(std::string const& text) const {
      std::size_t found = 0;
      for (auto place = all.find(text); place != std::string::npos; place = all.find(text, place + 1)) ++found;
      return found;
    }
    std::string all;
  };
  Room room;
  auto const stream = std::make_shared<Texts>();
  ASSERT_TRUE(room.delivery.listen("4711", "U1", stream, "overlay"));
  ASSERT_TRUE(room.delivery.listen("4711", "U2", stream, "mobile"));
  room.delivery.deliver(message("to one", "4711", {"whisper-U2"}));
  room.loop.poll();
  EXPECT_EQ(stream->count("event: mobile\ndata: "), 1U);
  EXPECT_EQ(stream->count("event: overlay\ndata: "), 0U);
  room.delivery.set_knobs(DeliveryKnobs{0.5, 0, 0, 0ms, 0ms});
  for (int time = 0; time < 100; ++time) room.delivery.deliver(message("x"));
  room.loop.poll();
  auto const overlay = stream->count("event: overlay\ndata: ");
  auto const mobile = stream->count("event: mobile\ndata: ") - 1;
  EXPECT_NEAR(static_cast<double>(overlay), 50, 25);
  EXPECT_NEAR(static_cast<double>(mobile), 50, 25);
}

TEST(DeliveryTest, LosesAndDoublesAsOrdered) {
  Room room;
  auto const lossy = room.listener("1");
  auto const doubled = room.listener("2");
  room.delivery.set_knobs("1", DeliveryKnobs{1, 0, 0, 0ms, 0ms});
  room.delivery.set_knobs(DeliveryKnobs{0, 1, 0, 0ms, 0ms});
  room.delivery.deliver(message("x", "1"));
  room.delivery.deliver(message("x", "2"));
  room.loop.poll();
  EXPECT_TRUE(lossy->heard.empty());
  EXPECT_EQ(doubled->heard.size(), 2U);
  EXPECT_EQ(room.delivery.figures().lost, 1U);
  EXPECT_EQ(room.delivery.figures().duplicated, 1U);
  room.delivery.clear_knobs();
  room.delivery.deliver(message("y", "1"));
  room.loop.poll();
  EXPECT_EQ(lossy->heard.size(), 1U);
}

TEST(DeliveryTest, LosesInTurn) {
  Room room;
  auto const listener = room.listener();
  DeliveryKnobs knobs;
  knobs.lose_every = 3;
  room.delivery.set_knobs(knobs);
  for (char const* const text : {"a", "b", "c", "d", "e"}) room.delivery.deliver(message(text));
  room.loop.poll();
  EXPECT_EQ(listener->heard.size(), 3U) << "without the first and the fourth";
  EXPECT_EQ(room.delivery.figures().lost, 2U);
}

TEST(DeliveryTest, HoldsBackWhatIsToBeOvertaken) {
  Room room;
  auto const listener = room.listener();
  room.delivery.set_knobs(DeliveryKnobs{0, 0, 1, 0ms, 0ms});
  room.delivery.deliver(message("held"));
  room.delivery.set_knobs(DeliveryKnobs{});
  room.delivery.deliver(message("overtakes"));
  room.loop.poll();
  ASSERT_EQ(listener->heard.size(), 1U);
  EXPECT_EQ(boost::json::parse(listener->heard[0]).at("message"), "overtakes");
}

TEST(DeliveryTest, ForgetsWhoLeftAndStops) {
  Room room;
  auto const gone = room.listener();
  auto const stays = room.listener();
  gone->close();
  EXPECT_EQ(room.delivery.figures().listeners, 1U);
  room.delivery.stop();
  EXPECT_TRUE(stays->closed());
  room.delivery.deliver(message("x"));
  room.loop.poll();
  EXPECT_TRUE(stays->heard.empty());
  auto const late = std::make_shared<Memory>();
  EXPECT_FALSE(room.delivery.listen("4711", "", late));
  EXPECT_TRUE(late->closed());
}

TEST(MessageLogTest, KeepsABoundedNumberForEachChannel) {
  MessageLog log;
  for (std::size_t number = 0; number < MessageLog::kept_per_channel + 5; ++number)
    log.add(*message(std::to_string(number)));
  auto const kept = log.of("4711");
  ASSERT_EQ(kept.size(), MessageLog::kept_per_channel);
  EXPECT_EQ(kept.front()->message, "5");
  EXPECT_EQ(log.accepted("4711"), MessageLog::kept_per_channel + 5);
  EXPECT_TRUE(log.wait_for("4711", MessageLog::kept_per_channel, 0ms));
  EXPECT_FALSE(log.wait_for("4712", 1, 0ms));
}

TEST(MessageLogTest, KeepsABoundedNumberInAll) {
  MessageLog log;
  constexpr std::size_t channels = 100;
  for (std::size_t number = 0; number < MessageLog::kept_in_all + channels; ++number) {
    log.add(*message("x", std::to_string(number % channels)));
  }
  std::size_t kept = 0;
  for (std::size_t channel = 0; channel < channels; ++channel) kept += log.of(std::to_string(channel)).size();
  EXPECT_EQ(kept, MessageLog::kept_in_all);
}

}  // namespace
}  // namespace shipvote::sim
