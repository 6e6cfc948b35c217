// Listens to a channel's live messages as a view does, at the simulator (GET /live/:channel, Server-Sent Events).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "foundation/time.h"
#include "live/decode.h"

namespace shipvote::e2e {

struct HeardMessage {
  TimePoint at;                                 // when it arrived
  std::size_t bytes = 0;                        // of the message itself
  std::optional<live::DecodedMessage> decoded;  // nothing: it could not be read

  // The vote it tells of, or nothing.
  [[nodiscard]] live::LiveVote const* vote() const noexcept {
    return decoded && decoded->live && decoded->live->snapshot.vote ? &*decoded->live->snapshot.vote : nullptr;
  }
  [[nodiscard]] bool of(VoteId id, voting::VoteState state) const noexcept {
    return vote() != nullptr && vote()->id == id && vote()->state == state;
  }
};

// Any thread. What is heard is kept until the end: for minutes, not for days.
class LiveListener {
 public:
  // `simulator_url` is "http://host:port". Returns once it is being listened to; throws std::runtime_error when that
  // takes more than 5 s or fails.
  LiveListener(std::string const& simulator_url, std::string const& channel_id);
  ~LiveListener();
  LiveListener(LiveListener const&) = delete;
  LiveListener& operator=(LiveListener const&) = delete;

  [[nodiscard]] std::vector<HeardMessage> heard() const;
  // The first message, of all that were heard or will be, for which `wanted` holds; nothing after `longest`.
  [[nodiscard]] std::optional<HeardMessage> wait_for(std::function<bool(HeardMessage const&)> const& wanted,
                                                     std::chrono::milliseconds longest) const;
  // Until one more message has come, but no longer than this.
  void wait_for_another(std::chrono::milliseconds longest) const;
  // Empty while the connection stands.
  [[nodiscard]] std::string problem() const;

 private:
  struct Connection;
  void line(std::string_view text);
  void broke(std::string const& why);

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool listening_ = false;
  std::string problem_;
  std::vector<HeardMessage> heard_;
  std::unique_ptr<Connection> connection_;
  std::thread thread_;
};

}  // namespace shipvote::e2e
