#include "bench/many_channels.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>

#include "store/store.h"

namespace shipvote::bench {
namespace {

// Writes wait for their commit; what comes at one time shares one.
constexpr std::size_t writers = 64;

OpenChannel store_one(store::Store& store, std::size_t number, std::vector<ShipId> const& ships, TimePoint now) {
  voting::Channel channel;
  channel.id = ChannelId{first_of_many_channels + number};
  channel.wows_username = "Captain" + std::to_string(number);
  channel.wows_account = AccountId{500'000'001 + number};
  channel.garage_refreshed_at = now;  // or the server would fetch it
  channel.created_at = now;
  channel.updated_at = now;
  store.save_channel(channel);
  voting::NewVote vote;
  vote.channel = channel.id;
  vote.ships = ships;
  auto const opened = store.open_vote(vote, number, now);
  if (!opened) throw std::runtime_error("a vote cannot be stored: " + opened.refusal().message);
  return {channel.id, opened.value().id};
}

}  // namespace

std::vector<OpenChannel> store_open_channels(std::filesystem::path const& folder, std::size_t count,
                                             std::vector<ShipId> const& ships) {
  store::SqliteSettings settings;
  settings.folder = folder.string();
  auto opened = store::open_sqlite_store(settings);
  if (!opened) throw std::runtime_error(opened.refusal().message);
  auto const store = std::move(opened).value();
  auto const now = SystemTime{}.now();
  std::vector<OpenChannel> channels(count);
  std::atomic<std::size_t> next{0};
  std::vector<std::future<void>> work;
  for (std::size_t writer = 0; writer < std::min(writers, count); ++writer) {
    work.push_back(std::async(std::launch::async, [&] {
      for (std::size_t at = next++; at < count; at = next++) channels[at] = store_one(*store, at, ships, now);
    }));
  }
  std::exception_ptr failure;
  for (auto& each : work) {
    try {
      each.get();
    } catch (...) {
      failure = std::current_exception();
    }
  }
  store->stop();
  if (failure) std::rethrow_exception(failure);
  return channels;
}

PreparedRequests ballots_in_turn(std::vector<OpenChannel> const& channels, std::vector<ShipId> const& ships,
                                 std::string const& secret, TimePoint expires_at, std::size_t rounds) {
  PreparedRequests requests;
  requests.reserve(channels.size() * rounds, 620);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (auto const& open : channels) {
      TokenMint const mint{open.channel, secret, expires_at};
      std::string const path = "/api/channels/" + open.channel.text() + "/votes/" + open.vote.text() + "/submit";
      auto const ship = ships[round % ships.size()];
      requests.add(request_bytes("POST", path, mint.viewer(round), "{\"ship_id\":" + ship.text() + "}"));
    }
  }
  return requests;
}

}  // namespace shipvote::bench
