#include "service/history_desk.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "fleet/name_search.h"
#include "foundation/limits.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::Vote;

namespace {

bool on_vote(Vote const& vote, std::unordered_set<ShipId> const& wanted) {
  return std::any_of(vote.ships.begin(), vote.ships.end(), [&](ShipId ship) { return wanted.contains(ship); });
}

// Places in the vote's list of ships that have ballots at the end, most ballots first.
std::vector<std::size_t> leading(std::vector<std::uint32_t> const& last, std::vector<ShipId> const& ships) {
  std::vector<std::size_t> places(last.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::erase_if(places, [&](std::size_t place) { return last[place] == 0; });
  std::sort(places.begin(), places.end(), [&](std::size_t one, std::size_t other) {
    return last[one] != last[other] ? last[one] > last[other] : ships[one] < ships[other];
  });
  if (places.size() > limits::curve_ships) places.resize(limits::curve_ships);
  return places;
}

}  // namespace

VoteCurve vote_curve(store::BallotCurve const& curve, std::vector<ShipId> const& ships) {
  VoteCurve told;
  told.from = curve.from;
  told.bucket = curve.bucket;
  auto const places = leading(curve.counts.back(), ships);
  for (auto const place : places) told.ships.push_back({ships[place], {}});
  for (auto const& counts : curve.counts) {
    auto const ballots = std::accumulate(counts.begin(), counts.end(), std::uint32_t{0});
    std::uint32_t in_front = 0;
    for (std::size_t number = 0; number < places.size(); ++number) {
      told.ships[number].ballots.push_back(counts[places[number]]);
      in_front += counts[places[number]];
    }
    told.others.push_back(ballots - in_front);
    told.ballots.push_back(ballots);
  }
  return told;
}

asio::awaitable<HistoryPage> HistoryDesk::page(HistoryQuestion question) {
  std::unordered_set<ShipId> wanted{question.ships.begin(), question.ships.end()};
  if (!question.search.empty()) {
    wanted.merge(fleet::ships_named(*parts_.fleet.get(), question.search));
    if (wanted.empty()) co_return HistoryPage{};
  }
  co_return co_await parts_.pool.run([this, &question, &wanted] { return page_now(question, wanted); });
}

HistoryPage HistoryDesk::page_now(HistoryQuestion const& question, std::unordered_set<ShipId> const& wanted) const {
  HistoryPage page;
  auto before = question.before.value_or(VoteId{VoteId::max});
  for (std::size_t looked_at = 0; looked_at < limits::history_searched;) {
    // Without a search the page is read in one go, and one vote more, to know whether there is a next page.
    auto const most = wanted.empty() ? question.count + 1 : limits::history_read_at_once;
    auto votes = parts_.store.closed_votes_before(question.channel, before, most);
    for (Vote& vote : votes) {
      if (page.votes.size() == question.count) {
        page.next = before;
        return page;
      }
      ++looked_at;
      before = vote.id;
      if (wanted.empty() || on_vote(vote, wanted)) page.votes.push_back(std::move(vote));
    }
    if (votes.size() < most) return page;
  }
  page.next = before;
  return page;
}

asio::awaitable<void> HistoryDesk::all(ChannelId channel, std::function<void(Vote const&)> each) {
  co_await parts_.pool.run([this, channel, &each] {
    VoteId before{VoteId::max};
    for (std::size_t told = 0; told < limits::history_exported;) {
      auto const most = std::min(limits::history_read_at_once, limits::history_exported - told);
      auto const votes = parts_.store.closed_votes_before(channel, before, most);
      for (Vote const& vote : votes) each(vote);
      if (votes.size() < most) return;
      told += votes.size();
      before = votes.back().id;
    }
  });
}

asio::awaitable<Outcome<HistoryDesk::Told>> HistoryDesk::show(ChannelId channel, VoteId id) {
  auto vote = co_await parts_.votes.show(channel, id);
  if (!vote) co_return vote.refusal();
  auto curve = kept_curve(vote.value());
  if (!curve) curve = co_await parts_.pool.run([this, &vote] { return curve_of(vote.value()); });
  Told told{std::move(vote).value(), std::move(curve)};
  co_return told;
}

std::shared_ptr<VoteCurve const> HistoryDesk::curve_of(Vote const& vote) {
  auto const now = parts_.time.now();
  bool const closed = vote.state == voting::VoteState::closed;
  auto const until = closed ? vote.closed_at.value_or(now) : now;
  auto const stored = parts_.store.ballot_curve(vote.id, until, limits::curve_buckets);
  auto curve = std::make_shared<VoteCurve const>(vote_curve(stored, vote.ships));
  keep(vote.id, {curve, closed, now});
  return curve;
}

std::shared_ptr<VoteCurve const> HistoryDesk::kept_curve(Vote const& vote) {
  std::lock_guard const lock{mutex_};
  auto const found = curves_.find(vote.id);
  if (found == curves_.end()) return nullptr;
  auto const& kept = found->second;
  bool const good = vote.state == voting::VoteState::closed
                        ? kept.closed
                        : parts_.time.now() - kept.made_at < limits::open_curve_kept;
  return good ? kept.curve : nullptr;
}

void HistoryDesk::keep(VoteId vote, Kept kept) {
  std::lock_guard const lock{mutex_};
  if (curves_.insert_or_assign(vote, std::move(kept)).second) oldest_first_.push_back(vote);
  if (oldest_first_.size() <= limits::curves_kept) return;
  curves_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

}  // namespace shipvote::service
