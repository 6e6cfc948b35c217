// One viewer's view, as far as it asks the server for anything: the rules of docs/live-messages.md section 7, which the
// extension's own views follow, but for leftover ships, of which the votes played here have none. Pure: time, chance
// and answers are handed in.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "live/state.h"

namespace shipvote::bench {

// What a message or a segment tells, as far as it matters here.
struct Told {
  std::uint64_t sequence = 0;
  std::optional<VoteId> open_vote;
  std::optional<VoteId> result;  // of this closed vote
};
[[nodiscard]] Told told_by(live::Snapshot const& snapshot);

enum class Question { open_vote, settings, known_vote };

enum class AnswerKind { told, not_found, failed };
struct ViewAnswer {
  AnswerKind kind = AnswerKind::failed;
  std::optional<VoteId> open_vote;  // told: the one that is open; nothing where none is, or the known one is closed
};

class View {
 public:
  // From 0 to below 1, anew with each call.
  using Chance = std::function<double()>;

  explicit View(Chance chance) : chance_(std::move(chance)) {}

  // Loaded, with the segment that Twitch gives, if there is one.
  void begin(TimePoint now, std::optional<Told> const& segment);
  void hear(TimePoint now, Told const& told);
  void look_away(TimePoint now);
  void look_again(TimePoint now);

  // When ask() has something to ask.
  [[nodiscard]] std::optional<TimePoint> due() const noexcept { return due_; }
  // What is asked at `now`. The answers come under the number of asking().
  [[nodiscard]] std::vector<Question> ask(TimePoint now);
  [[nodiscard]] std::uint64_t asking() const noexcept { return asking_; }

  // What is asked at once because of the answer, under the same number. An answer to an asking that was dropped
  // meanwhile changes nothing.
  [[nodiscard]] std::vector<Question> answered(TimePoint now, std::uint64_t asking, Question question,
                                               ViewAnswer const& answer);

  // Question::known_vote is about this one.
  [[nodiscard]] std::optional<VoteId> open_vote() const noexcept { return open_vote_; }
  [[nodiscard]] std::optional<VoteId> result() const noexcept { return result_; }

 private:
  [[nodiscard]] std::vector<Question> weigh_answers(TimePoint now);
  void learn_what_became(TimePoint now, ViewAnswer const& known_vote);
  void take(TimePoint now, std::optional<VoteId> open_vote, std::optional<VoteId> result);
  void await_messages(TimePoint now);
  void ask_later(TimePoint now);
  void ask_within(TimePoint from, std::chrono::milliseconds least, std::chrono::milliseconds spread);

  Chance chance_;
  bool told_ = false;
  bool seen_ = true;
  bool not_set_up_ = false;  // the channel: nothing is asked before something is told
  std::uint64_t sequence_ = 0;
  std::uint64_t asking_ = 0;
  unsigned unanswered_ = 0;  // questions of the asking under way
  ViewAnswer open_vote_answer_;
  AnswerKind settings_answer_ = AnswerKind::told;
  unsigned failures_ = 0;
  std::optional<VoteId> open_vote_;
  std::optional<VoteId> result_;
  std::optional<TimePoint> due_;
  TimePoint last_told_{};
  TimePoint unseen_since_{};
};

}  // namespace shipvote::bench
