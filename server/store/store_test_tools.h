// What the tests of this room share: a folder that goes away, viewers by number, and waiting for verdicts.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"

namespace shipvote::store::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}
  explicit TemporaryFolder(std::filesystem::path const& beneath) {
    std::string pattern = (beneath / "shipvote-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(TemporaryFolder const&) = delete;
  TemporaryFolder& operator=(TemporaryFolder const&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  [[nodiscard]] std::string const& path() const noexcept { return path_; }
  [[nodiscard]] std::string file(char const* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// For tests of what is answered, not of what survives: a folder in memory where the system has one.
inline std::filesystem::path fast_folders() {
  std::filesystem::path const memory{"/dev/shm"};
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

inline TimePoint at(std::int64_t seconds) { return TimePoint{std::chrono::seconds{1'800'000'000 + seconds}}; }

inline voting::ViewerKey viewer(std::uint64_t number) {
  // Spread as a hash would be, and different for different numbers.
  std::array<std::uint64_t, 2> const words{number * 0x9E3779B97F4A7C15ULL, number ^ (number << 56U)};
  voting::ViewerKey key;
  std::memcpy(key.bytes.data(), words.data(), key.bytes.size());
  return key;
}

inline ShipId ship(std::uint32_t number) { return ShipId{4'000'000'000U + number}; }

inline voting::NewVote new_vote(std::uint64_t channel, std::uint32_t ships = 3) {
  voting::NewVote vote;
  vote.channel = ChannelId{channel};
  for (std::uint32_t number = 0; number < ships; ++number) vote.ships.push_back(ship(number));
  return vote;
}

// Waits for verdicts, in groups as they come.
class Verdicts final : public voting::BallotReturn {
 public:
  void give_back(voting::PendingBallot* first) noexcept override {
    std::lock_guard const guard{mutex_};
    ++calls_;
    for (; first != nullptr; first = first->next) ++returned_;
    more_.notify_all();
  }
  void wait_for(std::size_t ballots) {
    std::unique_lock guard{mutex_};
    more_.wait(guard, [&] { return returned_ >= ballots; });
  }
  [[nodiscard]] std::size_t returned() {
    std::lock_guard const guard{mutex_};
    return returned_;
  }
  [[nodiscard]] std::size_t calls() {
    std::lock_guard const guard{mutex_};
    return calls_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::size_t returned_ = 0;
  std::size_t calls_ = 0;
};

inline voting::Ballot ballot(VoteId vote, std::uint64_t viewer_number, std::uint32_t ship_number,
                             TimePoint cast_at = at(10)) {
  return {vote, ship(ship_number), viewer(viewer_number), cast_at, ChannelId{1}};
}

// Casts all, without waiting in between, and returns the verdicts in order.
inline std::vector<voting::BallotVerdict> cast_all(voting::BallotBox& box, std::vector<voting::Ballot> const& ballots) {
  Verdicts verdicts;
  std::vector<voting::PendingBallot> pending(ballots.size());
  std::size_t taken = 0;
  for (std::size_t index = 0; index < ballots.size(); ++index) {
    pending[index].ballot = ballots[index];
    pending[index].give_back_to = &verdicts;
    pending[index].verdict = voting::BallotVerdict::overloaded;
    if (box.cast(pending[index])) ++taken;
  }
  verdicts.wait_for(taken);
  std::vector<voting::BallotVerdict> result;
  result.reserve(pending.size());
  for (auto const& one : pending) result.push_back(one.verdict);
  return result;
}

inline voting::BallotVerdict cast_one(voting::BallotBox& box, voting::Ballot const& one) {
  return cast_all(box, {one}).front();
}

inline std::unique_ptr<Store> open_store(std::string const& folder, std::string const& vfs = {}) {
  auto opened = open_sqlite_store({folder, false, vfs});
  if (!opened) {
    ADD_FAILURE() << opened.refusal().message;
    std::abort();
  }
  return std::move(opened).value();
}

inline std::string refusal_to_open(std::string const& folder, bool read_only = false) {
  auto const opened = open_sqlite_store({folder, read_only, {}});
  return opened ? std::string{} : opened.refusal().message;
}

// Holds the writer inside a tally's announcement until let go: whatever is cast meanwhile waits, and becomes one group.
class Gate final : public TallyListener {
 public:
  void tally_changed(VoteId /*vote*/, std::span<std::uint32_t const> /*counts*/) noexcept override {
    std::unique_lock guard{mutex_};
    reached_ = true;
    moved_.notify_all();
    moved_.wait(guard, [this] { return open_; });
  }
  void wait_until_reached() {
    std::unique_lock guard{mutex_};
    moved_.wait(guard, [this] { return reached_; });
  }
  void open() {
    std::lock_guard const guard{mutex_};
    open_ = true;
    moved_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  bool reached_ = false;
  bool open_ = false;
};

}  // namespace shipvote::store::testing
