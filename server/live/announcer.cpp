#include "live/announcer.h"

#include <algorithm>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/message.h"
#include "live/paced_channels.h"
#include "live/pacing.h"

namespace shipvote::live {
namespace {

using std::chrono::milliseconds;

struct FollowedChannel : PacedChannel {
  // Openings and closes may be told in the wrong order; the newer vote is what matters, and of one vote its close.
  [[nodiscard]] bool follows_newer_than(LiveVote const& told) const { return vote && vote->id > told.id; }
  [[nodiscard]] bool knows_closed(VoteId id) const {
    return vote && vote->id == id && vote->state == voting::VoteState::closed;
  }
  [[nodiscard]] bool knows_open(VoteId id) const {
    return vote && vote->id == id && vote->state == voting::VoteState::open;
  }

  ChannelState state;
  std::optional<LiveVote> vote;  // open, or closed and not told often enough yet
  ChannelPace pace;
  VoteId shortened;  // the vote of which the log says that a message had no room for all ships
};

void take_counts(FollowedChannel& followed, std::span<std::uint32_t const> counts, TimePoint now) {
  LiveVote& live = *followed.vote;
  if (live.counts.size() != counts.size()) return;
  if (std::equal(counts.begin(), counts.end(), live.counts.begin())) return;
  std::copy(counts.begin(), counts.end(), live.counts.begin());
  live.ballots = 0;
  for (std::uint32_t const count : counts) live.ballots += count;
  followed.pace.counts_changed(now);
}

}  // namespace

// Shared with the results of messages on their way, which may come when the announcer is gone.
struct Announcer::Core final : PacedChannels<FollowedChannel> {
  Core(Sender& sender, TimeSource const& time, Chance chance, Wake wake)
      : PacedChannels("messages", sender, time, std::move(chance), std::move(wake)) {}

  void start_vote(ChannelState const& channel, LiveVote const& vote, bool resumed);
  [[nodiscard]] AnnouncerFigures figures() const;

 private:
  [[nodiscard]] std::optional<TimePoint> due_of(FollowedChannel const& followed) const override {
    return followed.pace.due();
  }
  [[nodiscard]] bool finished(FollowedChannel const& followed, TimePoint now) const override {
    return followed.pace.finished(now);
  }
  [[nodiscard]] std::optional<Departure> take(FollowedChannel& followed, TimePoint now) override;
  [[nodiscard]] std::optional<std::string> write(Departure& departure) override;
  void note_shortened(Departure const& departure, std::size_t left_out);
  void answered(Flight const& flight, SendResult const& result, TimePoint now) override;
  void ended(FollowedChannel& followed, Flight const& flight, SendResult const& result, TimePoint now) override;

  AnnouncerFigures figures_;
};

void Announcer::Core::start_vote(ChannelState const& channel, LiveVote const& vote, bool resumed) {
  follow(channel.id, [&](FollowedChannel& followed, TimePoint now) {
    followed.state = channel;
    if (followed.follows_newer_than(vote) || followed.knows_closed(vote.id)) return;
    followed.vote = vote;
    if (resumed) {
      auto const spread = static_cast<double>(limits::message_heartbeat.count());
      TimePoint const first = now + milliseconds{static_cast<std::int64_t>(chance() * spread)};
      followed.pace.vote_resumed(now, first, vote.counts_hidden());
    } else {
      followed.pace.vote_opened(now, vote.counts_hidden());
    }
  });
}

std::optional<Departure> Announcer::Core::take(FollowedChannel& followed, TimePoint now) {
  Departure departure;
  departure.snapshot.channel = followed.state;
  departure.snapshot.vote = followed.vote;
  auto const given_up = followed.pace.given_up();
  auto const taken = followed.pace.take(now);
  if (followed.pace.given_up() != given_up) {
    ++figures_.given_up;
    log::warning("live_message_given_up",
                 {{"channel", followed.state.id.value}, {"vote", followed.vote ? followed.vote->id.value : 0}});
  }
  if (!taken) return std::nullopt;
  departure.flight.type = taken->type;
  departure.urgency = taken->urgency;
  return departure;
}

std::optional<std::string> Announcer::Core::write(Departure& departure) {
  EncodedMessage message = encode_message(departure.flight.type, departure.snapshot, departure.most_bytes);
  if (message.leftover != Leftover{}) note_shortened(departure, message.leftover.vote_ships);
  return std::move(message.text);
}

void Announcer::Core::note_shortened(Departure const& departure, std::size_t left_out) {
  VoteId const vote = departure.snapshot.vote->id;
  std::scoped_lock const lock(mutex_);
  ++figures_.shortened;
  FollowedChannel* const followed = find(departure.flight.channel);
  if (followed == nullptr || followed->shortened == vote) return;
  followed->shortened = vote;
  log::warning("live_message_shortened",
               {{"channel", departure.flight.channel.value}, {"vote", vote.value}, {"ships_left_out", left_out}});
}

void Announcer::Core::answered(Flight const& flight, SendResult const& result, TimePoint) {
  ++figures_.messages[static_cast<std::size_t>(flight.type)][static_cast<std::size_t>(result.verdict)];
  if (result.verdict == SendVerdict::accepted) return;
  // In detail only: an outage concerns every channel, several times a minute. The sender tells of it at large.
  log::debug("live_message_not_taken", {{"channel", flight.channel.value},
                                        {"type", message_type_text(flight.type)},
                                        {"result", send_verdict_text(result.verdict)}});
}

void Announcer::Core::ended(FollowedChannel& followed, Flight const&, SendResult const& result, TimePoint now) {
  if (followed.pace.sent(result, now, chance())) ++figures_.late;
}

AnnouncerFigures Announcer::Core::figures() const {
  std::scoped_lock const lock(mutex_);
  AnnouncerFigures figures = figures_;
  figures.faults = faults_;
  figures.refused_channels = refused_;
  figures.channels = channels_.size();
  return figures;
}

Announcer::Announcer(Sender& sender, TimeSource const& time, Chance chance, Wake wake)
    : core_(std::make_shared<Core>(sender, time, std::move(chance), std::move(wake))) {}

Announcer::~Announcer() { core_->end(); }

void Announcer::vote_opened(ChannelState const& channel, LiveVote const& vote) {
  core_->start_vote(channel, vote, false);
}

void Announcer::vote_resumed(ChannelState const& channel, LiveVote const& vote) {
  core_->start_vote(channel, vote, true);
}

void Announcer::vote_changed(ChannelId channel, VoteId vote, std::span<std::uint32_t const> counts) {
  core_->change(channel, [&](FollowedChannel& followed, TimePoint now) {
    if (followed.knows_open(vote)) take_counts(followed, counts, now);
  });
}

void Announcer::vote_recounted(ChannelId channel, VoteId vote,
                               std::function<std::vector<std::uint32_t>()> const& read) {
  core_->change(channel, [&](FollowedChannel& followed, TimePoint now) {
    if (followed.knows_open(vote)) take_counts(followed, read(), now);
  });
}

void Announcer::vote_end_moved(ChannelId channel, VoteId vote, std::optional<TimePoint> ends_at) {
  core_->change(channel, [&](FollowedChannel& followed, TimePoint now) {
    if (!followed.knows_open(vote) || followed.vote->ends_at == ends_at) return;
    followed.vote->ends_at = ends_at;
    followed.pace.end_moved(now);
  });
}

void Announcer::vote_closed(ChannelState const& channel, LiveVote const& vote) {
  core_->follow(channel.id, [&](FollowedChannel& followed, TimePoint now) {
    followed.state = channel;
    if (followed.follows_newer_than(vote)) return;
    bool const same = followed.vote && followed.vote->id == vote.id;
    bool const changed = !same || told_vote(*followed.vote, SIZE_MAX).counts != told_vote(vote, SIZE_MAX).counts;
    if (!same) followed.pace.vote_forgotten();
    followed.vote = vote;
    followed.pace.vote_closed(now, changed);
  });
}

void Announcer::channel_changed(ChannelState const& channel) {
  core_->follow(channel.id, [&](FollowedChannel& followed, TimePoint now) {
    followed.state = channel;
    followed.pace.channel_changed(now);
  });
}

void Announcer::channel_forgotten(ChannelId channel) { core_->forget(channel); }

void Announcer::retry_rejected() { core_->retry_rejected(); }

void Announcer::numbers_above(std::uint64_t number) { core_->numbers_above(number); }

std::optional<TimePoint> Announcer::next_due() const { return core_->next_due(); }

std::size_t Announcer::run_due(TimePoint now) { return core_->run_due(now); }

AnnouncerFigures Announcer::figures() const { return core_->figures(); }

}  // namespace shipvote::live
