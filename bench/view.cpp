#include "bench/view.h"

#include <algorithm>

namespace shipvote::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// docs/live-messages.md section 7
constexpr milliseconds soonest = 2s;
constexpr milliseconds spread_of_askings = 10s;
constexpr milliseconds silence = 40s;
constexpr milliseconds spread_of_silence = 10s;
constexpr milliseconds long_absence = 30s;
constexpr milliseconds first_pause = 4s;
constexpr milliseconds longest_pause = 2min;

}  // namespace

Told told_by(live::Snapshot const& snapshot) {
  Told told;
  told.sequence = snapshot.sequence;
  if (snapshot.last_result) told.result = snapshot.last_result->id;
  if (!snapshot.vote) return told;
  bool const open = snapshot.vote->state == voting::VoteState::open;
  (open ? told.open_vote : told.result) = snapshot.vote->id;
  return told;
}

void View::begin(TimePoint now, std::optional<Told> const& segment) {
  if (segment) return hear(now, *segment);
  ask_within(now, soonest, spread_of_askings);
}

void View::hear(TimePoint now, Told const& told) {
  if (told_ && told.sequence <= sequence_) return;
  sequence_ = told.sequence;
  drop_asking();
  take(now, told.open_vote, told.result);
}

void View::look_away(TimePoint now) {
  seen_ = false;
  unseen_since_ = now;
  due_.reset();
}

void View::look_again(TimePoint now) {
  seen_ = true;
  if (!told_ || now - unseen_since_ >= long_absence) {
    ask_within(now, soonest, spread_of_askings);
  } else {
    await_messages();
  }
}

std::vector<Question> View::ask(TimePoint now) {
  if (!due_ || *due_ > now) return {};
  due_.reset();
  asks_ = true;
  ++asking_;
  if (lost_vote_) return {Question::known_vote};
  if (!told_) return {Question::open_vote, Question::settings};
  return {Question::open_vote};
}

void View::told_open_vote(TimePoint now, std::uint64_t asking, std::optional<VoteId> open_vote) {
  if (!asks_ || asking != asking_) return;
  asks_ = false;
  auto const known = open_vote_;
  take(now, open_vote, std::nullopt);
  if (open_vote || !known || known == result_) return;
  lost_vote_ = known;
  due_ = now;
}

void View::told_known_vote(TimePoint now, std::uint64_t asking, voting::VoteState state) {
  if (!asks_ || asking != asking_) return;
  asks_ = false;
  auto const vote = lost_vote_;
  bool const open = state == voting::VoteState::open;
  take(now, open ? vote : std::nullopt, open ? std::nullopt : vote);
}

void View::not_answered(TimePoint now, std::uint64_t asking) {
  if (!asks_ || asking != asking_) return;
  asks_ = false;
  milliseconds const pause = std::min<milliseconds>(first_pause * (1LL << std::min(failures_++, 16U)), longest_pause);
  ask_within(now, pause, pause);
}

void View::take(TimePoint now, std::optional<VoteId> open_vote, std::optional<VoteId> result) {
  told_ = true;
  failures_ = 0;
  last_told_ = now;
  open_vote_ = open_vote;
  lost_vote_.reset();
  if (result) result_ = std::max(result_.value_or(*result), *result);
  await_messages();
}

void View::drop_asking() {
  asks_ = false;
  due_.reset();
}

void View::await_messages() {
  due_.reset();
  if (open_vote_) ask_within(last_told_, silence, spread_of_silence);
}

void View::ask_within(TimePoint from, milliseconds least, milliseconds spread) {
  if (seen_) due_ = from + chance_.between(least, least + spread);
}

}  // namespace shipvote::bench
