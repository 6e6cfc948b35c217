// When one channel is told something, and in which type of message. Pure: time and chance are handed in. Every message
// tells the whole state, so only the newest state ever waits:
//
//   opening            at once                                             vote_status open
//   end moved          a second after the last vote_status                 vote_status open
//   new counts         a second after the message before                   vote_progress
//   no news            5 s after the last news                             the same type once more: it may have been
//   lost still no news      15 s after the message before                       vote_status and vote_progress in turn
//   a busy vote        every 15 s one vote_status instead of vote_progress, for version-3 views that came late
//   close              at once: vote_progress with the final counts if version-3 views lack them, then vote_status
//   closed;
//                      the other way round after a failure or when the pot is nearly empty
//   after the close    2, 5 and 15 s after Twitch first took it: vote_status, vote_progress, vote_status
//   settings           at once, then at most one a second                  channel_update
#pragma once

#include <cstdint>
#include <optional>

#include "foundation/time.h"
#include "live/message_type.h"
#include "live/pot.h"
#include "live/retry.h"
#include "live/sending.h"

namespace shipvote::live {

class ChannelPace {
 public:
  // `hidden`: the vote's counts are not told while it is open.
  void vote_opened(TimePoint now, bool hidden);
  // An open vote that was found; its first message is due at `first`.
  void vote_resumed(TimePoint now, TimePoint first, bool hidden);
  void counts_changed(TimePoint now);
  void end_moved(TimePoint now);
  // `counts_changed`: the final counts are others than those handed in before.
  void vote_closed(TimePoint now, bool counts_changed);
  void channel_changed(TimePoint now);
  void vote_forgotten();

  // When take() has something to do; nothing while a message is on its way.
  [[nodiscard]] std::optional<TimePoint> due() const;

  struct Taken {
    MessageType type;
    Urgency urgency;  // urgent: tells an opening, a moved end or a close for the first time
  };
  // The message to be sent at `now`, if any; it counts as on its way until sent() is called.
  [[nodiscard]] std::optional<Taken> take(TimePoint now);
  // How that went. True: it was accepted, but later after its event than limits say.
  bool sent(SendResult const& result, TimePoint now, double chance);
  // What was rejected may pass now.
  void mended(TimePoint now, double chance) { retry_.mended(now, chance); }

  // Nothing is left to tell and nothing to remember.
  [[nodiscard]] bool finished(TimePoint now) const;
  // How many times take() gave up on something that could not be delivered in limits::closing_message_patience.
  [[nodiscard]] std::uint32_t given_up() const noexcept { return given_up_; }
  // The clock was set back (or forth): everything remembered moves along.
  void shift(std::chrono::milliseconds by);

 private:
  enum class VotePhase : std::uint8_t { none, open, closed };
  struct InFlight {
    MessageType type;
    Urgency urgency;
    std::uint32_t vote_number;
    bool closing;     // tells that the vote is closed
    TimePoint since;  // when what it tells came up
    bool news;        // tells something for the first time, and is no heartbeat
  };

  void start_vote(TimePoint now, bool hidden);
  void give_up(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> patience_ends() const;
  [[nodiscard]] std::optional<TimePoint> wanted() const;  // without regard to pot and pauses
  [[nodiscard]] std::optional<TimePoint> next_repeat() const;
  [[nodiscard]] std::optional<MessageType> choose(TimePoint now) const;
  [[nodiscard]] MessageType choose_closing(TimePoint now) const;
  [[nodiscard]] TimePoint heartbeat() const;
  [[nodiscard]] MessageType choose_heartbeat() const;
  void put_back(InFlight const& message);
  void note_told(InFlight const& message, TimePoint now);
  [[nodiscard]] std::optional<TimePoint>& waits(MessageType type);
  void note_taken(MessageType type, TimePoint now);

  VotePhase phase_ = VotePhase::none;
  bool hidden_ = false;
  bool closing_tried_ = false;
  bool told_twice_ = true;         // the last news of an open vote
  std::uint32_t vote_number_ = 0;  // which vote a message on its way belongs to
  std::uint32_t repeats_ = 0;      // of the closing message, sent or passed over
  std::uint32_t given_up_ = 0;
  // Since when something waits to be told.
  std::optional<TimePoint> status_waits_;
  std::optional<TimePoint> counts_wait_;
  std::optional<TimePoint> channel_waits_;
  std::optional<InFlight> in_flight_;
  TimePoint closed_at_{};
  std::optional<TimePoint> close_told_at_;  // when Twitch first took a message with the close
  TimePoint last_taken_{};                  // last message of any type
  TimePoint last_told_{};                   // last one about the vote that was accepted
  TimePoint last_status_{};                 // last vote_status
  TimePoint last_progress_{};
  TimePoint last_channel_{};
  MessagePot pot_;
  Retry retry_;
};

}  // namespace shipvote::live
