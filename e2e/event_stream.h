// Listens to a channel's event stream as a streaming program does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "e2e/raw_connection.h"
#include "live/decode.h"

namespace shipvote::e2e {

struct StreamEvent {
  std::uint64_t number = 0;  // its id
  std::string json;          // its data
  live::DecodedMessage message;

  [[nodiscard]] std::optional<live::LiveVote> const& vote() const { return message.live->snapshot.vote; }
  [[nodiscard]] bool tells(std::uint64_t id, voting::VoteState state, std::uint64_t ballots) const {
    return vote() && vote()->id.value == id && vote()->state == state && vote()->ballots == ballots;
  }
};

// One thread. What cannot be understood throws std::runtime_error.
class EventStream {
 public:
  // Asks for it; `last_heard` is sent as Last-Event-ID where it is not empty.
  EventStream(std::uint16_t port, std::string const& path, std::string const& last_heard = {});

  [[nodiscard]] std::string const& head() const noexcept { return head_; }  // status line and headers
  [[nodiscard]] bool accepted() const noexcept { return head_.find(" 200 ") != std::string::npos; }
  // The next event; nothing once the stream has ended, or when nothing came for 30 s.
  [[nodiscard]] std::optional<StreamEvent> next();
  // The first one from now on for which that holds; what comes before it is heard and forgotten.
  template <class Wanted>
  [[nodiscard]] std::optional<StreamEvent> next_that(Wanted wanted) {
    auto event = next();
    while (event && !wanted(*event)) event = next();
    return event;
  }
  [[nodiscard]] std::size_t comments() const noexcept { return comments_; }

 private:
  // The text up to an empty line; empty at the end.
  [[nodiscard]] std::string block(std::string_view end);

  RawConnection connection_;
  std::string head_;
  std::string unread_;
  std::size_t comments_ = 0;
};

}  // namespace shipvote::e2e
