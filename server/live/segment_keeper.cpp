#include "live/segment_keeper.h"

#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/paced_channels.h"
#include "live/pot.h"
#include "live/segment.h"

namespace shipvote::live {
namespace {

struct KeptChannel : PacedChannel {
  KeptChannel() { most_bytes = limits::configuration_bytes; }

  SegmentPace pace;
  bool open = false;  // a vote was, when the segment was written last
};

}  // namespace

// Shared with the results of writes on their way, which may come when the keeper is gone.
struct SegmentKeeper::Core final : PacedChannels<KeptChannel> {
  Core(Sender& writer, SegmentSource from, TimeSource const& time, Chance chance, Wake wake)
      : PacedChannels("segments", writer, time, std::move(chance), std::move(wake)), source_(std::move(from)) {}

  [[nodiscard]] SegmentFigures figures() const;

 private:
  // An idle channel is looked at once more when it may be forgotten.
  [[nodiscard]] std::optional<TimePoint> due_of(KeptChannel const& kept) const override {
    if (auto const due = kept.pace.due()) return due;
    if (kept.pace.in_flight() || kept.open) return std::nullopt;
    return kept.pace.quota_full_at();
  }
  [[nodiscard]] std::size_t turn_of(KeptChannel const& kept) const override {
    static_assert(static_cast<std::size_t>(SegmentTurn::repair) < turns);
    return static_cast<std::size_t>(kept.pace.turn());
  }
  [[nodiscard]] TimePoint ready_at() const override { return pot_.ready_for(1); }
  [[nodiscard]] bool finished(KeptChannel const& kept, TimePoint now) const override {
    return !kept.open && kept.pace.idle(now);
  }
  [[nodiscard]] std::optional<Departure> take(KeptChannel& kept, TimePoint now) override {
    if (!kept.pace.take(now)) return std::nullopt;
    pot_.take(now);
    return Departure{};
  }
  [[nodiscard]] std::optional<std::string> write(Departure& departure) override;
  void answered(Flight const& flight, SendResult const& result, TimePoint now) override;
  void ended(KeptChannel& kept, Flight const& flight, SendResult const& result, TimePoint now) override;
  void clock_set_back(std::chrono::milliseconds by) override { pot_.shift(by); }

  SegmentSource const source_;
  SegmentPot pot_;
  SegmentFigures figures_;
};

std::optional<std::string> SegmentKeeper::Core::write(Departure& departure) {
  ChannelId const channel = departure.flight.channel;
  auto state = source_(channel);
  {
    std::scoped_lock const lock(mutex_);
    if (!state) ++figures_.unread;
    if (auto* const kept = find(channel); kept != nullptr && state) kept->open = state->open_vote.has_value();
  }
  if (!state) return std::nullopt;
  departure.snapshot.channel = state->channel;
  departure.snapshot.vote = std::move(state->open_vote);
  departure.snapshot.last_result = std::move(state->last_result);
  return encode_segment(departure.snapshot, departure.most_bytes).content;
}

void SegmentKeeper::Core::answered(Flight const& flight, SendResult const& result, TimePoint now) {
  ++figures_.writes[static_cast<std::size_t>(result.verdict)];
  pot_.heard(result, now);
  if (result.verdict == SendVerdict::accepted) return;
  // As with messages, the sender tells of failures at large.
  log::debug("segment_not_taken", {{"channel", flight.channel.value}, {"result", send_verdict_text(result.verdict)}});
}

void SegmentKeeper::Core::ended(KeptChannel& kept, Flight const& flight, SendResult const& result, TimePoint now) {
  if (!kept.pace.sent(result, now, chance())) return;
  ++figures_.given_up;
  log::warning("segment_given_up", {{"channel", flight.channel.value}});
}

SegmentFigures SegmentKeeper::Core::figures() const {
  std::scoped_lock const lock(mutex_);
  SegmentFigures figures = figures_;
  figures.faults = faults_;
  figures.refused_channels = refused_;
  figures.channels = channels_.size();
  return figures;
}

SegmentKeeper::SegmentKeeper(Sender& writer, SegmentSource source, TimeSource const& time, Chance chance, Wake wake)
    : core_(std::make_shared<Core>(writer, std::move(source), time, std::move(chance), std::move(wake))) {}

SegmentKeeper::~SegmentKeeper() { core_->end(); }

void SegmentKeeper::changed(ChannelId channel) {
  core_->follow(channel, [](KeptChannel& kept, TimePoint now) { kept.pace.changed(now); });
}

void SegmentKeeper::repair(ChannelId channel, bool soon) {
  auto const turn = soon ? SegmentTurn::tally : SegmentTurn::repair;
  core_->follow(channel, [turn](KeptChannel& kept, TimePoint now) { kept.pace.repair(now, turn); });
}

void SegmentKeeper::counts_changed(ChannelId channel) {
  core_->change(channel, [](KeptChannel& kept, TimePoint now) { kept.pace.counts_changed(now); });
}

void SegmentKeeper::retry_rejected() { core_->retry_rejected(); }

void SegmentKeeper::numbers_above(std::uint64_t number) { core_->numbers_above(number); }

std::optional<TimePoint> SegmentKeeper::next_due() const { return core_->next_due(); }

std::size_t SegmentKeeper::run_due(TimePoint now) { return core_->run_due(now); }

SegmentFigures SegmentKeeper::figures() const { return core_->figures(); }

}  // namespace shipvote::live
