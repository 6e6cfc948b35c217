// Tells viewers what happens, through Twitch: live messages and the channel's configuration segment.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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

// All functions are safe from every thread and wait neither for Twitch nor, but for start(), for the store: a segment's
// last result is read on the thread that writes segments, and again after a while where it cannot be read.
class LiveUpdates {
 public:
  struct Parts {
    twitch::HelixClient& helix;
    // The newest closed vote, asked for channels that closed none lately; may block, and throw store::StoreFailure.
    std::function<std::optional<voting::Vote>(ChannelId)> last_result;
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

  // Nothing leaves before. Tells closes that came so shortly before the start that viewers may not have heard of them,
  // and puts every channel's segment right. Call when the open votes were resumed; reads the last result of each
  // channel.
  void start();

  void opened(voting::Vote const& vote);
  void resumed(voting::Vote const& vote);  // found open at the start, or told by another program so far
  void end_moved(voting::Vote const& vote);
  void closed(voting::Vote const& vote);
  void tally_changed(VoteView const& view, std::span<std::uint32_t const> counts);  // cheap, for the ledger's thread
  void channel_changed(ChannelView const& view);
  void channel_deleted(ChannelId channel);
  void live_key_changed(ChannelId channel);  // who listens under the old one is cut off

  [[nodiscard]] live::AnnouncerFigures message_figures() const;
  [[nodiscard]] live::SegmentFigures segment_figures() const;
  // The secrets were read anew: what Twitch rejected is worth another try.
  void retry_rejected();
  void stop();

 private:
  class MessageSender;
  class SegmentWriter;

  [[nodiscard]] live::ChannelState channel_state(ChannelId channel) const;
  [[nodiscard]] std::optional<live::SegmentState> segment_state(ChannelId channel) const;
  void numbers_above(TimePoint told);
  void look_back(voting::Channel const& channel);

  Parts parts_;
  std::atomic<bool> started_{false};
  std::atomic<std::uint64_t> unread_at_start_{0};
  std::unique_ptr<MessageSender> message_sender_;
  std::unique_ptr<SegmentWriter> segment_writer_;
  std::unique_ptr<live::Announcer> announcer_;
  std::unique_ptr<live::SegmentKeeper> segments_;
  std::unique_ptr<WakingThread> messages_thread_;
  std::unique_ptr<WakingThread> segments_thread_;
};

}  // namespace shipvote::service
