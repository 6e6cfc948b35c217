#include "live/pacing.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "foundation/limits.h"

namespace shipvote::live {
namespace {

using namespace std::chrono_literals;

// After the close was first told: messages get lost (docs/platforms/twitch.md, "Delivery to views").
constexpr std::array<std::chrono::milliseconds, 3> closing_repeats{2s, 5s, 15s};

void earliest(std::optional<TimePoint>& best, std::optional<TimePoint> candidate) {
  if (candidate && (!best || *candidate < *best)) best = candidate;
}

}  // namespace

void ChannelPace::start_vote(TimePoint now, bool hidden) {
  ++vote_number_;
  phase_ = VotePhase::open;
  hidden_ = hidden;
  close_told_at_.reset();
  closing_tried_ = false;
  told_twice_ = true;
  repeats_ = 0;
  status_waits_.reset();
  counts_wait_.reset();
  last_told_ = now;
  last_status_ = now;
  last_progress_ = now;
}

void ChannelPace::vote_opened(TimePoint now, bool hidden) {
  start_vote(now, hidden);
  status_waits_ = now;
}

void ChannelPace::vote_resumed(TimePoint now, TimePoint first, bool hidden) {
  start_vote(now, hidden);
  last_told_ = first - limits::message_heartbeat;
}

void ChannelPace::counts_changed(TimePoint now) {
  if (phase_ != VotePhase::open || hidden_ || counts_wait_) return;
  counts_wait_ = now;
}

void ChannelPace::end_moved(TimePoint now) {
  if (phase_ != VotePhase::open || status_waits_) return;
  status_waits_ = std::max(now, last_status_ + limits::message_spacing);
}

void ChannelPace::vote_closed(TimePoint now, bool counts_changed) {
  if (phase_ == VotePhase::none) start_vote(now, false);
  phase_ = VotePhase::closed;
  closed_at_ = now;
  close_told_at_.reset();
  closing_tried_ = false;
  repeats_ = 0;
  status_waits_ = now;
  if (counts_changed || hidden_ || counts_wait_) counts_wait_ = now;
}

void ChannelPace::channel_changed(TimePoint now) {
  if (!channel_waits_) channel_waits_ = now;
}

void ChannelPace::vote_forgotten() {
  ++vote_number_;
  phase_ = VotePhase::none;
  close_told_at_.reset();
  status_waits_.reset();
  counts_wait_.reset();
}

std::optional<TimePoint> ChannelPace::next_repeat() const {
  if (phase_ != VotePhase::closed || !close_told_at_ || repeats_ == closing_repeats.size()) return std::nullopt;
  return *close_told_at_ + closing_repeats[repeats_];
}

std::optional<TimePoint> ChannelPace::wanted() const {
  std::optional<TimePoint> best = status_waits_;
  if (channel_waits_) earliest(best, std::max(*channel_waits_, last_channel_ + limits::message_spacing));
  if (phase_ == VotePhase::open) {
    if (counts_wait_) earliest(best, std::max(*counts_wait_, last_taken_ + limits::message_spacing));
    if (!status_waits_) earliest(best, heartbeat());
  }
  if (phase_ == VotePhase::closed) {
    if (counts_wait_) earliest(best, counts_wait_);
    if (!status_waits_) earliest(best, next_repeat());
  }
  return best;
}

std::optional<TimePoint> ChannelPace::patience_ends() const {
  if (phase_ == VotePhase::open) return std::nullopt;  // as long as the vote is open there is somebody to tell
  std::optional<TimePoint> oldest;
  if (phase_ == VotePhase::closed) oldest = close_told_at_.value_or(closed_at_);
  if (phase_ == VotePhase::none) oldest = channel_waits_;
  if (!oldest || (!status_waits_ && !counts_wait_ && !channel_waits_)) return std::nullopt;
  return *oldest + limits::closing_message_patience;
}

std::optional<TimePoint> ChannelPace::due() const {
  if (in_flight_) return std::nullopt;
  auto const want = wanted();
  if (!want) return pot_.full_at();  // nothing to tell: to be forgotten once the pot is full
  TimePoint due = std::max({*want, pot_.ready_for(1), retry_.blocked_until()});
  if (auto const end = patience_ends()) due = std::min(due, *end);
  return due;
}

MessageType ChannelPace::choose_closing(TimePoint now) const {
  // Version-3 views may stop listening for counts once they hear of the close, so the counts go first where that delays
  // nothing. Our own views learn of the close from either message.
  bool const counts_first = counts_wait_ && !closing_tried_ && pot_.ready_for(2) <= now;
  return counts_first ? MessageType::vote_progress : MessageType::vote_status;
}

TimePoint ChannelPace::heartbeat() const {
  return last_told_ + (told_twice_ ? limits::message_heartbeat : limits::message_repeat);
}

MessageType ChannelPace::choose_heartbeat() const {
  bool const progress = told_twice_ ? last_progress_ < last_status_ && !hidden_ : last_status_ < last_progress_;
  return progress ? MessageType::vote_progress : MessageType::vote_status;
}

std::optional<MessageType> ChannelPace::choose(TimePoint now) const {
  if (status_waits_) return phase_ == VotePhase::closed ? choose_closing(now) : MessageType::vote_status;
  if (channel_waits_ && last_channel_ + limits::message_spacing <= now) return MessageType::channel_update;
  if (phase_ == VotePhase::closed) {
    if (counts_wait_) return MessageType::vote_progress;
    auto const repeat = next_repeat();
    if (!repeat || *repeat > now) return std::nullopt;
    return repeats_ % 2 == 1 ? MessageType::vote_progress : MessageType::vote_status;
  }
  if (phase_ == VotePhase::none) return std::nullopt;
  if (counts_wait_ && last_taken_ + limits::message_spacing <= now) {
    bool const status_is_old = last_status_ + limits::message_heartbeat <= now;
    return status_is_old ? MessageType::vote_status : MessageType::vote_progress;
  }
  if (heartbeat() <= now) return choose_heartbeat();
  return std::nullopt;
}

std::optional<TimePoint>& ChannelPace::waits(MessageType type) {
  switch (type) {
    case MessageType::vote_status: return status_waits_;
    case MessageType::vote_progress: return counts_wait_;
    case MessageType::channel_update: break;
  }
  return channel_waits_;
}

void ChannelPace::note_taken(MessageType type, TimePoint now) {
  last_taken_ = now;
  if (type == MessageType::channel_update) {
    last_channel_ = now;
    return;
  }
  (type == MessageType::vote_status ? last_status_ : last_progress_) = now;
  // What else waits has just been told to our own views.
  if (counts_wait_) counts_wait_ = now;
  if (phase_ != VotePhase::closed) return;
  closing_tried_ = true;
  for (auto repeat = next_repeat(); repeat && *repeat <= now; repeat = next_repeat()) ++repeats_;
}

std::optional<ChannelPace::Taken> ChannelPace::take(TimePoint now) {
  if (in_flight_) return std::nullopt;
  give_up(now);
  if (pot_.ready_for(1) > now || retry_.blocked_until() > now) return std::nullopt;
  auto const type = choose(now);
  if (!type) return std::nullopt;
  auto const waited = std::exchange(waits(*type), std::nullopt);
  bool const about_vote = *type != MessageType::channel_update;
  bool const closing = about_vote && phase_ == VotePhase::closed;
  bool const urgent = waited && (closing || *type == MessageType::vote_status);
  auto const urgency = urgent ? Urgency::urgent : Urgency::usual;
  pot_.take(now);
  in_flight_ = InFlight{*type, urgency, vote_number_, closing, waited.value_or(now), waited.has_value()};
  note_taken(*type, now);
  return Taken{*type, urgency};
}

void ChannelPace::give_up(TimePoint now) {
  auto const end = patience_ends();
  if (!end || *end > now) return;
  if (!close_told_at_) ++given_up_;
  status_waits_.reset();
  counts_wait_.reset();
  channel_waits_.reset();
  repeats_ = closing_repeats.size();
}

void ChannelPace::put_back(InFlight const& message) {
  bool const about_vote = message.type != MessageType::channel_update;
  if (about_vote && (message.vote_number != vote_number_ || phase_ == VotePhase::none)) return;
  auto& waiting = waits(message.type);
  waiting = waiting ? std::min(*waiting, message.since) : message.since;
}

void ChannelPace::note_told(InFlight const& message, TimePoint now) {
  if (message.vote_number != vote_number_) return;
  last_told_ = std::max(last_told_, last_taken_);
  told_twice_ = !message.news;
  if (!message.closing || phase_ != VotePhase::closed) return;
  if (!close_told_at_) close_told_at_ = now;
  // Our own views know of the close; what still waits is for those of version 3, right behind.
  if (status_waits_) status_waits_ = now;
  if (counts_wait_) counts_wait_ = now;
}

bool ChannelPace::sent(SendResult const& result, TimePoint now, double chance) {
  if (!in_flight_) std::abort();
  InFlight const message = *in_flight_;
  in_flight_.reset();
  pot_.heard(result, now);
  retry_.heard(result, now, chance);
  if (result.verdict != SendVerdict::accepted) {
    put_back(message);
    return false;
  }
  note_told(message, now);
  bool const urgent = message.urgency == Urgency::urgent;
  return now - message.since > (urgent ? limits::urgent_message_late : limits::message_late);
}

bool ChannelPace::finished(TimePoint now) const { return !in_flight_ && !wanted() && pot_.full_at() <= now; }

void ChannelPace::shift(std::chrono::milliseconds by) {
  for (auto* waits : {&status_waits_, &counts_wait_, &channel_waits_}) {
    if (*waits) **waits += by;
  }
  if (in_flight_) in_flight_->since += by;
  if (close_told_at_) *close_told_at_ += by;
  for (auto* time : {&closed_at_, &last_taken_, &last_told_, &last_status_, &last_progress_, &last_channel_})
    *time += by;
  pot_.shift(by);
  retry_.shift(by);
}

}  // namespace shipvote::live
