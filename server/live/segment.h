// What a channel's developer segment holds and when it is written. Everything in it is public to every viewer, so
// hidden counts are left out as in messages. Its form is in docs/live-messages.md, its limits are in
// docs/platforms/twitch.md, "Configuration segments".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/limits.h"
#include "foundation/time.h"
#include "live/packed.h"
#include "live/retry.h"
#include "live/sending.h"
#include "live/state.h"

namespace shipvote::live {

struct EncodedSegment {
  std::string content;
  Leftover leftover;
};

// `snapshot.vote` is the open vote or none, `last_result` the newest closed one. At most `most_bytes` (from 1,000 on)
// long, also when quotes are escaped in a JSON body: ships of the last result make room first, then those of the vote.
[[nodiscard]] EncodedSegment encode_segment(Snapshot const& snapshot,
                                            std::size_t most_bytes = limits::configuration_bytes);
// Nothing for a text that is no segment of this protocol version.
[[nodiscard]] std::optional<Unpacked> decode_segment(std::string_view content);

// Which segments go first when more are due than may be written. What failed takes its turn among the tallies, and what
// was rejected among the repairs, so that channels which cannot be written hold up no others.
enum class SegmentTurn : std::uint8_t { change, tally, repair };

// When one channel's segment is written: what matters at once, as long as fewer than 20 writes lie within the last
// minute; new counts every 10 s; after a failure again, with growing pauses. Every write holds the newest state.
class SegmentPace {
 public:
  void changed(TimePoint now) { want(now, SegmentTurn::change); }
  // Ignored after a write that was given up.
  void counts_changed(TimePoint now);
  void repair(TimePoint now, SegmentTurn turn) { want(now, turn); }

  // When take() has something to do; nothing while a write is on its way or nothing waits.
  [[nodiscard]] std::optional<TimePoint> due() const;
  // True if the segment is to be written at `now`; it counts as on its way until sent() is called.
  [[nodiscard]] bool take(TimePoint now);
  // How that went. True: the write is given up until something changes but counts, because it is invalid.
  bool sent(SendResult const& result, TimePoint now, double chance);
  void mended(TimePoint now, double chance) { retry_.mended(now, chance); }

  // Of the write that waits.
  [[nodiscard]] SegmentTurn turn() const noexcept { return turn_; }
  [[nodiscard]] bool in_flight() const noexcept { return in_flight_; }
  // Nothing waits, and no write of the last minute has to be remembered.
  [[nodiscard]] bool idle(TimePoint now) const { return !in_flight_ && !wanted_at_ && quota_full_at() <= now; }
  [[nodiscard]] TimePoint quota_full_at() const;
  void shift(std::chrono::milliseconds by);

 private:
  void want(TimePoint at, SegmentTurn turn);

  std::array<TimePoint, limits::configuration_writes_per_minute> writes_{};  // a ring: when the last ones went out
  std::size_t oldest_ = 0;
  TimePoint last_write_{};
  std::optional<TimePoint> wanted_at_;
  SegmentTurn turn_ = SegmentTurn::repair;
  bool given_up_ = false;
  bool in_flight_ = false;
  Retry retry_;
};

}  // namespace shipvote::live
