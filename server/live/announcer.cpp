#include "live/announcer.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/message.h"
#include "live/pacing.h"
#include "live/schedule.h"
#include "live/sequence.h"

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

struct FollowedChannel {
  // Openings and closes of two votes may be told in the wrong order; the newer vote is what matters.
  [[nodiscard]] bool follows_newer_than(LiveVote const& told) const { return vote && vote->id > told.id; }

  ChannelState state;
  std::optional<LiveVote> vote;  // open, or closed and not told often enough yet
  ChannelPace pace;
  Sequence sequence;
  std::optional<TimePoint> scheduled;
  std::uint64_t flight = 0;  // the message on its way
  std::size_t most_bytes = limits::message_bytes;
};

// What is needed to encode and send one message without the lock.
struct Outgoing {
  MessageType type = MessageType::channel_update;
  Snapshot snapshot;
  std::uint64_t flight = 0;
  std::size_t most_bytes = limits::message_bytes;
};

// In detail only: an outage concerns every channel, several times a minute. The sender tells of it at large.
void log_result(ChannelId channel, MessageType type, SendVerdict verdict) {
  if (verdict == SendVerdict::accepted) return;
  log::debug("live_message_not_taken",
             {{"channel", channel.value}, {"type", message_type_text(type)}, {"result", send_verdict_text(verdict)}});
}

}  // namespace

// Shared with the results of messages on their way, which may come when the announcer is gone.
struct Announcer::Core : std::enable_shared_from_this<Announcer::Core> {
  Core(Sender& to, TimeSource const& clock, Chance random, Wake waker)
      : sender(&to), time(&clock), chance(std::move(random)), bell(std::move(waker)) {}

  FollowedChannel* find(ChannelId channel);
  FollowedChannel* follow(ChannelState const& channel);
  void start_vote(ChannelState const& channel, LiveVote const& vote, bool resumed);
  // Puts a channel where it belongs in the schedule after anything changed; true if the owner has to be woken.
  bool reschedule(ChannelId channel, FollowedChannel& followed);
  void forget(ChannelId channel);
  void clock_moved(TimePoint now);
  // The message of the channel that has been due the longest; false when none is due. A channel may be due without a
  // message: then `outgoing` stays empty.
  bool next_message(TimePoint now, std::optional<Outgoing>& outgoing);
  void hand_over(Outgoing const& outgoing);
  void sent(ChannelId channel, MessageType type, std::uint64_t flight, std::size_t bytes, SendResult const& result);

  std::mutex mutex;
  Sender* sender;          // null once the announcer is gone
  TimeSource const* time;  // the same
  Chance chance;
  Bell bell;
  std::unordered_map<ChannelId, FollowedChannel> channels;
  Schedule schedule;
  Alarm alarm;
  AnnouncerFigures figures;
  TimePoint last_run{};
  std::uint64_t flights = 0;
  bool running = false;
};

FollowedChannel* Announcer::Core::find(ChannelId channel) {
  auto const found = channels.find(channel);
  return found == channels.end() ? nullptr : &found->second;
}

FollowedChannel* Announcer::Core::follow(ChannelState const& channel) {
  FollowedChannel* followed = find(channel.id);
  if (followed == nullptr) {
    if (channels.size() >= limits::announced_channels) {
      ++figures.refused_channels;
      log::error("channel_not_announced", {{"channel", channel.id.value}});
      return nullptr;
    }
    followed = &channels[channel.id];
  }
  followed->state = channel;
  return followed;
}

bool Announcer::Core::reschedule(ChannelId channel, FollowedChannel& followed) {
  schedule.move(channel, followed.scheduled, followed.pace.due());
  return alarm.rings(schedule.next_due());
}

void Announcer::Core::forget(ChannelId channel) {
  auto const found = channels.find(channel);
  if (found == channels.end()) return;
  schedule.move(channel, found->second.scheduled, std::nullopt);
  channels.erase(found);
}

void Announcer::Core::start_vote(ChannelState const& channel, LiveVote const& vote, bool resumed) {
  bool ring = false;
  {
    std::scoped_lock const lock(mutex);
    FollowedChannel* followed = follow(channel);
    if (followed == nullptr || followed->follows_newer_than(vote)) return;
    followed->vote = vote;
    TimePoint const now = time->now();
    if (resumed) {
      auto const spread = static_cast<double>(limits::message_heartbeat.count());
      TimePoint const first = now + milliseconds{static_cast<std::int64_t>(chance() * spread)};
      followed->pace.vote_resumed(now, first, vote.counts_hidden());
    } else {
      followed->pace.vote_opened(now, vote.counts_hidden());
    }
    ring = reschedule(channel.id, *followed);
  }
  bell.ring_if(ring);
}

void Announcer::Core::clock_moved(TimePoint now) {
  // Small steps back do no harm: what is due waits that much longer.
  if (now + milliseconds{1'000} < last_run) {
    log::warning("clock_set_back", {{"milliseconds", (last_run - now).count()}});
    for (auto& [channel, followed] : channels) {
      followed.pace.shift(now - last_run);
      schedule.move(channel, followed.scheduled, followed.pace.due());
    }
  }
  last_run = now;
}

bool Announcer::Core::next_message(TimePoint now, std::optional<Outgoing>& outgoing) {
  std::scoped_lock const lock(mutex);
  auto const channel = schedule.due(now);
  if (!channel || sender == nullptr) return false;
  FollowedChannel& followed = channels.at(*channel);
  auto const given_up = followed.pace.given_up();
  auto const taken = followed.pace.take(now);
  figures.given_up += followed.pace.given_up() - given_up;
  if (taken) {
    followed.flight = ++flights;
    outgoing.emplace();
    outgoing->type = taken->type;
    outgoing->snapshot = {now, followed.sequence.next(now), followed.state, followed.vote, std::nullopt};
    outgoing->flight = followed.flight;
    outgoing->most_bytes = followed.most_bytes;
    ++figures.in_flight;
    if (taken->late) ++figures.late;
  } else if (followed.pace.finished(now)) {
    forget(*channel);
    return true;
  }
  schedule.move(*channel, followed.scheduled, followed.pace.due());
  return true;
}

void Announcer::Core::hand_over(Outgoing const& outgoing) {
  EncodedMessage message = encode_message(outgoing.type, outgoing.snapshot, outgoing.most_bytes);
  std::size_t const bytes = message.text.size();
  {
    std::scoped_lock const lock(mutex);
    figures.bytes += bytes;
    if (message.leftover != Leftover{}) ++figures.shortened;
  }
  ChannelId const channel = outgoing.snapshot.channel.id;
  sender->send(channel, std::move(message.text),
               [core = weak_from_this(), channel, type = outgoing.type, flight = outgoing.flight,
                bytes](SendResult const& result) {
                 if (auto const alive = core.lock()) alive->sent(channel, type, flight, bytes, result);
               });
}

void Announcer::Core::sent(ChannelId channel, MessageType type, std::uint64_t flight, std::size_t bytes,
                           SendResult const& result) {
  log_result(channel, type, result.verdict);
  bool ring = false;
  {
    std::scoped_lock const lock(mutex);
    if (time == nullptr) return;
    --figures.in_flight;
    ++figures.messages[static_cast<std::size_t>(type)][static_cast<std::size_t>(result.verdict)];
    FollowedChannel* followed = find(channel);
    if (followed == nullptr || followed->flight != flight) return;  // forgotten meanwhile
    if (result.verdict == SendVerdict::too_large) {
      followed->most_bytes = std::max(limits::message_bytes_least, std::min(followed->most_bytes, bytes) * 3 / 4);
    }
    followed->pace.sent(result, time->now(), chance());
    ring = reschedule(channel, *followed);
  }
  bell.ring_if(ring);
}

Announcer::Announcer(Sender& sender, TimeSource const& time, Chance chance, Wake wake)
    : core_(std::make_shared<Core>(sender, time, std::move(chance), std::move(wake))) {}

Announcer::~Announcer() {
  core_->bell.silence();
  std::scoped_lock const lock(core_->mutex);
  core_->sender = nullptr;
  core_->time = nullptr;
}

void Announcer::vote_opened(ChannelState const& channel, LiveVote const& vote) {
  core_->start_vote(channel, vote, false);
}

void Announcer::vote_resumed(ChannelState const& channel, LiveVote const& vote) {
  core_->start_vote(channel, vote, true);
}

void Announcer::vote_changed(ChannelId channel, VoteId vote, std::span<std::uint32_t const> counts) {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    FollowedChannel* followed = core_->find(channel);
    if (followed == nullptr || !followed->vote || followed->vote->id != vote) return;
    LiveVote& live = *followed->vote;
    if (live.state != voting::VoteState::open || live.counts.size() != counts.size()) return;
    if (std::equal(counts.begin(), counts.end(), live.counts.begin())) return;
    std::copy(counts.begin(), counts.end(), live.counts.begin());
    live.ballots = 0;
    for (std::uint32_t const count : counts) live.ballots += count;
    followed->pace.counts_changed(core_->time->now());
    ring = core_->reschedule(channel, *followed);
  }
  core_->bell.ring_if(ring);
}

void Announcer::vote_end_moved(ChannelId channel, VoteId vote, std::optional<TimePoint> ends_at) {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    FollowedChannel* followed = core_->find(channel);
    if (followed == nullptr || !followed->vote || followed->vote->id != vote) return;
    if (followed->vote->state != voting::VoteState::open || followed->vote->ends_at == ends_at) return;
    followed->vote->ends_at = ends_at;
    followed->pace.end_moved(core_->time->now());
    ring = core_->reschedule(channel, *followed);
  }
  core_->bell.ring_if(ring);
}

void Announcer::vote_closed(ChannelState const& channel, LiveVote const& vote) {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    FollowedChannel* followed = core_->follow(channel);
    if (followed == nullptr || followed->follows_newer_than(vote)) return;
    bool const same = followed->vote && followed->vote->id == vote.id;
    bool const changed = !same || told_vote(*followed->vote, SIZE_MAX).counts != told_vote(vote, SIZE_MAX).counts;
    if (!same) followed->pace.vote_forgotten();
    followed->vote = vote;
    followed->pace.vote_closed(core_->time->now(), changed);
    ring = core_->reschedule(channel.id, *followed);
  }
  core_->bell.ring_if(ring);
}

void Announcer::channel_changed(ChannelState const& channel) {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    FollowedChannel* followed = core_->follow(channel);
    if (followed == nullptr) return;
    followed->pace.channel_changed(core_->time->now());
    ring = core_->reschedule(channel.id, *followed);
  }
  core_->bell.ring_if(ring);
}

void Announcer::channel_forgotten(ChannelId channel) {
  std::scoped_lock const lock(core_->mutex);
  core_->forget(channel);
}

void Announcer::retry_rejected() {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    TimePoint const now = core_->time->now();
    for (auto& [channel, followed] : core_->channels) {
      followed.pace.mended(now, core_->chance());
      if (core_->reschedule(channel, followed)) ring = true;
    }
  }
  core_->bell.ring_if(ring);
}

std::optional<TimePoint> Announcer::next_due() const {
  std::scoped_lock const lock(core_->mutex);
  auto const due = core_->schedule.next_due();
  core_->alarm.told(due);
  return due;
}

std::size_t Announcer::run_due(TimePoint now) {
  RunningGuard const guard(core_->mutex, core_->running);
  if (!guard.ours()) return 0;
  {
    std::scoped_lock const lock(core_->mutex);
    core_->alarm.running();
    core_->clock_moved(now);
  }
  std::size_t messages = 0;
  for (std::size_t looked_at = 0; looked_at < 2 * limits::messages_per_run; ++looked_at) {
    std::optional<Outgoing> outgoing;
    if (messages == limits::messages_per_run || !core_->next_message(now, outgoing)) break;
    if (!outgoing) continue;
    core_->hand_over(*outgoing);
    ++messages;
  }
  return messages;
}

AnnouncerFigures Announcer::figures() const {
  std::scoped_lock const lock(core_->mutex);
  AnnouncerFigures figures = core_->figures;
  figures.channels = core_->channels.size();
  return figures;
}

}  // namespace shipvote::live
