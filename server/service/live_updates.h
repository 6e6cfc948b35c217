// Tells viewers what happens, through Twitch: live messages and the channel's configuration segment.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>

#include "live/announcer.h"
#include "live/segment_keeper.h"
#include "service/channel_board.h"
#include "service/chat_lines.h"
#include "service/live_listeners.h"
#include "service/vote_board.h"
#include "service/waking_thread.h"
#include "twitch/helix.h"

namespace shipvote::service {

// All functions are safe from every thread and never wait for Twitch. opened, closed, end_moved and channel_changed ask
// for the last result, which blocks; when it cannot be read, the segment stays as it is until the next change, and that
// is counted. tally_changed does not ask and is cheap, for the ledger's thread.
class LiveUpdates {
 public:
  struct Parts {
    twitch::HelixClient& helix;
    std::function<std::optional<voting::Vote>(ChannelId)> last_result;  // the newest closed vote; may block
    VoteBoard const& votes;
    ChannelBoard const& channels;
    TimeSource const& time;
    std::function<void()> secrets_rejected;  // Twitch refused our token; cheap, called on a thread of the HTTP client
    bool messages = true;                    // false: another program sends for these channels
    bool segments = true;
    LiveListeners* listeners = nullptr;  // those who hear it from this program directly; none in other programs
    ChatLines* chat = nullptr;           // the same of lines in the chat
  };
  explicit LiveUpdates(Parts parts);
  ~LiveUpdates();

  void opened(voting::Vote const& vote);
  void resumed(voting::Vote const& vote);  // found open at the start
  void end_moved(voting::Vote const& vote);
  void closed(voting::Vote const& vote);
  void tally_changed(VoteView const& view, std::span<std::uint32_t const> counts);
  void channel_changed(ChannelView const& view);
  void channel_deleted(ChannelId channel);
  void live_key_changed(ChannelId channel);  // who listens under the old one is cut off
  // Puts every channel's segment right, spread over a while. At the start.
  void repair_segments();

  [[nodiscard]] live::AnnouncerFigures message_figures() const;
  [[nodiscard]] live::SegmentFigures segment_figures() const;
  // The secrets were read anew: what Twitch rejected is worth another try.
  void retry_rejected();
  void stop();

 private:
  class MessageSender;
  class SegmentWriter;

  [[nodiscard]] live::ChannelState channel_state(ChannelId channel) const;
  [[nodiscard]] live::SegmentState segment_state(ChannelId channel) const;
  void keep_segment(ChannelId channel);
  template <class Tell>
  void with_segment_state(ChannelId channel, Tell tell);

  Parts parts_;
  std::mutex segment_order_;
  std::atomic<std::uint64_t> unread_segments_{0};
  std::unique_ptr<MessageSender> message_sender_;
  std::unique_ptr<SegmentWriter> segment_writer_;
  std::unique_ptr<live::Announcer> announcer_;
  std::unique_ptr<live::SegmentKeeper> segments_;
  std::unique_ptr<WakingThread> messages_thread_;
  std::unique_ptr<WakingThread> segments_thread_;
};

}  // namespace shipvote::service
