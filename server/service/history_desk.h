// The use cases around votes of the past: page through them, search them, see how one came about.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "foundation/outcome.h"
#include "service/blocking_pool.h"
#include "service/fleet_shelf.h"
#include "service/vote_desk.h"
#include "store/store.h"

namespace shipvote::service {

struct HistoryQuestion {
  ChannelId channel;
  std::optional<VoteId> before;  // none: from the newest
  // Both empty: all votes. Else those with a ship on them that is one of these, or whose name has that part.
  std::string search;
  std::vector<ShipId> ships;  // at most limits::ships_per_search
  std::size_t count = 20;     // 1 to limits::history_listed
};

struct HistoryPage {
  std::vector<voting::Vote> votes;  // closed ones, newest first
  // Where the next page begins; none at the end. A search may give fewer votes than asked for and still go on.
  std::optional<VoteId> next;
};

// How a vote's counts came about, for a plot.
struct VoteCurve {
  struct Series {
    ShipId ship;
    std::vector<std::uint32_t> ballots;  // at the end of each bucket
  };
  TimePoint from;
  std::chrono::milliseconds bucket{};
  std::vector<Series> ships;           // with ballots, the leading ones first, at most limits::curve_ships
  std::vector<std::uint32_t> others;   // all other ships together
  std::vector<std::uint32_t> ballots;  // all ships together
};

class HistoryDesk {
 public:
  struct Parts {
    store::Store& store;
    VoteDesk& votes;
    FleetShelf const& fleet;
    BlockingPool& pool;
    TimeSource const& time;
  };
  explicit HistoryDesk(Parts parts) : parts_(parts) {}

  // Looks at limits::history_searched votes at most.
  [[nodiscard]] boost::asio::awaitable<HistoryPage> page(HistoryQuestion question);
  // The newest limits::history_exported closed votes, one after the other; `each` runs on another thread.
  [[nodiscard]] boost::asio::awaitable<void> all(ChannelId channel, std::function<void(voting::Vote const&)> each);

  struct Told {
    voting::Vote vote;
    std::shared_ptr<VoteCurve const> curve;
  };
  // Refused with vote_not_found. The curve of an open vote may be limits::open_curve_kept old.
  [[nodiscard]] boost::asio::awaitable<Outcome<Told>> show(ChannelId channel, VoteId vote);

 private:
  struct Kept {
    std::shared_ptr<VoteCurve const> curve;
    bool closed = false;
    TimePoint made_at;
  };
  // `wanted`: the ships that are searched for; empty: all votes.
  [[nodiscard]] HistoryPage page_now(HistoryQuestion const& question, std::unordered_set<ShipId> const& wanted) const;
  [[nodiscard]] std::shared_ptr<VoteCurve const> curve_of(voting::Vote const& vote);
  [[nodiscard]] std::shared_ptr<VoteCurve const> kept_curve(voting::Vote const& vote);
  void keep(VoteId vote, Kept kept);

  Parts parts_;
  std::mutex mutex_;
  std::unordered_map<VoteId, Kept> curves_;
  std::deque<VoteId> oldest_first_;  // of the kept curves, at most limits::curves_kept
};

// The leading ships of a curve, and the others as one.
[[nodiscard]] VoteCurve vote_curve(store::BallotCurve const& curve, std::vector<ShipId> const& ships);

}  // namespace shipvote::service
