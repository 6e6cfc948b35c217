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
  unanswered_ = 0;
  not_set_up_ = false;
  take(now, told.open_vote, told.result);
}

void View::look_away(TimePoint now) {
  if (!seen_) return;
  seen_ = false;
  unseen_since_ = now;
  due_.reset();
}

void View::look_again(TimePoint now) {
  if (seen_) return;
  seen_ = true;
  if (!told_ || now - unseen_since_ >= long_absence) {
    ask_within(now, soonest, spread_of_askings);
  } else {
    await_messages(now);
  }
}

std::vector<Question> View::ask(TimePoint now) {
  if (!due_ || *due_ > now) return {};
  due_.reset();
  ++asking_;
  settings_answer_ = AnswerKind::told;
  std::vector<Question> questions{Question::open_vote};
  if (!told_) questions.push_back(Question::settings);
  unanswered_ = static_cast<unsigned>(questions.size());
  return questions;
}

std::vector<Question> View::answered(TimePoint now, std::uint64_t asking, Question question, ViewAnswer const& answer) {
  if (unanswered_ == 0 || asking != asking_) return {};
  --unanswered_;
  switch (question) {
    case Question::open_vote: open_vote_answer_ = answer; break;
    case Question::settings: settings_answer_ = answer.kind; break;
    case Question::known_vote: learn_what_became(now, answer); return {};
  }
  return unanswered_ == 0 ? weigh_answers(now) : std::vector<Question>{};
}

std::vector<Question> View::weigh_answers(TimePoint now) {
  if (settings_answer_ == AnswerKind::not_found) {
    not_set_up_ = true;
    due_.reset();
  } else if (settings_answer_ == AnswerKind::failed || open_vote_answer_.kind != AnswerKind::told) {
    ask_later(now);
  } else if (open_vote_ && !open_vote_answer_.open_vote) {
    unanswered_ = 1;
    return {Question::known_vote};
  } else {
    take(now, open_vote_answer_.open_vote, std::nullopt);
  }
  return {};
}

void View::learn_what_became(TimePoint now, ViewAnswer const& known_vote) {
  if (known_vote.kind == AnswerKind::failed) return ask_later(now);
  bool const closed = known_vote.kind == AnswerKind::told && !known_vote.open_vote;
  take(now, known_vote.open_vote, closed ? open_vote_ : std::nullopt);
}

void View::take(TimePoint now, std::optional<VoteId> open_vote, std::optional<VoteId> result) {
  told_ = true;
  failures_ = 0;
  last_told_ = now;
  open_vote_ = open_vote;
  if (result) result_ = std::max(result_.value_or(*result), *result);
  await_messages(now);
}

void View::await_messages(TimePoint now) {
  due_.reset();
  if (!open_vote_) return;
  ask_within(now, std::max<milliseconds>(0ms, silence - (now - last_told_)), spread_of_askings);
}

void View::ask_later(TimePoint now) {
  milliseconds const pause = std::min<milliseconds>(first_pause * (1LL << std::min(failures_++, 16U)), longest_pause);
  ask_within(now, pause, pause);
}

void View::ask_within(TimePoint from, milliseconds least, milliseconds spread) {
  if (!seen_ || not_set_up_) return;
  auto const more = static_cast<std::int64_t>(chance_() * static_cast<double>(spread.count()));
  due_ = from + least + milliseconds{more};
}

}  // namespace shipvote::bench
