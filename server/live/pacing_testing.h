// A channel whose pace is played through by tests.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "live/live_samples.h"
#include "live/pacing.h"

namespace shipvote::live {

// Plays a channel: time jumps from one due moment to the next, every message is answered after `answer_after`.
struct PlayedChannel {
  ChannelPace pace;
  TimePoint now = samples::noon;
  std::chrono::milliseconds answer_after{0};
  SendVerdict verdict = SendVerdict::accepted;
  std::vector<std::string> told;  // "seconds:type"

  void run_until(TimePoint end) {
    while (auto const due = pace.due()) {
      if (*due > end || pace.finished(std::max(now, *due))) break;
      now = std::max(now, *due);
      if (auto const taken = pace.take(now)) {
        note(*taken);
        now += answer_after;
        if (pace.sent(samples::result_of(verdict), now, 0.5)) told.back() += " late";
      }
    }
    now = std::max(now, end);
  }
  void run_for(std::chrono::milliseconds time) { run_until(now + time); }

  void note(ChannelPace::Taken const& taken) {
    auto const time = (now - samples::noon).count();
    told.push_back(std::to_string(time / 1000) + "." + std::to_string(time % 1000 / 100) + " " +
                   std::string(message_type_text(taken.type)));
  }
};

using Told = std::vector<std::string>;

}  // namespace shipvote::live
