#include "service/live_updates.h"

#include <atomic>
#include <utility>

#include "foundation/log.h"
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
    case twitch::HelixVerdict::invalid:
    case twitch::HelixVerdict::failed: result.verdict = live::SendVerdict::failed; break;
  }
  return result;
}

// The Helix client counts and logs what went wrong; a rejection also needs somebody to act.
void tell_rejection(twitch::HelixAnswer const& answer, std::function<void()> const& secrets_rejected) {
  if (answer.verdict == twitch::HelixVerdict::rejected && secrets_rejected) secrets_rejected();
}

double chance() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return std::generate_canonical<double, 53>(generator);
}

// The time at which a background thread runs again, given what is due next.
TimePoint or_never(std::optional<TimePoint> due) { return due.value_or(TimePoint::max()); }

}  // namespace

class LiveUpdates::MessageSender final : public live::Sender {
 public:
  explicit MessageSender(Parts const& parts) : parts_(parts) {}
  void send(ChannelId channel, std::string content, live::SendDone done) override {
    parts_.helix.send_message(channel, std::move(content),
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
  void send(ChannelId channel, std::string content, live::SendDone done) override {
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
    announcer_ = std::make_unique<live::Announcer>(
        *message_sender_, parts_.time, chance, [this] { messages_thread_->wake_at(or_never(announcer_->next_due())); });
    messages_thread_ = std::make_unique<WakingThread>("live_messages", parts_.time, [this] {
      announcer_->run_due(parts_.time.now());
      return or_never(announcer_->next_due());
    });
  }
  if (parts_.segments) {
    segments_ = std::make_unique<live::SegmentKeeper>(
        *segment_writer_, parts_.time, chance, [this] { segments_thread_->wake_at(or_never(segments_->next_due())); });
    segments_thread_ = std::make_unique<WakingThread>("segments", parts_.time, [this] {
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

void LiveUpdates::opened(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) announcer_->vote_opened(channel_state(vote.channel), live::live_vote(vote));
  keep_segment(vote.channel);
}

void LiveUpdates::resumed(voting::Vote const& vote) {
  if (announcer_) announcer_->vote_resumed(channel_state(vote.channel), live::live_vote(vote));
}

void LiveUpdates::end_moved(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) announcer_->vote_end_moved(vote.channel, vote.id, vote.ends_at);
  keep_segment(vote.channel);
}

void LiveUpdates::closed(voting::Vote const& vote) {
  if (parts_.listeners) parts_.listeners->changed(vote.channel, LiveChange::vote);
  if (announcer_) announcer_->vote_closed(channel_state(vote.channel), live::live_vote(vote));
  if (parts_.chat) parts_.chat->vote_closed(vote);
  keep_segment(vote.channel);
}

void LiveUpdates::tally_changed(VoteView const& view, std::span<std::uint32_t const> counts) {
  if (parts_.listeners) parts_.listeners->counts_changed(view);
  if (announcer_) announcer_->vote_changed(view.channel(), view.id(), counts);
  if (segments_) segments_->vote_changed(view.channel(), view.id(), counts);
}

void LiveUpdates::channel_changed(ChannelView const& view) {
  if (parts_.listeners) parts_.listeners->changed(view.channel.id, LiveChange::settings);
  if (announcer_) announcer_->channel_changed(live::channel_state(view.channel));
  keep_segment(view.channel.id);
}

void LiveUpdates::channel_deleted(ChannelId channel) {
  if (parts_.listeners) parts_.listeners->end(channel);
  if (announcer_) announcer_->channel_forgotten(channel);
  if (segments_) segments_->channel_forgotten(channel);
}

void LiveUpdates::live_key_changed(ChannelId channel) {
  if (parts_.listeners) parts_.listeners->end(channel);
}

void LiveUpdates::repair_segments() {
  if (!segments_) return;
  for (auto const& view : parts_.channels.all()) {
    ChannelId const channel = view->channel.id;
    with_segment_state(channel, [this](live::SegmentState const& state) { segments_->repair(state); });
  }
}

void LiveUpdates::keep_segment(ChannelId channel) {
  if (!segments_) return;
  with_segment_state(channel, [this](live::SegmentState const& state) { segments_->changed(state); });
}

template <class Tell>
void LiveUpdates::with_segment_state(ChannelId channel, Tell tell) {
  try {
    // What was read first is told first, or a segment would stay behind until the next change.
    std::lock_guard const lock{segment_order_};
    tell(segment_state(channel));
  } catch (store::StoreFailure const& failure) {
    unread_segments_.fetch_add(1, std::memory_order_relaxed);
    log::error("segment_state_unread", {{"channel", channel.value}, {"reason", failure.what()}});
  }
}

live::ChannelState LiveUpdates::channel_state(ChannelId channel) const {
  if (auto const view = parts_.channels.find(channel)) return live::channel_state(view->channel);
  live::ChannelState unknown;  // deleted meanwhile: its last message still goes out
  unknown.id = channel;
  return unknown;
}

live::SegmentState LiveUpdates::segment_state(ChannelId channel) const {
  live::SegmentState state;
  state.channel = channel_state(channel);
  if (auto const open = parts_.votes.open_vote(channel)) state.open_vote = live::live_vote(open->vote());
  if (auto const last = parts_.last_result(channel)) state.last_result = live::live_vote(*last);
  return state;
}

live::AnnouncerFigures LiveUpdates::message_figures() const {
  return announcer_ ? announcer_->figures() : live::AnnouncerFigures{};
}

live::SegmentFigures LiveUpdates::segment_figures() const {
  auto figures = segments_ ? segments_->figures() : live::SegmentFigures{};
  figures.unread = unread_segments_.load(std::memory_order_relaxed);
  return figures;
}

}  // namespace shipvote::service
