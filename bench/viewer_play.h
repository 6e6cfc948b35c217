// A vote as its viewers live through it: they come, listen, vote, sleep, wake, and now and then ask.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bench/view.h"
#include "bench/viewer_mail.h"
#include "e2e/world.h"
#include "sim/chance.h"

namespace shipvote::bench {

struct PlayPlan {
  std::size_t viewers = 10'000;
  std::chrono::seconds vote_lasts{45};
  double messages_lost = 0.02;  // of those to each view
  double arrive_in_the_middle = 0.3;
  double sleep_for_a_while = 0.05;
  std::uint64_t seed = 1;
};

struct PlayFigures {
  std::array<std::uint64_t, errands> asked{};  // by Errand
  std::uint64_t ballots_counted = 0;
  std::uint64_t refused = 0;          // requests
  std::uint64_t know_the_result = 0;  // views that are awake in the end
  std::uint64_t awake = 0;
  [[nodiscard]] std::uint64_t of(Errand errand) const { return asked[static_cast<std::size_t>(errand)]; }
};

// Plays once, in real time; used by one thread.
class ViewerPlay {
 public:
  ViewerPlay(e2e::World& world, PlayPlan const& plan);
  [[nodiscard]] PlayFigures play();

 private:
  enum class Turn { arrive, vote, sleep, wake, ask };
  struct Happening {
    TimePoint at;
    Turn turn;
    std::size_t viewer;
    friend bool operator>(Happening const& one, Happening const& other) { return one.at > other.at; }
  };
  struct Viewer {
    explicit Viewer(std::uint64_t seed)
        : view([chance = sim::Chance{seed, "view"}]() mutable { return chance.unit(); }), chance(seed, "viewer") {}
    View view;
    sim::Chance chance;
    bool awake = true;
    bool ballot_planned = false;
    bool ballot_sent = false;
  };

  void plan_lives(TimePoint opens);
  void plan(TimePoint at, Turn turn, std::size_t viewer) { happenings_.push({at, turn, viewer}); }
  void happen(Happening const& happening, TimePoint now);
  void arrive(std::size_t viewer, TimePoint now);
  void read_messages(TimePoint now);
  void read_answers(TimePoint now);
  void read_answer(Answered const& answered, TimePoint now);
  void think_about_voting(std::size_t viewer, TimePoint now);
  void vote(std::size_t viewer, TimePoint now);
  void ask(std::size_t viewer, std::vector<Question> const& questions);
  void plan_asking(std::size_t viewer);
  [[nodiscard]] std::pair<std::string, std::string> token_of(std::size_t viewer) const;
  void send(std::size_t viewer, Errand errand, OutgoingRequest request);

  e2e::World& world_;
  PlayPlan const plan_;
  e2e::OwnChannel channel_;
  ChannelId channel_id_;
  TimePoint ends_at_{};
  std::vector<Viewer> viewers_;
  std::priority_queue<Happening, std::vector<Happening>, std::greater<>> happenings_;
  std::shared_ptr<Inbox<Delivered>> messages_ = std::make_shared<Inbox<Delivered>>();
  std::shared_ptr<Inbox<Answered>> answers_ = std::make_shared<Inbox<Answered>>();
  std::unordered_map<http::SharedBytes, std::optional<Told>> told_;  // each message is read once for all views
  PlayFigures figures_;
  std::unique_ptr<http::Client> client_;  // ended first
};

}  // namespace shipvote::bench
