// One viewer's view, as far as it asks the server for anything: the rules of docs/live-messages.md section 7, which the
// extension's own views follow. Pure: time, chance and answers are handed in.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "live/state.h"
#include "sim/chance.h"

namespace shipvote::bench {

// What a message or a segment tells, as far as it matters here.
struct Told {
  std::uint64_t sequence = 0;
  std::optional<VoteId> open_vote;
  std::optional<VoteId> result;  // of this closed vote
};
[[nodiscard]] Told told_by(live::Snapshot const& snapshot);

enum class Question { open_vote, settings, known_vote };

class View {
 public:
  explicit View(sim::Chance chance) : chance_(chance) {}

  // Loaded, with the segment that Twitch gives, if there is one.
  void begin(TimePoint now, std::optional<Told> const& segment);
  void hear(TimePoint now, Told const& told);
  void look_away(TimePoint now);
  void look_again(TimePoint now);

  // When ask() has something to ask.
  [[nodiscard]] std::optional<TimePoint> due() const noexcept { return due_; }
  // What is asked at `now`. The answers, to all of it together, come under the number of asking().
  [[nodiscard]] std::vector<Question> ask(TimePoint now);
  [[nodiscard]] std::uint64_t asking() const noexcept { return asking_; }

  // An answer to an asking that was dropped meanwhile changes nothing.
  void told_open_vote(TimePoint now, std::uint64_t asking, std::optional<VoteId> open_vote);
  void told_known_vote(TimePoint now, std::uint64_t asking, voting::VoteState state);
  void not_answered(TimePoint now, std::uint64_t asking);

  [[nodiscard]] std::optional<VoteId> open_vote() const noexcept { return open_vote_; }
  // That Question::known_vote is about: it was open, and is no more.
  [[nodiscard]] std::optional<VoteId> lost_vote() const noexcept { return lost_vote_; }
  [[nodiscard]] std::optional<VoteId> result() const noexcept { return result_; }

 private:
  void take(TimePoint now, std::optional<VoteId> open_vote, std::optional<VoteId> result);
  void drop_asking();
  void await_messages();
  void ask_within(TimePoint from, std::chrono::milliseconds least, std::chrono::milliseconds spread);

  sim::Chance chance_;
  bool told_ = false;
  bool seen_ = true;
  std::uint64_t sequence_ = 0;
  std::uint64_t asking_ = 0;
  bool asks_ = false;  // an asking is under way
  unsigned failures_ = 0;
  std::optional<VoteId> open_vote_;
  std::optional<VoteId> lost_vote_;
  std::optional<VoteId> result_;
  std::optional<TimePoint> due_;
  TimePoint last_told_{};
  TimePoint unseen_since_{};
};

}  // namespace shipvote::bench
