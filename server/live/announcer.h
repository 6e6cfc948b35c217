// Tells the viewers of all channels, through a sender, what became of their votes: at most one message a second and
// channel, newest wins, nothing queued twice (pacing.h says when). It owns no thread and no timer:
//
//   on start, and whenever woken:  arm the timer for next_due()
//   when the timer fires:          run_due(time.now()), then arm it again
//
// All functions are safe to call from every thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "foundation/ids.h"
#include "foundation/time.h"
#include "live/message_type.h"
#include "live/sending.h"
#include "live/state.h"

namespace shipvote::live {

// Counted since the start, but for the last one.
struct AnnouncerFigures {
  // [type of message][verdict]; the order of MessageType and SendVerdict.
  std::array<std::array<std::uint64_t, send_verdicts>, message_types> messages{};
  std::uint64_t late = 0;              // accepted more than 250 ms (open, close) or 2 s (the rest) after the event
  std::uint64_t shortened = 0;         // messages without room for all ships
  std::uint64_t given_up = 0;          // closing messages that never got through in limits::closing_message_patience
  std::uint64_t faults = 0;            // messages that could not be written or handed over; tried again
  std::uint64_t refused_channels = 0;  // votes not announced because limits::announced_channels were full
  std::size_t channels = 0;            // followed now
};

class Announcer {
 public:
  // `sender` and `time` outlive the announcer. `wake` may be empty where run_due() is called often anyway.
  Announcer(Sender& sender, TimeSource const& time, Chance chance, Wake wake);
  ~Announcer();
  Announcer(Announcer const&) = delete;
  Announcer& operator=(Announcer const&) = delete;

  // A vote has just been opened. Replaces what the channel's last vote still had to tell; ignored when a newer one, or
  // the close of this one, was told here already.
  void vote_opened(ChannelState const& channel, LiveVote const& vote);
  // A vote was found open (start of the server, change of the sending side): its first message comes within 15 s, at a
  // moment of chance, so that a start does not send 10,000 messages at once.
  void vote_resumed(ChannelState const& channel, LiveVote const& vote);
  // New counts, parallel to the ships of vote_opened(). Cheap: compares, copies, marks. Called by the writer after
  // every commit. Ignored for votes that are not followed or closed already, and when nothing changed.
  void vote_changed(ChannelId channel, VoteId vote, std::span<std::uint32_t const> counts);
  // The same with what `read` gives. It is called under the announcer's lock, so that counts which are handed in
  // meanwhile, and are newer, come after it.
  void vote_recounted(ChannelId channel, VoteId vote, std::function<std::vector<std::uint32_t>()> const& read);
  // The end of an open vote was moved, or taken away. Ignored for votes that are not followed, or closed already.
  void vote_end_moved(ChannelId channel, VoteId vote, std::optional<TimePoint> ends_at);
  // The vote with its final counts and result. Follows the channel if it was not followed before.
  void vote_closed(ChannelState const& channel, LiveVote const& vote);
  // Other settings; told at once, also when no vote is open.
  void channel_changed(ChannelState const& channel);
  // The channel is gone, or another node sends for it now: nothing more is told, at once.
  void channel_forgotten(ChannelId channel);

  // Whatever was answered 401 or 403 may pass now (secrets were read again): retried within a second, where otherwise
  // it would take up to five minutes.
  void retry_rejected();

  // Numbers of messages are above this one from now on: it was given out before the start.
  void numbers_above(std::uint64_t number);

  // When run_due() has something to do; nothing while nothing is due without a further event.
  [[nodiscard]] std::optional<TimePoint> next_due() const;
  // Encodes and hands over what is due at `now`, at most limits::messages_per_run messages (call again when next_due()
  // is not later than now). One thread at a time does the work; a second caller returns 0 at once. Number handed over.
  std::size_t run_due(TimePoint now);

  [[nodiscard]] AnnouncerFigures figures() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace shipvote::live
