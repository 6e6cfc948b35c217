#include "live/segment_keeper.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/schedule.h"
#include "live/segment.h"
#include "live/sequence.h"

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

struct KeptChannel {
  SegmentState state;
  SegmentPace pace;
  Sequence sequence;
  std::optional<TimePoint> scheduled;
  std::uint64_t flight = 0;
  std::size_t most_bytes = limits::configuration_bytes;
};

struct OutgoingSegment {
  Snapshot snapshot;
  std::uint64_t flight = 0;
  std::size_t most_bytes = limits::configuration_bytes;
};

// An idle channel is looked at once more when it may be forgotten.
std::optional<TimePoint> due_of(KeptChannel const& kept) {
  if (auto const due = kept.pace.due()) return due;
  if (kept.pace.in_flight() || kept.state.open_vote) return std::nullopt;
  return kept.pace.quota_full_at();
}

}  // namespace

struct SegmentKeeper::Core : std::enable_shared_from_this<SegmentKeeper::Core> {
  Core(Sender& to, TimeSource const& clock, Chance random, Wake waker)
      : writer(&to), time(&clock), chance(std::move(random)), bell(std::move(waker)) {}

  KeptChannel* find(ChannelId channel);
  void keep(SegmentState const& state, bool at_once);
  bool reschedule(ChannelId channel, KeptChannel& kept);
  void forget(ChannelId channel);
  void clock_moved(TimePoint now);
  bool next_segment(TimePoint now, std::optional<OutgoingSegment>& outgoing);
  void hand_over(OutgoingSegment const& outgoing);
  void sent(ChannelId channel, std::uint64_t flight, std::size_t bytes, SendResult const& result);

  std::mutex mutex;
  Sender* writer;          // null once the keeper is gone
  TimeSource const* time;  // the same
  Chance chance;
  Bell bell;
  std::unordered_map<ChannelId, KeptChannel> channels;
  Schedule schedule;
  Alarm alarm;
  SegmentFigures figures;
  TimePoint last_run{};
  std::uint64_t flights = 0;
  bool running = false;
};

KeptChannel* SegmentKeeper::Core::find(ChannelId channel) {
  auto const found = channels.find(channel);
  return found == channels.end() ? nullptr : &found->second;
}

bool SegmentKeeper::Core::reschedule(ChannelId channel, KeptChannel& kept) {
  schedule.move(channel, kept.scheduled, due_of(kept));
  return alarm.rings(schedule.next_due());
}

void SegmentKeeper::Core::forget(ChannelId channel) {
  auto const found = channels.find(channel);
  if (found == channels.end()) return;
  schedule.move(channel, found->second.scheduled, std::nullopt);
  channels.erase(found);
}

void SegmentKeeper::Core::keep(SegmentState const& state, bool at_once) {
  bool ring = false;
  ChannelId const channel = state.channel.id;
  {
    std::scoped_lock const lock(mutex);
    if (find(channel) == nullptr && channels.size() >= limits::announced_channels) {
      ++figures.refused_channels;
      log::error("segment_not_kept", {{"channel", channel.value}});
      return;
    }
    KeptChannel& kept = channels[channel];
    kept.state = state;
    TimePoint const now = time->now();
    auto const spread = static_cast<double>(limits::segment_repair_within.count());
    if (at_once) {
      kept.pace.changed(now);
    } else {
      kept.pace.repair(now + milliseconds{static_cast<std::int64_t>(chance() * spread)});
    }
    ring = reschedule(channel, kept);
  }
  bell.ring_if(ring);
}

void SegmentKeeper::Core::clock_moved(TimePoint now) {
  if (now + milliseconds{1'000} < last_run) {
    for (auto& [channel, kept] : channels) {
      kept.pace.shift(now - last_run);
      schedule.move(channel, kept.scheduled, due_of(kept));
    }
  }
  last_run = now;
}

bool SegmentKeeper::Core::next_segment(TimePoint now, std::optional<OutgoingSegment>& outgoing) {
  std::scoped_lock const lock(mutex);
  auto const channel = schedule.due(now);
  if (!channel || writer == nullptr) return false;
  KeptChannel& kept = channels.at(*channel);
  if (kept.pace.take(now)) {
    kept.flight = ++flights;
    outgoing.emplace();
    outgoing->snapshot = {now, kept.sequence.next(now), kept.state.channel, kept.state.open_vote,
                          kept.state.last_result};
    outgoing->flight = kept.flight;
    outgoing->most_bytes = kept.most_bytes;
    ++figures.in_flight;
  } else if (!kept.state.open_vote && kept.pace.idle(now)) {
    forget(*channel);
    return true;
  }
  schedule.move(*channel, kept.scheduled, due_of(kept));
  return true;
}

void SegmentKeeper::Core::hand_over(OutgoingSegment const& outgoing) {
  EncodedSegment segment = encode_segment(outgoing.snapshot, outgoing.most_bytes);
  std::size_t const bytes = segment.content.size();
  {
    std::scoped_lock const lock(mutex);
    figures.bytes += bytes;
  }
  ChannelId const channel = outgoing.snapshot.channel.id;
  writer->send(channel, std::move(segment.content),
               [core = weak_from_this(), channel, flight = outgoing.flight, bytes](SendResult const& result) {
                 if (auto const alive = core.lock()) alive->sent(channel, flight, bytes, result);
               });
}

void SegmentKeeper::Core::sent(ChannelId channel, std::uint64_t flight, std::size_t bytes, SendResult const& result) {
  if (result.verdict != SendVerdict::accepted) {
    // As with messages, the sender tells of failures at large.
    log::debug("segment_not_taken", {{"channel", channel.value}, {"result", send_verdict_text(result.verdict)}});
  }
  bool ring = false;
  {
    std::scoped_lock const lock(mutex);
    if (time == nullptr) return;
    --figures.in_flight;
    ++figures.writes[static_cast<std::size_t>(result.verdict)];
    KeptChannel* kept = find(channel);
    if (kept == nullptr || kept->flight != flight) return;  // forgotten meanwhile
    if (result.verdict == SendVerdict::too_large) {
      kept->most_bytes = std::max(limits::message_bytes_least, std::min(kept->most_bytes, bytes) * 3 / 4);
    }
    kept->pace.sent(result, time->now(), chance());
    ring = reschedule(channel, *kept);
  }
  bell.ring_if(ring);
}

SegmentKeeper::SegmentKeeper(Sender& writer, TimeSource const& time, Chance chance, Wake wake)
    : core_(std::make_shared<Core>(writer, time, std::move(chance), std::move(wake))) {}

SegmentKeeper::~SegmentKeeper() {
  core_->bell.silence();
  std::scoped_lock const lock(core_->mutex);
  core_->writer = nullptr;
  core_->time = nullptr;
}

void SegmentKeeper::changed(SegmentState const& state) { core_->keep(state, true); }

void SegmentKeeper::repair(SegmentState const& state) { core_->keep(state, false); }

void SegmentKeeper::vote_changed(ChannelId channel, VoteId vote, std::span<std::uint32_t const> counts) {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    KeptChannel* kept = core_->find(channel);
    if (kept == nullptr || !kept->state.open_vote || kept->state.open_vote->id != vote) return;
    LiveVote& live = *kept->state.open_vote;
    if (live.counts_hidden() || live.counts.size() != counts.size()) return;
    if (std::equal(counts.begin(), counts.end(), live.counts.begin())) return;
    std::copy(counts.begin(), counts.end(), live.counts.begin());
    live.ballots = 0;
    for (std::uint32_t const count : counts) live.ballots += count;
    kept->pace.counts_changed(core_->time->now());
    ring = core_->reschedule(channel, *kept);
  }
  core_->bell.ring_if(ring);
}

void SegmentKeeper::channel_forgotten(ChannelId channel) {
  std::scoped_lock const lock(core_->mutex);
  core_->forget(channel);
}

void SegmentKeeper::retry_rejected() {
  bool ring = false;
  {
    std::scoped_lock const lock(core_->mutex);
    TimePoint const now = core_->time->now();
    for (auto& [channel, kept] : core_->channels) {
      kept.pace.mended(now, core_->chance());
      if (core_->reschedule(channel, kept)) ring = true;
    }
  }
  core_->bell.ring_if(ring);
}

std::optional<TimePoint> SegmentKeeper::next_due() const {
  std::scoped_lock const lock(core_->mutex);
  auto const due = core_->schedule.next_due();
  core_->alarm.told(due);
  return due;
}

std::size_t SegmentKeeper::run_due(TimePoint now) {
  RunningGuard const guard(core_->mutex, core_->running);
  if (!guard.ours()) return 0;
  {
    std::scoped_lock const lock(core_->mutex);
    core_->alarm.running();
    core_->clock_moved(now);
  }
  std::size_t writes = 0;
  for (std::size_t looked_at = 0; looked_at < 2 * limits::messages_per_run; ++looked_at) {
    std::optional<OutgoingSegment> outgoing;
    if (writes == limits::messages_per_run || !core_->next_segment(now, outgoing)) break;
    if (!outgoing) continue;
    core_->hand_over(*outgoing);
    ++writes;
  }
  return writes;
}

SegmentFigures SegmentKeeper::figures() const {
  std::scoped_lock const lock(core_->mutex);
  SegmentFigures figures = core_->figures;
  figures.channels = core_->channels.size();
  return figures;
}

}  // namespace shipvote::live
