// The use cases around votes: open, close, list, show, and closing at the end that was set.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "foundation/outcome.h"
#include "service/blocking_pool.h"
#include "service/channel_board.h"
#include "service/fleet_shelf.h"
#include "service/live_updates.h"
#include "service/vote_board.h"
#include "service/waking_thread.h"
#include "store/store.h"

namespace shipvote::service {

struct VoteFigures {
  std::uint64_t opened = 0;
  std::uint64_t closed = 0;
  std::uint64_t recounts_exact = 0;
  std::uint64_t recounts_wrong = 0;  // must stay 0
};

class VoteDesk {
 public:
  struct Parts {
    store::Store& store;
    VoteBoard& votes;
    ChannelBoard const& channels;
    FleetShelf const& fleet;
    LiveUpdates& live;
    BlockingPool& pool;
    TimeSource const& time;
    std::function<std::uint64_t()> seed;  // chance for ties; called on any thread
  };
  // Takes up the open votes of the store; those whose end passed while nobody was here are closed at once.
  explicit VoteDesk(Parts parts);
  ~VoteDesk();

  // With a `duration` the vote ends so long after its opening, by this server's clock; `vote.ends_at` is none then.
  // From limits::shortest_vote_duration to limits::longest_vote.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Vote>> open(
      voting::NewVote vote, std::optional<std::chrono::seconds> duration = std::nullopt);
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Vote>> close(ChannelId channel, VoteId vote);
  // Moves the end of an open vote, or takes it away; `ends_at` as for a new vote. Refused with invalid_request,
  // vote_not_found, vote_closed.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Vote>> move_end(ChannelId channel, VoteId vote,
                                                                       std::optional<TimePoint> ends_at);
  // Moves the end of an open vote by so much: from where it is, or from now where there is none. At least a second.
  // Refused as move_end.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Vote>> extend(ChannelId channel, VoteId vote,
                                                                     std::chrono::seconds by);
  // The vote, from memory where it is there; refused with vote_not_found when it is not this channel's.
  [[nodiscard]] boost::asio::awaitable<Outcome<voting::Vote>> show(ChannelId channel, VoteId vote);
  // Of whichever channel; none when there is no such vote.
  [[nodiscard]] boost::asio::awaitable<std::optional<voting::Vote>> find(VoteId vote);
  // Newest first.
  [[nodiscard]] boost::asio::awaitable<std::vector<voting::Vote>> list(ChannelId channel, store::VoteFilter filter,
                                                                       std::size_t most);
  // Why a ballot for a vote that is not in memory does not count: closed long ago, or not this channel's.
  [[nodiscard]] boost::asio::awaitable<Refusal> refuse_ballot(ChannelId channel, VoteId vote);
  // Says that the store has deleted this channel: its open vote is closed; false: there is none here.
  bool channel_deleted(ChannelId channel);

  [[nodiscard]] VoteFigures figures() const noexcept;
  // Ends the background tasks. Idempotent.
  void stop();

 private:
  [[nodiscard]] Outcome<voting::Vote> open_now(voting::NewVote vote, std::optional<std::chrono::seconds> duration);
  [[nodiscard]] Outcome<voting::Vote> move_end_now(VoteId vote, std::optional<TimePoint> ends_at);
  [[nodiscard]] Outcome<voting::Vote> extend_now(VoteId vote, std::chrono::seconds by);
  // With moving_ends_ held.
  [[nodiscard]] Outcome<voting::Vote> put_end(VoteId vote, std::optional<TimePoint> before,
                                              std::optional<TimePoint> ends_at);
  // Refused with vote_not_found, vote_closed.
  [[nodiscard]] boost::asio::awaitable<Outcome<void>> check_open(ChannelId channel, VoteId vote);
  [[nodiscard]] Outcome<voting::Vote> close_now(VoteId vote, voting::CloseReason reason, TimePoint at);
  void was_closed(voting::Vote const& vote);
  [[nodiscard]] TimePoint close_due();
  [[nodiscard]] TimePoint recount_closed();

  Parts parts_;
  std::atomic<std::uint64_t> opened_{0};
  std::atomic<std::uint64_t> closed_{0};
  std::atomic<std::uint64_t> exact_{0};
  std::atomic<std::uint64_t> wrong_{0};
  std::mutex mutex_;
  std::set<std::pair<TimePoint, VoteId>> ends_;  // of open votes
  std::deque<VoteId> to_recount_;
  std::mutex moving_ends_;  // one end at a time, so that all hear of two moves in the order of the store
  std::unique_ptr<WakingThread> closing_;
  std::unique_ptr<WakingThread> recounting_;
};

}  // namespace shipvote::service
