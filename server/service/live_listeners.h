// Who listens to the event streams of channels (Server-Sent Events, docs/live-messages.md), and what they are told: the
// same state as in live messages, without Twitch's pauses, to whoever has the channel's key.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "foundation/outcome.h"
#include "http/message.h"
#include "live/schedule.h"
#include "live/sequence.h"
#include "service/channel_board.h"
#include "service/vote_board.h"
#include "service/waking_thread.h"

namespace shipvote::service {

struct ListenerFigures {
  std::uint64_t listeners = 0;  // now, those being admitted included
  std::uint64_t refused = 0;    // for want of a place
  std::uint64_t events = 0;     // written
  std::uint64_t unread = 0;     // not written, because the state could not be read; tried again
  std::uint64_t sent = 0;       // handed to listeners; several of one channel share an event
};

// What happened on a channel, the less urgent first.
enum class LiveChange : std::uint8_t { counts, settings, vote };

// Thread-safe. What happens to votes is told at once; counts and settings a second after the event before, the newest
// state only; a comment when nothing happened for limits::live_event_heartbeat. Counts that viewers may not see yet
// cause no events and are in none.
class LiveListeners {
 public:
  struct Parts {
    VoteBoard const& votes;
    ChannelBoard const& channels;
    // The newest closed vote, where it is not on the board any more; may block, and holds up all streams then.
    std::function<std::optional<voting::Vote>(ChannelId)> last_result;
    TimeSource const& time;
  };
  explicit LiveListeners(Parts parts);
  ~LiveListeners();

  // A listener's place, given back with the object. At most limits::live_listeners_per_channel of one channel and
  // limits::live_listeners in all; refused with `overloaded` beyond.
  class Place;
  [[nodiscard]] Outcome<std::shared_ptr<Place>> take_place(ChannelId channel);
  // From now on the stream is told what happens, first of all the present state unless `heard` is its number.
  void listen(std::shared_ptr<Place> place, std::optional<std::uint64_t> heard, std::shared_ptr<http::Stream> stream);
  // Ends the streams of a channel.
  void end(ChannelId channel);

  // Call after the boards know of it. Cheap; counts_changed is for the ledger's thread.
  void changed(ChannelId channel, LiveChange change);
  void counts_changed(VoteView const& view);

  [[nodiscard]] ListenerFigures figures() const;
  // Starts and ends the thread that tells; without it, run_due() does. stop() is idempotent.
  void start();
  void stop();
  // Tells what is due, and says when something is due again. One thread at a time.
  TimePoint run_due(TimePoint now);

 private:
  struct Places;
  struct Listener {
    std::shared_ptr<http::Stream> stream;
    std::shared_ptr<Place> place;
    std::optional<std::uint64_t> heard;
  };
  // A channel that somebody listens to, or has listened to: the number of its last event tells those who come back
  // whether they missed one.
  struct Followed {
    std::vector<Listener> listeners;
    std::vector<Listener> newcomers;  // told nothing yet
    http::SharedBytes newest;         // the last event; none when nobody listens
    std::uint64_t newest_number = 0;
    live::Sequence numbers;
    std::optional<LiveChange> pending;    // what `newest` does not tell
    TimePoint told_at{};                  // an event
    TimePoint heard_at{};                 // anything
    std::optional<TimePoint> not_before;  // the state could not be read: when it is tried again
    std::optional<TimePoint> scheduled;
  };
  using Channels = std::unordered_map<ChannelId, std::shared_ptr<Followed>>;

  [[nodiscard]] static std::optional<TimePoint> due(Followed const& followed);
  // What is to be written for those who listen and those who came, if anything.
  [[nodiscard]] static std::optional<LiveChange> to_write(Followed const& followed, TimePoint now);
  void reschedule(ChannelId channel, Followed& followed);  // under the lock
  void tell(ChannelId channel, TimePoint now, std::unique_lock<std::mutex>& lock);
  void send(Followed& followed, bool to_all, TimePoint now);
  [[nodiscard]] http::SharedBytes write(ChannelId channel, LiveChange change, std::uint64_t number,
                                        TimePoint now) const;
  void clock_moved(TimePoint now);
  void drop_gone(std::optional<ChannelId> channel);

  Parts parts_;
  std::shared_ptr<Places> places_;
  std::atomic<std::size_t> followed_channels_{0};
  std::atomic<std::uint64_t> refused_{0};
  std::atomic<std::uint64_t> events_{0};
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> unread_{0};
  std::mutex mutex_;
  Channels channels_;
  live::Schedule schedule_;
  TimePoint last_run_{};
  std::unique_ptr<WakingThread> thread_;
};

}  // namespace shipvote::service
