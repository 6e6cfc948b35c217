// What the announcer and the segment keeper have in common: channels that have something to send, each at a pace of its
// own and one thing at a time. Knows which is due next, hands over what is due, and hears how it went. All public
// functions are safe to call from every thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/message_type.h"
#include "live/schedule.h"
#include "live/sending.h"
#include "live/sequence.h"
#include "live/state.h"

namespace shipvote::live {

// What is kept of every channel, whatever is sent for it. Each has a `pace` besides.
struct PacedChannel {
  Sequence sequence;
  std::size_t turn = 0;                // which schedule it stands in,
  std::optional<TimePoint> scheduled;  // and where
  std::uint64_t flight = 0;            // the number of what is on its way; 0: nothing is
  std::size_t most_bytes = limits::message_bytes;
};

// One thing on its way. Its result may come when its channel is forgotten, or twice after a fault.
struct Flight {
  ChannelId channel;
  std::uint64_t number = 0;
  MessageType type = MessageType::channel_update;  // of messages
  std::size_t bytes = 0;
};

// What is to be sent, before it is written.
struct Departure {
  Flight flight;
  Urgency urgency = Urgency::usual;
  std::size_t most_bytes = limits::message_bytes;
  Snapshot snapshot;
};

template <class Channel>
class PacedChannels : public std::enable_shared_from_this<PacedChannels<Channel>> {
 public:
  // `what` is sent, in the words of the log.
  PacedChannels(std::string_view what, Sender& sender, TimeSource const& time, Chance chance, Wake wake)
      : what_(what), sender_(&sender), time_(&time), chance_(std::move(chance)), bell_(std::move(wake)) {}
  virtual ~PacedChannels() = default;
  PacedChannels(PacedChannels const&) = delete;
  PacedChannels& operator=(PacedChannels const&) = delete;

  // The owner goes: nothing is sent or called any more, whatever answers still come.
  void end() {
    bell_.silence();
    std::scoped_lock const lock(mutex_);
    sender_ = nullptr;
    time_ = nullptr;
  }

  // Calls change(channel, now) under the lock, if the channel is followed.
  template <class Change>
  void change(ChannelId id, Change const& change) {
    update(id, false, change);
  }
  // The same; the channel is followed from now on, if there is room.
  template <class Change>
  void follow(ChannelId id, Change const& change) {
    update(id, true, change);
  }

  void forget(ChannelId id) {
    std::scoped_lock const lock(mutex_);
    if (Channel* const channel = find(id)) erase(id, *channel);
  }

  void retry_rejected() {
    bool ring = false;
    {
      std::scoped_lock const lock(mutex_);
      TimePoint const now = time_->now();
      for (auto& [id, channel] : channels_) {
        channel.pace.mended(now, chance_());
        if (reschedule(id, channel)) ring = true;
      }
    }
    bell_.ring_if(ring);
  }

  // All numbers from now on are above this one.
  void numbers_above(std::uint64_t number) {
    std::scoped_lock const lock(mutex_);
    floor_ = std::max(floor_, number);
  }

  [[nodiscard]] std::optional<TimePoint> next_due() {
    std::scoped_lock const lock(mutex_);
    auto const due = earliest_due();
    alarm_.told(due);
    return due;
  }

  std::size_t run_due(TimePoint now) {
    RunningGuard const guard(mutex_, running_);
    if (!guard.ours()) return 0;
    {
      std::scoped_lock const lock(mutex_);
      alarm_.running();
      clock_moved(now);
    }
    std::size_t handed_over = 0;
    for (std::size_t looked_at = 0; looked_at < 2 * limits::messages_per_run; ++looked_at) {
      std::optional<Departure> departure;
      if (handed_over == limits::messages_per_run || !next(now, departure)) break;
      if (!departure) continue;
      hand_over(*departure);
      ++handed_over;
    }
    return handed_over;
  }

 protected:
  static constexpr std::size_t turns = 3;

  // Called under the lock:
  [[nodiscard]] virtual std::optional<TimePoint> due_of(Channel const& channel) const = 0;
  // Of channels that are due, those with a lower turn go first.
  [[nodiscard]] virtual std::size_t turn_of(Channel const&) const { return 0; }
  // Before this nothing goes out for any channel.
  [[nodiscard]] virtual TimePoint ready_at() const { return TimePoint::min(); }
  // What is to be sent at `now`, without flight, number and time; it counts as on its way from here on. Throws only
  // before it does.
  [[nodiscard]] virtual std::optional<Departure> take(Channel& channel, TimePoint now) = 0;
  [[nodiscard]] virtual bool finished(Channel const& channel, TimePoint now) const = 0;
  // What became of it, `failed` where it could not leave.
  virtual void ended(Channel& channel, Flight const& flight, SendResult const& result, TimePoint now) = 0;
  // What Twitch said to it, whether its channel is still followed or not.
  virtual void answered(Flight const& flight, SendResult const& result, TimePoint now) = 0;
  virtual void clock_set_back(std::chrono::milliseconds /*by*/) {}

  // Called without the lock: the text to be sent. None where it cannot be had now, which is counted and logged there.
  [[nodiscard]] virtual std::optional<std::string> write(Departure& departure) = 0;

  [[nodiscard]] Channel* find(ChannelId id) {
    auto const found = channels_.find(id);
    return found == channels_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] double chance() const { return chance_(); }

  mutable std::mutex mutex_;  // over everything
  std::unordered_map<ChannelId, Channel> channels_;
  std::uint64_t refused_ = 0;  // channels without room
  std::uint64_t faults_ = 0;   // what could not be written or handed over

 private:
  template <class Change>
  void update(ChannelId id, bool follow, Change const& change) {
    bool ring = false;
    {
      std::scoped_lock const lock(mutex_);
      Channel* channel = find(id);
      if (channel == nullptr) {
        if (!follow || !has_room(id)) return;
        channel = &channels_[id];
      }
      change(*channel, time_->now());
      ring = reschedule(id, *channel);
    }
    bell_.ring_if(ring);
  }

  bool has_room(ChannelId id) {
    if (channels_.size() < limits::announced_channels) return true;
    ++refused_;
    log::error("channel_not_followed", {{"what", what_}, {"channel", id.value}});
    return false;
  }

  // Puts a channel where it belongs after anything changed; true if the owner has to be woken.
  bool reschedule(ChannelId id, Channel& channel) {
    std::size_t const turn = turn_of(channel);
    if (turn != channel.turn) schedules_[channel.turn].move(id, channel.scheduled, std::nullopt);
    channel.turn = turn;
    schedules_[turn].move(id, channel.scheduled, due_of(channel));
    return alarm_.rings(earliest_due());
  }

  void erase(ChannelId id, Channel& channel) {
    schedules_[channel.turn].move(id, channel.scheduled, std::nullopt);
    floor_ = std::max(floor_, channel.sequence.last());  // or a clock set back meanwhile would make its next one lower
    channels_.erase(id);
  }

  [[nodiscard]] std::optional<TimePoint> earliest_due() const {
    std::optional<TimePoint> earliest;
    for (Schedule const& schedule : schedules_) {
      auto const due = schedule.next_due();
      if (due && (!earliest || *due < *earliest)) earliest = due;
    }
    if (earliest) earliest = std::max(*earliest, ready_at());
    return earliest;
  }

  [[nodiscard]] std::optional<ChannelId> due_channel(TimePoint now) const {
    for (Schedule const& schedule : schedules_) {
      if (auto const id = schedule.due(now)) return id;
    }
    return std::nullopt;
  }

  void clock_moved(TimePoint now) {
    // Small steps back do no harm: what is due waits that much longer.
    if (now + std::chrono::milliseconds{1'000} < last_run_) {
      log::warning("clock_set_back", {{"what", what_}, {"milliseconds", (last_run_ - now).count()}});
      clock_set_back(now - last_run_);
      for (auto& [id, channel] : channels_) {
        channel.pace.shift(now - last_run_);
        schedules_[channel.turn].move(id, channel.scheduled, due_of(channel));
      }
    }
    last_run_ = now;
  }

  // Of the channel that comes next, what it has to send. It may be due without: then `departure` stays empty. False
  // when none is due.
  bool next(TimePoint now, std::optional<Departure>& departure) {
    std::scoped_lock const lock(mutex_);
    if (sender_ == nullptr || ready_at() > now) return false;
    auto const id = due_channel(now);
    if (!id) return false;
    Channel& channel = channels_.at(*id);
    departure = take(channel, now);
    if (departure) {
      channel.flight = ++flights_;
      departure->flight.channel = *id;
      departure->flight.number = channel.flight;
      departure->most_bytes = channel.most_bytes;
      departure->snapshot.server_time = now;
      departure->snapshot.sequence = channel.sequence.next(now, floor_);
    } else if (finished(channel, now)) {
      erase(*id, channel);
      return true;
    }
    (void)reschedule(*id, channel);  // the owner is awake
    return true;
  }

  void hand_over(Departure& departure) {
    Flight& flight = departure.flight;
    try {
      if (auto text = write(departure)) {
        flight.bytes = text->size();
        sender_->send(flight.channel, *std::move(text), departure.urgency,
                      [core = this->weak_from_this(), flight](SendResult const& result) {
                        if (auto const alive = core.lock()) alive->landed(flight, result, true);
                      });
        return;
      }
    } catch (std::exception const& fault) {
      log::error("live_fault", {{"what", what_}, {"channel", flight.channel.value}, {"reason", fault.what()}});
      std::scoped_lock const lock(mutex_);
      ++faults_;
    }
    landed(flight, SendResult{}, false);
  }

  void landed(Flight const& flight, SendResult const& result, bool left) {
    bool ring = false;
    {
      std::scoped_lock const lock(mutex_);
      if (time_ == nullptr) return;
      TimePoint const now = time_->now();
      if (left) answered(flight, result, now);
      Channel* const channel = find(flight.channel);
      if (channel == nullptr || channel->flight != flight.number) return;
      channel->flight = 0;
      if (result.verdict == SendVerdict::too_large) {
        std::size_t const most = std::min(channel->most_bytes, flight.bytes) * 3 / 4;
        channel->most_bytes = std::max(limits::message_bytes_least, most);
      }
      ended(*channel, flight, result, now);
      ring = reschedule(flight.channel, *channel);
    }
    bell_.ring_if(ring);
  }

  std::string const what_;
  Sender* sender_;          // null once the owner is gone
  TimeSource const* time_;  // the same
  Chance chance_;
  Bell bell_;
  std::array<Schedule, turns> schedules_;
  Alarm alarm_;
  TimePoint last_run_{};
  std::uint64_t floor_ = 0;    // of numbers
  std::uint64_t flights_ = 0;  // so far
  bool running_ = false;
};

}  // namespace shipvote::live
