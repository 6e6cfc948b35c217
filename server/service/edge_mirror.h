// Keeps an edge's boards in step with what shipvote-web tells, and has viewers told what falls to this edge.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ops/live_sides.h"
#include "service/change_wire.h"
#include "service/channel_board.h"
#include "service/vote_board.h"

namespace shipvote::service {

// Has viewers told; for channels of the edge's share only, and only while the edges are the ones that send. Counts do
// not come this way: whoever listens to the board asks sends_for().
struct Telling {
  std::function<void(voting::Vote const&)> opened;
  std::function<void(voting::Vote const&)> resumed;  // found open
  std::function<void(voting::Vote const&)> end_moved;
  std::function<void(voting::Vote const&)> closed;
  std::function<void(ChannelView const&)> channel_changed;
  std::function<void(ChannelId)> forgotten;  // say nothing more
};

class EdgeMirror {
 public:
  struct Parts {
    VoteBoard& votes;
    ChannelBoard& channels;
    TimeSource const& time;
    ops::ChannelShare share;
    Telling telling;
    std::function<void()> votes_ended;  // some votes are no longer open
    std::function<void()> run_changed;  // shipvote-web has started again, and may have lost what it had stored
  };
  explicit EdgeMirror(Parts parts);

  // One thread at a time for these four. Pages come in the order in which they were asked for.
  void take(Changes const& page);
  // Nothing was heard of shipvote-web for too long: viewers are told nothing more, until the next page comes.
  void fall_silent();
  // Votes that were open here, and that shipvote-web did not tell of when it told everything: they ended while nobody
  // could say so. To be asked for; at most limits::missing_votes_per_question.
  [[nodiscard]] std::vector<VoteId> missing() const;
  // What it said to missing().
  void take_missing(Changes const& answer);

  // Any thread.
  [[nodiscard]] bool complete() const noexcept { return complete_; }  // has once been told everything
  [[nodiscard]] ops::LiveMessages live_messages() const noexcept { return live_messages_; }
  [[nodiscard]] bool silent() const noexcept { return silent_; }  // fell silent, and has not been told anything since
  [[nodiscard]] bool sends() const noexcept { return live_messages_ == ops::LiveMessages::edges && !silent_; }
  [[nodiscard]] bool sends_for(ChannelId channel) const noexcept { return sends() && parts_.share.has(channel); }

 private:
  void begin_reading_all(std::string const& run);
  void change_sides(ops::LiveMessages side);
  void say_no_more();
  void take_vote(voting::Vote const& vote);
  [[nodiscard]] bool replaces(voting::Vote const& vote, VoteView const& known) const;
  void forget(VoteView const& vote);
  void take_opened(voting::Vote const& vote, bool replaces_other);
  void take_change(voting::Vote const& vote, VoteView const& known);
  void forget_displaced(ChannelId channel);
  void take_closed(voting::Vote const& vote, bool was_open);
  void take_tally(ToldTally const& tally);
  void take_channel(voting::Channel const& channel);
  void remove_channel(ChannelId channel);
  void finish_reading_all();

  Parts parts_;
  std::atomic<bool> complete_{false};
  std::atomic<ops::LiveMessages> live_messages_{ops::LiveMessages::off};
  std::atomic<bool> silent_{false};
  std::string run_;  // of shipvote-web, the last time that everything was read
  bool reading_all_ = false;
  std::unordered_set<VoteId> found_votes_;  // while reading everything
  std::unordered_set<ChannelId> found_channels_;
  std::vector<VoteId> missing_;
  bool some_ended_ = false;
};

}  // namespace shipvote::service
