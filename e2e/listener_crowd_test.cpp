// As many listeners as a server takes: what they cost it, that each is told, and that no more come in.
#include <sys/resource.h>

#include <boost/json/object.hpp>
#include <cstdio>

#include "e2e/event_stream.h"
#include "e2e/process_figures.h"
#include "e2e/world_test.h"
#include "store/store.h"

namespace shipvote::e2e {
namespace {

constexpr std::size_t most_bytes_each = 20'000;
constexpr std::size_t channels = limits::live_listeners / limits::live_listeners_per_channel;
constexpr std::size_t ships_per_vote = 300;
constexpr std::uint64_t first_channel = 600'000;

ChannelId channel_of(std::size_t index) { return ChannelId{first_channel + index}; }
std::string key_of(std::size_t index) { return "a-key-nobody-knows" + std::to_string(1'000 + index); }
std::string path_of(std::size_t index) { return "/live/" + channel_of(index).text() + "/" + key_of(index); }

struct ListenerCrowdSuite {};
class ListenerCrowdTest : public WorldTest<ListenerCrowdSuite> {
 protected:
  // One channel more than are needed, each with an open vote on many ships. Straight into the database: setting them up
  // would ask Wargaming for a minute.
  static void store_channels() {
    world().web.stop();
    store::SqliteSettings settings;
    settings.folder = world().web.data_folder().string();
    auto const opened = store::open_sqlite_store(settings);
    ASSERT_TRUE(opened) << opened.refusal().message;
    for (std::size_t index = 0; index <= channels; ++index) {
      voting::Channel made;
      made.id = channel_of(index);
      made.wows_username = "Crowd";
      made.wows_account = AccountId{1};
      made.live_key = key_of(index);
      opened.value()->save_channel(made);
      voting::NewVote vote;
      vote.channel = made.id;
      for (std::uint32_t ship = 1; ship <= ships_per_vote; ++ship) vote.ships.push_back(ShipId{ship * 1'000'003});
      ASSERT_TRUE(opened.value()->open_vote(vote, 1, SystemTime{}.now()));
    }
    opened.value()->stop();
  }
  static void SetUpTestSuite() {
    WorldTest<ListenerCrowdSuite>::SetUpTestSuite();
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    store_channels();
    world().web.start();
  }
};

TEST_F(ListenerCrowdTest, FiveThousandListenersCostLittleAndEachIsTold) {
  auto const pid = world().web.program().pid();
  std::vector<EventStream> crowd;
  crowd.reserve(limits::live_listeners);
  auto const fill_up = [&crowd](std::size_t listeners) {
    std::size_t const present = crowd.size();
    for (std::size_t listener = present; listener < listeners; ++listener) {
      crowd.emplace_back(world().web.port(), path_of(listener % channels));
      ASSERT_TRUE(crowd.back().accepted()) << listener << ": " << crowd.back().head();
    }
    for (std::size_t listener = present; listener < listeners; ++listener) {
      auto const first = crowd.at(listener).next();
      ASSERT_TRUE(first && first->vote());
      ASSERT_EQ(first->vote()->ships.size(), ships_per_vote);
    }
  };
  auto const before = resident_bytes_of(pid);
  fill_up(limits::live_listeners / 2);
  auto const half = resident_bytes_of(pid);
  fill_up(limits::live_listeners);
  auto const all = resident_bytes_of(pid);
  auto const each = [](std::size_t from, std::size_t to, std::size_t listeners) {
    return (to - std::min(from, to)) / listeners;
  };
  // What was free in the heap may serve the first ones, so the second half is looked at on its own.
  auto const of_all = each(before, all, crowd.size());
  auto const of_second_half = each(half, all, crowd.size() / 2);
  std::printf(
      "%zu listeners: %zu KB resident before, %zu KB with half of them, %zu KB with all: %zu bytes each, "
      "%zu of the second half\n",
      crowd.size(), before / 1024, half / 1024, all / 1024, of_all, of_second_half);
  EXPECT_LT(of_all, most_bytes_each);
  EXPECT_LT(of_second_half, most_bytes_each);

  EXPECT_EQ(api().get(path_of(channels)).text(), "503 overloaded") << "the server has so many places and no more";
  EXPECT_EQ(api()
                .patch("/api/settings/channels/" + channel_of(7).text(), world().broadcaster(channel_of(7).text()),
                       {{"channel", {{"overlay_position", "bottom_left"}}}})
                .status,
            200);
  for (std::size_t listener = 7; listener < crowd.size(); listener += channels) {
    EXPECT_TRUE(crowd.at(listener).next_that([](auto const& event) {
      return event.message.overlay_position == voting::OverlayPosition::bottom_left;
    })) << listener;
  }
  crowd.pop_back();
  EXPECT_TRUE(eventually([] { return EventStream(world().web.port(), path_of(channels)).accepted(); }));
}

}  // namespace
}  // namespace shipvote::e2e
