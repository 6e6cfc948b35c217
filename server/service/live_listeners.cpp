#include "service/live_listeners.h"

#include <algorithm>
#include <string_view>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "live/message.h"
#include "store/store.h"

namespace shipvote::service {
namespace {

using namespace std::chrono_literals;

constexpr auto reconnect_least = 2s;
constexpr auto reconnect_spread = 3s;

http::SharedBytes shared(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

// When to come back after the stream broke. Not the same for all: after a restart everybody comes at once.
http::SharedBytes reconnect_line(std::uint64_t listener) {
  auto const spread = std::chrono::milliseconds{listener * 617 % std::chrono::milliseconds{reconnect_spread}.count()};
  return shared("retry: " + std::to_string((std::chrono::milliseconds{reconnect_least} + spread).count()) + "\n\n");
}

live::MessageType type_of(LiveChange change, live::Snapshot const& snapshot) {
  if (!snapshot.vote || change == LiveChange::settings) return live::MessageType::channel_update;
  return change == LiveChange::vote ? live::MessageType::vote_status : live::MessageType::vote_progress;
}

}  // namespace

// How many places are taken. Shared, because a place may be given back by a connection that outlives the listeners.
struct LiveListeners::Places {
  [[nodiscard]] bool take(ChannelId channel) {
    std::lock_guard const lock{mutex};
    auto& of_channel = by_channel[channel];
    bool const free = total < limits::live_listeners && of_channel < limits::live_listeners_per_channel;
    if (free) {
      ++total;
      ++of_channel;
      ++taken;
    } else if (of_channel == 0) {
      by_channel.erase(channel);
    }
    return free;
  }
  void give_back(ChannelId channel) {
    std::lock_guard const lock{mutex};
    --total;
    auto const found = by_channel.find(channel);
    if (--found->second == 0) by_channel.erase(found);
  }
  [[nodiscard]] bool channel_full(ChannelId channel) {
    std::lock_guard const lock{mutex};
    auto const found = by_channel.find(channel);
    return found != by_channel.end() && found->second >= limits::live_listeners_per_channel;
  }

  std::mutex mutex;
  std::size_t total = 0;
  std::uint64_t taken = 0;  // since the start
  std::unordered_map<ChannelId, std::size_t> by_channel;
};

class LiveListeners::Place {
 public:
  Place(std::shared_ptr<Places> places, ChannelId of_channel) : channel(of_channel), places_(std::move(places)) {}
  ~Place() { places_->give_back(channel); }
  Place(Place const&) = delete;
  Place& operator=(Place const&) = delete;

  ChannelId const channel;

 private:
  std::shared_ptr<Places> places_;
};

LiveListeners::LiveListeners(Parts parts) : parts_(std::move(parts)), places_(std::make_shared<Places>()) {}

LiveListeners::~LiveListeners() { stop(); }

void LiveListeners::start() {
  thread_ =
      std::make_unique<WakingThread>("live_listeners", parts_.time, [this] { return run_due(parts_.time.now()); });
}

void LiveListeners::stop() {
  if (thread_) thread_->stop();
}

Outcome<std::shared_ptr<LiveListeners::Place>> LiveListeners::take_place(ChannelId channel) {
  bool taken = places_->take(channel);
  if (!taken) {
    // Who has left without a word is noticed at the next event; whoever stands at the door need not wait for that.
    drop_gone(places_->channel_full(channel) ? std::optional{channel} : std::nullopt);
    taken = places_->take(channel);
  }
  if (taken) return std::make_shared<Place>(places_, channel);
  refused_.fetch_add(1, std::memory_order_relaxed);
  return Refusal{RefusalCode::overloaded, "Too many listen already, try again in a moment"};
}

void LiveListeners::listen(std::shared_ptr<Place> place, std::optional<std::uint64_t> heard,
                           std::shared_ptr<http::Stream> stream) {
  auto const channel = place->channel;
  std::unique_lock lock{mutex_};
  auto& followed = channels_[channel];
  if (!followed) followed = std::make_shared<Followed>();
  followed_channels_.store(channels_.size(), std::memory_order_relaxed);
  stream->send(reconnect_line(followed->newcomers.size() + followed->listeners.size() + channel.value));
  // A number that another node gave out, or this one before its clock was set back: what follows has to be higher.
  auto const latest = parts_.time.now() + limits::live_number_ahead;
  if (heard && *heard > followed->newest_number && TimePoint{std::chrono::milliseconds{*heard}} <= latest) {
    followed->numbers.seen(*heard);
    followed->pending = LiveChange::vote;
  }
  followed->newcomers.push_back({std::move(stream), std::move(place), heard});
  reschedule(channel, *followed);
}

void LiveListeners::end(ChannelId channel) {
  std::shared_ptr<Followed> ended;
  {
    std::lock_guard const lock{mutex_};
    auto const found = channels_.find(channel);
    if (found == channels_.end()) return;
    ended = std::move(found->second);
    schedule_.move(channel, ended->scheduled, std::nullopt);
    channels_.erase(found);
    followed_channels_.store(channels_.size(), std::memory_order_relaxed);
    for (auto const* const group : {&ended->listeners, &ended->newcomers}) {
      for (auto const& listener : *group) listener.stream->close();
    }
  }
}

void LiveListeners::changed(ChannelId channel, LiveChange change) {
  if (followed_channels_.load(std::memory_order_relaxed) == 0) return;
  std::lock_guard const lock{mutex_};
  auto const found = channels_.find(channel);
  if (found == channels_.end()) return;
  auto& followed = *found->second;
  if (followed.pending && *followed.pending >= change) return;
  followed.pending = change;
  reschedule(channel, followed);
}

void LiveListeners::counts_changed(VoteView const& view) {
  if (view.open() && view.visibility() != voting::ResultVisibility::live) return;
  changed(view.channel(), LiveChange::counts);
}

ListenerFigures LiveListeners::figures() const {
  ListenerFigures figures;
  {
    std::lock_guard const lock{places_->mutex};
    figures.listeners = places_->total;
  }
  figures.refused = refused_.load(std::memory_order_relaxed);
  figures.events = events_.load(std::memory_order_relaxed);
  figures.sent = sent_.load(std::memory_order_relaxed);
  figures.unread = unread_.load(std::memory_order_relaxed);
  return figures;
}

std::optional<TimePoint> LiveListeners::due(Followed const& followed) {
  if (followed.newcomers.empty() && followed.listeners.empty()) return std::nullopt;
  if (followed.not_before) return followed.not_before;
  if (!followed.newcomers.empty()) return TimePoint::min();
  if (!followed.pending) return followed.heard_at + limits::live_event_heartbeat;
  return followed.pending == LiveChange::vote ? TimePoint::min() : followed.told_at + limits::live_event_spacing;
}

std::optional<LiveChange> LiveListeners::to_write(Followed const& followed, TimePoint now) {
  bool const paused = followed.pending != LiveChange::vote && now < followed.told_at + limits::live_event_spacing;
  if (followed.pending && !(paused && followed.newest)) return followed.pending;
  if (followed.newest) return std::nullopt;
  bool const missed = std::any_of(followed.newcomers.begin(), followed.newcomers.end(), [&](Listener const& newcomer) {
    return followed.newest_number == 0 || newcomer.heard != followed.newest_number;
  });
  return missed ? std::optional{LiveChange::vote} : std::nullopt;
}

void LiveListeners::reschedule(ChannelId channel, Followed& followed) {
  schedule_.move(channel, followed.scheduled, due(followed));
  if (thread_ && followed.scheduled) thread_->wake_at(*followed.scheduled);
}

TimePoint LiveListeners::run_due(TimePoint now) {
  std::unique_lock lock{mutex_};
  if (now < last_run_) clock_moved(now);
  last_run_ = now;
  for (;;) {
    auto const channel = schedule_.due(now);
    if (!channel) return schedule_.next_due().value_or(TimePoint::max());
    tell(*channel, now, lock);
  }
}

// A clock that was set back must not silence anybody until it is where it was.
void LiveListeners::clock_moved(TimePoint now) {
  for (auto& [channel, followed] : channels_) {
    followed->told_at = std::min(followed->told_at, now);
    followed->heard_at = std::min(followed->heard_at, now);
    followed->not_before.reset();
    reschedule(channel, *followed);
  }
}

// The lock is given up while an event is written. Only this thread writes, so that numbers are in the order of states.
void LiveListeners::tell(ChannelId channel, TimePoint now, std::unique_lock<std::mutex>& lock) {
  auto const followed = channels_.at(channel);
  followed->not_before.reset();
  auto const change = to_write(*followed, now);
  bool to_all = false;
  if (change) {
    auto const pending = std::exchange(followed->pending, std::nullopt);
    // The state that was told last keeps its number when it is written again, for those who missed it.
    bool const news = pending || followed->newest_number == 0;
    auto const number = news ? followed->numbers.next(now) : followed->newest_number;
    lock.unlock();
    http::SharedBytes event;
    try {
      event = write(channel, *change, number, now);
    } catch (store::StoreFailure const& failure) {
      lock.lock();
      unread_.fetch_add(1, std::memory_order_relaxed);
      log::error("event_not_written", {{"channel", channel.value}, {"reason", failure.what()}});
      followed->pending = std::max(followed->pending, pending);
      followed->not_before = now + limits::live_event_spacing;
      auto const found = channels_.find(channel);
      if (found != channels_.end() && found->second == followed) reschedule(channel, *followed);
      return;
    }
    if (!event) end(channel);  // the channel is no more
    lock.lock();
    auto const found = channels_.find(channel);
    if (found == channels_.end() || found->second != followed) return;  // ended meanwhile
    followed->newest = std::move(event);
    followed->newest_number = number;
    events_.fetch_add(1, std::memory_order_relaxed);
    if (news) followed->told_at = now;
    to_all = news;
  }
  send(*followed, to_all, now);
  reschedule(channel, *followed);
}

void LiveListeners::send(Followed& followed, bool to_all, TimePoint now) {
  static auto const comment = shared(":\n\n");
  bool const quiet = !to_all && followed.heard_at + limits::live_event_heartbeat <= now;
  if (to_all || quiet) {
    followed.heard_at = now;
    for (auto const& listener : followed.listeners) {
      bool const there = listener.stream->send(to_all ? followed.newest : comment);
      if (there && to_all) sent_.fetch_add(1, std::memory_order_relaxed);
    }
  }
  for (auto& newcomer : followed.newcomers) {
    if (newcomer.heard != followed.newest_number && newcomer.stream->send(followed.newest)) {
      sent_.fetch_add(1, std::memory_order_relaxed);
    }
    followed.listeners.push_back(std::move(newcomer));
  }
  followed.newcomers.clear();
  std::erase_if(followed.listeners, [](Listener const& listener) { return listener.stream->closed(); });
  if (followed.listeners.empty()) followed.newest.reset();
}

http::SharedBytes LiveListeners::write(ChannelId channel, LiveChange change, std::uint64_t number,
                                       TimePoint now) const {
  auto const view = parts_.channels.find(channel);
  if (!view) return nullptr;
  live::Snapshot snapshot;
  snapshot.server_time = now;
  snapshot.sequence = number;
  snapshot.channel = live::channel_state(view->channel);
  if (auto const open = parts_.votes.open_vote(channel)) {
    snapshot.vote = live::live_vote(open->vote());
  } else if (auto const closed = parts_.votes.last_closed(channel)) {
    snapshot.vote = live::live_vote(closed->vote());
  } else if (auto const last = parts_.last_result(channel)) {
    snapshot.vote = live::live_vote(*last);
  }
  std::string text = "id: " + std::to_string(number) + "\ndata: ";
  text += live::encode_json(type_of(change, snapshot), snapshot).text;
  return shared(text += "\n\n");
}

void LiveListeners::drop_gone(std::optional<ChannelId> channel) {
  std::lock_guard const lock{mutex_};
  auto const drop = [](Followed& followed) {
    for (auto* const group : {&followed.listeners, &followed.newcomers}) {
      std::erase_if(*group, [](Listener const& listener) { return listener.stream->closed(); });
    }
    if (followed.listeners.empty()) followed.newest.reset();
  };
  if (!channel) {
    for (auto const& [id, followed] : channels_) drop(*followed);
  } else if (auto const found = channels_.find(*channel); found != channels_.end()) {
    drop(*found->second);
  }
}

}  // namespace shipvote::service
