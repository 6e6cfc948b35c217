// Keeps every channel's developer segment of the Twitch Configuration Service in step, so that a view paints from it
// without asking the server (docs/platforms/twitch.md, "Configuration segments": 5 KB, 20 writes a minute, running
// views are not told).
// All channels share one allowance (limits::segment_writes_per_minute), which openings, closes and settings have first,
// then counts, then repairs. Driven like the announcer: arm a timer for next_due(), call run_due(). All functions from
// every thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "live/sending.h"
#include "live/state.h"

namespace shipvote::live {

// What a segment holds besides its sequence and time.
struct SegmentState {
  ChannelState channel;
  std::optional<LiveVote> open_vote;
  std::optional<LiveVote> last_result;  // the newest closed vote

  friend bool operator==(SegmentState const&, SegmentState const&) = default;
};

// Tells what a channel's segment is to hold now; none where that cannot be read: asked again after a while. Called
// without a lock on the thread that runs what is due, and may block it.
using SegmentSource = std::function<std::optional<SegmentState>(ChannelId)>;

// Counted since the start, but for the last one.
struct SegmentFigures {
  std::array<std::uint64_t, send_verdicts> writes{};  // by verdict
  std::uint64_t given_up = 0;                         // writes that Twitch calls invalid
  std::uint64_t unread = 0;                           // writes put off because their state could not be read
  std::uint64_t faults = 0;                           // writes that could not be made or handed over; tried again
  std::uint64_t refused_channels = 0;                 // not kept because limits::announced_channels were full
  std::size_t channels = 0;  // followed now: with an open vote, or written lately, or yet to be written
};

class SegmentKeeper {
 public:
  // `writer` writes a developer segment (content is the segment's content). Otherwise as for the announcer.
  SegmentKeeper(Sender& writer, SegmentSource source, TimeSource const& time, Chance chance, Wake wake);
  ~SegmentKeeper();
  SegmentKeeper(SegmentKeeper const&) = delete;
  SegmentKeeper& operator=(SegmentKeeper const&) = delete;

  // An opening, a close, other settings, or a deletion: written at once, as far as the allowances permit.
  void changed(ChannelId channel);
  // The same at the start of the server: written after everything else; `soon`: in turn with counts.
  void repair(ChannelId channel, bool soon);
  // New counts of an open vote that viewers may see: written at most every 10 s. Cheap, for the ledger's thread.
  // Ignored for channels of which nothing else was told.
  void counts_changed(ChannelId channel);

  // Secrets were read again: what was answered 401 or 403 is retried within a second.
  void retry_rejected();

  // Numbers of segments are above this one from now on: it was given out before the start.
  void numbers_above(std::uint64_t number);

  [[nodiscard]] std::optional<TimePoint> next_due() const;
  std::size_t run_due(TimePoint now);
  [[nodiscard]] SegmentFigures figures() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace shipvote::live
