// What shipvote-web's edges must know of votes and channels, as a feed that they read at their own pace (docs/edge.md).
//
// Every change gets the next sequence number. Of each vote, tally and channel only the last change is kept, so that the
// feed is as long as there are such things, and everything after 0 is the whole state. What is gone for good (a vote
// closed long ago, a channel deleted long ago) is dropped in the end; an edge that might have missed it starts anew.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "service/change_wire.h"
#include "service/channel_board.h"
#include "service/edge_roster.h"
#include "service/vote_board.h"
#include "service/waking_thread.h"

namespace shipvote::service {

// What an edge asks.
struct FeedQuestion {
  FeedPlace place;
  bool wait = true;  // until there is something to tell
  std::string edge;
  std::string edge_run;  // of the edge, as `place.run` is of shipvote-web
  ops::ChannelShare share;
};

class ChangeFeed {
 public:
  struct Parts {
    VoteBoard const& votes;
    ChannelBoard const& channels;
    SteadySource const& time;
    ops::LiveMessages live_messages;
    std::uint64_t run;  // chance: another one at every start
  };
  explicit ChangeFeed(Parts parts);
  ~ChangeFeed();

  // To be called after the boards know of it; any thread. tally_changed is cheap, for the ledger's thread.
  void vote_changed(VoteId vote);  // opened, closed, or changed otherwise than in its counts
  void tally_changed(VoteId vote);
  void channel_changed(ChannelId channel);  // or removed

  // On an event loop. With something to tell at once: of votes and channels when it happens, of tallies every
  // limits::tally_telling_spacing. Otherwise an empty page after limits::changes_wait.
  [[nodiscard]] boost::asio::awaitable<Changes> answer(FeedQuestion const& question);

  [[nodiscard]] ops::LiveMessages live_messages() const noexcept { return parts_.live_messages; }
  [[nodiscard]] EdgeRoster& edges() noexcept { return edges_; }
  // Answers everyone who waits, and lets nobody wait any more. Idempotent.
  void stop();

 private:
  enum class Kind : std::uint8_t { vote, tally, channel };
  using Subject = std::pair<Kind, std::uint64_t>;  // with the id
  struct Spread {
    std::size_t operator()(Subject const& subject) const noexcept {
      return static_cast<std::size_t>((subject.second * 4 + static_cast<std::uint64_t>(subject.first)) *
                                      0x9E3779B97F4A7C15ULL);
    }
  };
  struct Page {
    bool reset = false;
    std::uint64_t floor = 0;
    std::uint64_t newest = 0;
    bool more = false;
    std::vector<std::pair<std::uint64_t, Subject>> subjects;
  };
  using Waiter = std::shared_ptr<boost::asio::steady_timer>;

  // Under the lock.
  void move_to_end(Subject subject);
  void drop(Subject subject);
  [[nodiscard]] bool must_begin_anew(FeedPlace const& place) const;

  [[nodiscard]] boost::asio::awaitable<void> wait(FeedPlace const& place);
  [[nodiscard]] Page take_page(FeedPlace const& place);
  [[nodiscard]] Changes filled(Page const& page) const;
  void answer_waiters();
  [[nodiscard]] TimePoint tell();

  Parts parts_;
  std::string const run_;
  TimePoint const started_;
  EdgeRoster edges_;
  std::mutex mutex_;
  std::map<std::uint64_t, Subject> by_sequence_;
  std::unordered_map<Subject, std::uint64_t, Spread> sequences_;
  std::deque<VoteId> closed_;        // oldest first, at most limits::closed_votes_told
  std::deque<ChannelId> deleted_;    // oldest first, at most limits::deleted_channels_remembered
  std::uint64_t newest_ = 1;         // sequence given out last; whoever stands at 0 knows nothing
  std::uint64_t newest_urgent_ = 0;  // the same of votes and channels
  std::uint64_t told_ = 0;           // the highest that was in any page
  std::uint64_t dropped_ = 0;        // the highest that was dropped
  std::vector<Waiter> waiters_;
  TimePoint last_told_ = TimePoint::min();
  bool stopped_ = false;
  std::unique_ptr<WakingThread> teller_;
};

}  // namespace shipvote::service
