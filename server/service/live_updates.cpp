#include "service/live_updates.h"

#include <utility>

#include "foundation/chance.h"
#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/sequence.h"
#include "store/store.h"

namespace shipvote::service {
namespace {

constexpr std::string_view segment_version = "1";

live::SendResult send_result(twitch::HelixAnswer const& answer) {
  live::SendResult result;
  result.bucket_full_at = answer.bucket_full_at;
  result.remaining = answer.remaining;
  switch (answer.verdict) {
    case twitch::HelixVerdict::accepted: result.verdict = live::SendVerdict::accepted; break;
    case twitch::HelixVerdict::rate_limited: result.verdict = live::SendVerdict::rate_limited; break;
    case twitch::HelixVerdict::rejected: result.verdict = live::SendVerdict::rejected; break;
    case twitch::HelixVerdict::too_large: result.verdict = live::SendVerdict::too_large; break;
    case twitch::HelixVerdict::invalid: result.verdict = live::SendVerdict::invalid; break;
    case twitch::HelixVerdict::failed: result.verdict = live::SendVerdict::failed; break;
  }
  return result;
}

// The Helix client counts and logs what went wrong; a rejection also needs somebody to act.
void tell_rejection(twitch::HelixAnswer const& answer, std::function<void()> const& secrets_rejected) {
  if (answer.verdict == twitch::HelixVerdict::rejected && secrets_rejected) secrets_rejected();
}

// The time at which a background thread runs again, given what is due next.
TimePoint or_never(std::optional<TimePoint> due) { return due.value_or(TimePoint::max()); }

}  // namespace

class LiveUpdates::MessageSender final : public live::Sender {
 public:
  explicit MessageSender(Parts const& parts) : parts_(parts) {}
  void send(ChannelId channel, std::string content, live::Urgency urgency, live::SendDone done) override {
    auto const turn = urgency == live::Urgency::urgent ? CallTurn::first : CallTurn::usual;
    parts_.helix.send_message(channel, std::move(content), turn,
                              [done = std::move(done), rejected = parts_.secrets_rejected](auto const& answer) {
                                tell_rejection(answer, rejected);
                                done(send_result(answer));
                              });
  }

 private:
  Parts const& parts_;
};

class LiveUpdates::SegmentWriter final : public live::Sender {
 public:
  explicit SegmentWriter(Parts const& parts) : parts_(parts) {}
  void send(ChannelId channel, std::string content, live::Urgency, live::SendDone done) override {
    parts_.helix.write_developer_segment(
        channel, std::move(content), std::string{segment_version},
        [done = std::move(done), rejected = parts_.secrets_rejected](auto const& answer) {
          tell_rejection(answer, rejected);
          done(send_result(answer));
        });
  }

 private:
  Parts const& parts_;
};

LiveUpdates::LiveUpdates(Parts parts)
    : parts_(std::move(parts)),
      message_sender_(std::make_unique<MessageSender>(parts_)),
      segment_writer_(std::make_unique<SegmentWriter>(parts_)) {
  if (parts_.messages) {
    announcer_ = std::make_unique<live::Announcer>(*message_sender_, parts_.time, drawn_chance, [this] {
      messages_thread_->wake_at(or_never(announcer_->next_due()));
    });
    messages_thread_ = std::make_unique<WakingThread>("live_messages", parts_.time, [this] {
      if (!started_) return TimePoint::max();
      announcer_->run_due(parts_.time.now());
      return or_never(announcer_->next_due());
    });
  }
  if (parts_.segments) {
    segments_ = std::make_unique<live::SegmentKeeper>(
        *segment_writer_, [this](ChannelId channel) { return segment_state(channel); }, parts_.time, drawn_chance,
        [this] { segments_thread_->wake_at(or_never(segments_->next_due())); });
    segments_thread_ = std::make_unique<WakingThread>("segments", parts_.time, [this] {
      if (!started_) return TimePoint::max();
      segments_->run_due(parts_.time.now());
      return or_never(segments_->next_due());
    });
  }
}

LiveUpdates::~LiveUpdates() { stop(); }

void LiveUpdates::stop() {
  if (messages_thread_) messages_thread_->stop();
  if (segments_thread_) segments_thread_->stop();
}

void LiveUpdates::retry_rejected() {
  if (announcer_) announcer_->retry_rejected();
  if (segments_) segments_->retry_rejected();
}

void LiveUpdates::start() {
  for (auto const& view : parts_.channels.all()) look_back(view->channel);
  started_ = true;
  if (messages_thread_) messages_thread_->wake();
  if (segments_thread_) segments_thread_->wake();
}

void LiveUpdates::look_back(voting::Channel const& channel) {
  if (!announcer_ && !segments_) return;
  std::optional<voting::Vote> last;
  try {
    last = parts_.last_result(channel.id);
  } catch (store::StoreFailure const& failure) {
    unread_at_start_.fetch_add(1, std::memory_order_relaxed);
    log::error("last_result_unread", {{"channel", channel.id.value}, {"reason", failure.what()}});
  }
  numbers_above(channel.updated_at);
  if (last) numbers_above(last->updated_at);
  auto const now = parts_.time.now();
  auto const lately = [&](std::chrono::milliseconds time) {
    return last && last->closed_at.value_or(now) > now - time;
  };
  // Votes that were closed at this start are on the board, and told already.
  if (announcer_ && lately(limits::late_closing_told) && !parts_.votes.find(last->id)) {
    announcer_->vote_closed(live::channel_state(channel), live::live_vote(*last));
  }
  bool const soon = parts_.votes.open_vote(channel.id) || lately(limits::segment_repaired_soon);
  if (segments_) segments_->repair(channel.id, soon);
}

// Views believe the highest number, so a clock that was set back must not lead below what was told before the start.
void LiveUpdates::numbers_above(TimePoint told) {
  if (announcer_) announcer_->numbers_above(live::sequence_at(told));
  if (segments_) segments_->numbers_above(live::sequence_at(told));
}

void LiveUpdates::opened(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) {
    announcer_->vote_opened(channel_state(vote.channel), live::live_vote(vote));
    // Ballots may have been counted, and the end moved, since the vote is on the board.
    if (auto const view = parts_.votes.find(vote.id)) {
      announcer_->vote_end_moved(vote.channel, vote.id, view->ends_at());
      announcer_->vote_recounted(vote.channel, vote.id, [&view] { return view->vote().counts; });
    }
  }
  if (segments_) segments_->changed(vote.channel);
}

void LiveUpdates::resumed(voting::Vote const& vote) {
  numbers_above(vote.updated_at);
  if (announcer_) announcer_->vote_resumed(channel_state(vote.channel), live::live_vote(vote));
}

void LiveUpdates::end_moved(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) announcer_->vote_end_moved(vote.channel, vote.id, vote.ends_at);
  if (segments_) segments_->changed(vote.channel);
}

void LiveUpdates::closed(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) announcer_->vote_closed(channel_state(vote.channel), live::live_vote(vote));
  if (parts_.chat) parts_.chat->vote_closed(vote);
  if (segments_) segments_->changed(vote.channel);
}

void LiveUpdates::tally_changed(VoteView const& view, std::span<std::uint32_t const> counts) {
  if (parts_.listeners) parts_.listeners->counts_changed(view);
  if (announcer_) announcer_->vote_changed(view.channel(), view.id(), counts);
  if (segments_ && view.visibility() == voting::ResultVisibility::live) segments_->counts_changed(view.channel());
}

void LiveUpdates::channel_changed(ChannelView const& view) {
  if (parts_.listeners) parts_.listeners->changed(view.channel.id, LiveChange::settings);
  if (announcer_) announcer_->channel_changed(live::channel_state(view.channel));
  if (segments_) segments_->changed(view.channel.id);
}

void LiveUpdates::channel_deleted(ChannelId channel) {
  if (parts_.listeners) parts_.listeners->end(channel);
  if (announcer_) announcer_->channel_forgotten(channel);
  if (segments_) segments_->changed(channel);
}

void LiveUpdates::live_key_changed(ChannelId channel) {
  if (parts_.listeners) parts_.listeners->end(channel);
}

live::ChannelState LiveUpdates::channel_state(ChannelId channel) const {
  if (auto const view = parts_.channels.find(channel)) return live::channel_state(view->channel);
  live::ChannelState unknown;  // deleted meanwhile: its last message still goes out
  unknown.id = channel;
  return unknown;
}

std::optional<live::SegmentState> LiveUpdates::segment_state(ChannelId channel) const {
  live::SegmentState state;
  state.channel.id = channel;
  auto const view = parts_.channels.find(channel);
  if (!view) return state;  // deleted: nothing of the channel stays to be seen
  state.channel = live::channel_state(view->channel);
  if (auto const open = parts_.votes.open_vote(channel)) state.open_vote = live::live_vote(open->vote());
  if (auto const closed = parts_.votes.last_closed(channel)) {
    state.last_result = live::live_vote(closed->vote());
    return state;
  }
  try {
    if (auto const last = parts_.last_result(channel)) state.last_result = live::live_vote(*last);
  } catch (store::StoreFailure const& failure) {
    log::error("segment_state_unread", {{"channel", channel.value}, {"reason", failure.what()}});
    return std::nullopt;
  }
  return state;
}

live::AnnouncerFigures LiveUpdates::message_figures() const {
  return announcer_ ? announcer_->figures() : live::AnnouncerFigures{};
}

live::SegmentFigures LiveUpdates::segment_figures() const {
  auto figures = segments_ ? segments_->figures() : live::SegmentFigures{};
  figures.unread += unread_at_start_.load(std::memory_order_relaxed);
  return figures;
}

}  // namespace shipvote::service
