// A sender that keeps what it is handed, and an announcer with a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "foundation/hand_time.h"
#include "live/announcer.h"
#include "live/decode.h"
#include "live/live_samples.h"
#include "live/sequence.h"

namespace shipvote::live {

// Keeps what it was handed; answers at once unless it holds its answers back.
class Recorder final : public Sender {
 public:
  struct Sent {
    ChannelId channel;
    std::string text;
    Urgency urgency;
    SendDone done;
  };
  void send(ChannelId channel, std::string content, Urgency urgency, SendDone done) override {
    if (fault) throw std::runtime_error("no memory");
    if (!hold) done(result);
    sent.push_back({channel, std::move(content), urgency, hold ? std::move(done) : SendDone{}});
  }
  [[nodiscard]] DecodedMessage last() const { return decode_message(sent.back().text).value(); }

  bool hold = false;
  bool fault = false;  // throws in the place of sending
  SendResult result{SendVerdict::accepted, std::nullopt, std::nullopt};
  std::vector<Sent> sent;
};

class AnnouncerTest : public testing::Test {
 protected:
  std::size_t run(TimePoint now) {
    time.set(now);
    return announcer.run_due(now);
  }
  // Drives it as a timer would.
  void run_until(TimePoint end) {
    for (auto due = announcer.next_due(); due && *due <= end; due = announcer.next_due()) {
      run(std::max(time.now(), *due));
    }
    time.set(end);
  }
  static ChannelState channel(std::uint64_t id) {
    ChannelState state = samples::channel();
    state.id = ChannelId{id};
    return state;
  }
  static LiveVote vote(std::uint64_t channel, std::size_t ships = 3) {
    LiveVote vote = samples::vote(ships);
    vote.channel = ChannelId{channel};
    return vote;
  }

  HandTime time{samples::noon};
  Recorder sender;
  int wakes = 0;
  Announcer announcer{sender, time, [] { return 0.5; }, [this] { ++wakes; }};
};

}  // namespace shipvote::live
