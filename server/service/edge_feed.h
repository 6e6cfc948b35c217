// Reads shipvote-web's feed of changes, for ever: an edge's only knowledge of votes and channels.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "foundation/outgoing_call.h"
#include "service/edge_mirror.h"
#include "service/waking_thread.h"

namespace shipvote::service {

struct EdgeFeedFigures {
  std::uint64_t answers = 0;
  std::uint64_t failures = 0;  // questions without a usable answer
  std::uint64_t resets = 0;    // how often everything was read
  std::optional<TimePoint> last_answer;
};

// One question at a time is on its way; after a failure the next waits, longer each time, with jitter. When no answer
// has come for limits::edge_silenced, the mirror falls silent. Knows of one shipvote-web: several behind one address
// would contradict each other.
class EdgeFeed {
 public:
  struct Parts {
    OutgoingCaller& caller;
    std::string web_url;
    std::string secret;
    std::string name;
    std::uint64_t run;  // chance: another one at every start
    ops::ChannelShare share;
    EdgeMirror& mirror;
    SteadySource const& time;
    std::function<double()> chance;  // from 0 up to, but not including, 1
  };
  explicit EdgeFeed(Parts parts);
  ~EdgeFeed();

  // Any thread. In step: told everything once, and answered within limits::edge_out_of_step.
  [[nodiscard]] bool in_step() const;
  [[nodiscard]] EdgeFeedFigures figures() const;
  // Ends the thread; an answer that still comes is dropped. Idempotent.
  void stop();

 private:
  // What an answer may touch after this object is gone.
  struct Link {
    std::mutex mutex;
    EdgeFeed* feed = nullptr;
  };

  [[nodiscard]] TimePoint work();
  void ask();
  void take(OutgoingResult const& result);
  void note_failure(std::string const& why);
  void note_answer(Changes const& changes);
  [[nodiscard]] OutgoingRequest next_question();

  Parts parts_;
  std::shared_ptr<Link> link_;
  mutable std::mutex mutex_;
  std::optional<OutgoingResult> arrived_;
  EdgeFeedFigures figures_;
  std::atomic<bool> started_{false};
  // The thread's own.
  FeedPlace place_;
  bool more_ = false;           // the last page was not the end
  bool asked_missing_ = false;  // what is on its way asks for votes that are missing
  bool asking_ = false;
  std::uint32_t failures_in_a_row_ = 0;
  std::optional<TimePoint> failure_told_;  // in the log, the last time; nothing while there is none
  TimePoint ask_at_ = TimePoint::min();
  TimePoint silent_at_ = TimePoint::max();  // unless an answer comes before
  std::unique_ptr<WakingThread> thread_;
};

}  // namespace shipvote::service
