// Keeps every channel's developer segment of the Twitch Configuration Service in step, so that a view paints from it
// without asking the server (contract/twitch.md section 2.4: 5 KB, 20 writes a minute, running views are not told).
// Driven like the announcer: arm a timer for next_due(), call run_due(). All functions from every thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

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

struct SegmentFigures {
  std::array<std::uint64_t, send_verdicts> writes{};  // by verdict
  std::uint64_t bytes = 0;
  std::uint64_t refused_channels = 0;  // not kept because limits::announced_channels were full
  std::uint64_t unread = 0;            // states that could not be read, and were not written therefore
  std::size_t channels = 0;            // followed now: an open vote, or something still to be written
  std::size_t in_flight = 0;
};

class SegmentKeeper {
 public:
  // The sender writes a developer segment (content is the segment's content). Otherwise as for the announcer.
  SegmentKeeper(Sender& writer, TimeSource const& time, Chance chance, Wake wake);
  ~SegmentKeeper();
  SegmentKeeper(SegmentKeeper const&) = delete;
  SegmentKeeper& operator=(SegmentKeeper const&) = delete;

  // An opening, a close, a change of settings: written at once, if fewer than 20 writes went out in the last minute.
  void changed(SegmentState const& state);
  // The same at the start of the server, or to repair: written within a minute, at a moment of chance.
  void repair(SegmentState const& state);
  // New counts of the open vote, parallel to its ships: written at most every 10 s. Cheap, for the writer's thread.
  void vote_changed(ChannelId channel, VoteId vote, std::span<std::uint32_t const> counts);
  void channel_forgotten(ChannelId channel);

  // Secrets were read again: what was answered 401 or 403 is retried within a second.
  void retry_rejected();

  [[nodiscard]] std::optional<TimePoint> next_due() const;
  std::size_t run_due(TimePoint now);
  [[nodiscard]] SegmentFigures figures() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace shipvote::live
