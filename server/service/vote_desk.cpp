#include "service/vote_desk.h"

#include <algorithm>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::Vote;

namespace {

Refusal vote_not_found() { return voting::verdict_refusal(voting::BallotVerdict::vote_not_found); }

}  // namespace

VoteDesk::VoteDesk(Parts parts) : parts_(std::move(parts)) {
  auto const now = parts_.time.now();
  for (Vote& vote : parts_.store.open_votes()) {
    bool const overdue = vote.ends_at && *vote.ends_at <= now;
    if (vote.ends_at) ends_.emplace(*vote.ends_at, vote.id);
    auto const view = parts_.votes.opened(std::move(vote));
    if (!overdue) parts_.live.resumed(view->vote());
  }
  (void)close_due();
  closing_ = std::make_unique<WakingThread>("close_votes", parts_.time, [this] { return close_due(); });
  recounting_ = std::make_unique<WakingThread>("recount_votes", parts_.time, [this] { return recount_closed(); });
}

VoteDesk::~VoteDesk() { stop(); }

void VoteDesk::stop() {
  closing_->stop();
  recounting_->stop();
}

asio::awaitable<Outcome<Vote>> VoteDesk::open(voting::NewVote vote, std::optional<std::chrono::seconds> duration) {
  if (!parts_.channels.find(vote.channel)) {
    co_return Refusal{RefusalCode::channel_not_found, "Set up your World of Warships account for this channel first"};
  }
  auto const fleet = parts_.fleet.get();
  if (auto checked = voting::check_new_vote(vote, fleet->votable_ids(), parts_.time.now()); !checked) {
    co_return std::move(checked).refusal();
  }
  co_return co_await parts_.pool.run([this, &vote, duration] { return open_now(std::move(vote), duration); });
}

Outcome<Vote> VoteDesk::open_now(voting::NewVote vote, std::optional<std::chrono::seconds> duration) {
  auto const now = parts_.time.now();
  if (duration) vote.ends_at = now + *duration;
  auto opened = parts_.store.open_vote(vote, parts_.seed(), now);
  if (!opened) return opened;
  opened_.fetch_add(1, std::memory_order_relaxed);
  Vote const& stored = opened.value();
  parts_.votes.opened(stored);
  if (stored.ends_at) {
    {
      std::lock_guard const lock{mutex_};
      ends_.emplace(*stored.ends_at, stored.id);
    }
    closing_->wake_at(*stored.ends_at);
  }
  parts_.live.opened(stored);
  log::info("vote_opened",
            {{"channel", stored.channel.value}, {"vote", stored.id.value}, {"ships", stored.ships.size()}});
  // Who deleted the channel meanwhile could not see the vote here.
  if (!parts_.channels.find(stored.channel)) channel_deleted(stored.channel);
  return opened;
}

asio::awaitable<Outcome<Vote>> VoteDesk::close(ChannelId channel, VoteId vote) {
  if (auto checked = co_await check_open(channel, vote); !checked) co_return checked.refusal();
  co_return co_await parts_.pool.run(
      [this, vote] { return close_now(vote, voting::CloseReason::broadcaster, parts_.time.now()); });
}

asio::awaitable<Outcome<void>> VoteDesk::check_open(ChannelId channel, VoteId vote) {
  auto const stored = co_await show(channel, vote);
  if (!stored) co_return stored.refusal();
  if (stored.value().state == voting::VoteState::closed) {
    co_return voting::verdict_refusal(voting::BallotVerdict::vote_closed);
  }
  co_return Outcome<void>{};
}

asio::awaitable<Outcome<Vote>> VoteDesk::move_end(ChannelId channel, VoteId vote, std::optional<TimePoint> ends_at) {
  if (auto checked = co_await check_open(channel, vote); !checked) co_return checked.refusal();
  if (auto checked = voting::check_vote_end(ends_at, parts_.time.now()); !checked) co_return checked.refusal();
  co_return co_await parts_.pool.run([this, vote, ends_at] { return move_end_now(vote, ends_at); });
}

asio::awaitable<Outcome<Vote>> VoteDesk::extend(ChannelId channel, VoteId vote, std::chrono::seconds by) {
  if (auto checked = co_await check_open(channel, vote); !checked) co_return checked.refusal();
  co_return co_await parts_.pool.run([this, vote, by] { return extend_now(vote, by); });
}

Outcome<Vote> VoteDesk::move_end_now(VoteId vote, std::optional<TimePoint> ends_at) {
  std::lock_guard const one_at_a_time{moving_ends_};
  auto const view = parts_.votes.find(vote);
  return put_end(vote, view ? view->ends_at() : std::nullopt, ends_at);
}

Outcome<Vote> VoteDesk::extend_now(VoteId vote, std::chrono::seconds by) {
  std::lock_guard const one_at_a_time{moving_ends_};
  auto const view = parts_.votes.find(vote);
  auto const before = view ? view->ends_at() : std::nullopt;
  auto const now = parts_.time.now();
  auto const ends_at = std::max(before.value_or(now), now) + by;
  if (!voting::check_vote_end(ends_at, now)) {
    return Refusal{RefusalCode::invalid_request, "extend_seconds must not move the end beyond 24 hours from now"}
        .with_field("extend_seconds", "must not move the end beyond 24 hours from now");
  }
  return put_end(vote, before, ends_at);
}

Outcome<Vote> VoteDesk::put_end(VoteId vote, std::optional<TimePoint> before, std::optional<TimePoint> ends_at) {
  auto moved = parts_.store.set_vote_end(vote, ends_at, parts_.time.now());
  if (!moved) return moved;
  {
    std::lock_guard const lock{mutex_};
    if (before) ends_.erase({*before, vote});
    if (ends_at) ends_.emplace(*ends_at, vote);
  }
  parts_.votes.end_moved(moved.value());
  parts_.live.end_moved(moved.value());
  closing_->wake();
  log::info(
      "vote_end_moved",
      {{"channel", moved.value().channel.value}, {"vote", vote.value}, {"end", ends_at ? iso8601(*ends_at) : "none"}});
  return moved;
}

Outcome<Vote> VoteDesk::close_now(VoteId vote, voting::CloseReason reason, TimePoint at) {
  auto closed = parts_.store.close_vote(vote, reason, at);
  if (closed) was_closed(closed.value());
  return closed;
}

asio::awaitable<Refusal> VoteDesk::refuse_ballot(ChannelId channel, VoteId vote) {
  auto const stored = co_await show(channel, vote);
  bool const closed = stored && stored.value().state == voting::VoteState::closed;
  co_return closed ? voting::verdict_refusal(voting::BallotVerdict::vote_closed) : vote_not_found();
}

bool VoteDesk::channel_deleted(ChannelId channel) {
  auto const open = parts_.votes.open_vote(channel);
  if (!open) return false;
  // Refused when the store closed the vote with the channel: not when it was opened in between.
  if (close_now(open->id(), voting::CloseReason::channel_deleted, parts_.time.now())) return true;
  if (auto const closed = parts_.store.vote(open->id())) was_closed(*closed);
  return true;
}

void VoteDesk::was_closed(Vote const& vote) {
  if (!parts_.votes.closed(vote)) return;
  closed_.fetch_add(1, std::memory_order_relaxed);
  {
    std::lock_guard const lock{mutex_};
    if (vote.ends_at) ends_.erase({*vote.ends_at, vote.id});
    to_recount_.push_back(vote.id);
  }
  if (recounting_) recounting_->wake();
  parts_.live.closed(vote);
  log::info("vote_closed", {{"channel", vote.channel.value},
                            {"vote", vote.id.value},
                            {"reason", voting::close_reason_text(*vote.close_reason)},
                            {"ballots", vote.ballots()},
                            {"winner", vote.winner ? vote.winner->ship.value : 0}});
}

asio::awaitable<Outcome<Vote>> VoteDesk::show(ChannelId channel, VoteId vote) {
  if (auto const view = parts_.votes.find(vote)) {
    if (view->channel() != channel) co_return vote_not_found();
    co_return view->vote();
  }
  auto stored = co_await parts_.pool.run([this, vote] { return parts_.store.vote(vote); });
  if (!stored || stored->channel != channel) co_return vote_not_found();
  co_return std::move(*stored);
}

asio::awaitable<std::optional<Vote>> VoteDesk::find(VoteId vote) {
  if (auto const view = parts_.votes.find(vote)) co_return view->vote();
  co_return co_await parts_.pool.run([this, vote] { return parts_.store.vote(vote); });
}

asio::awaitable<std::vector<Vote>> VoteDesk::list(ChannelId channel, store::VoteFilter filter, std::size_t most) {
  co_return co_await parts_.pool.run(
      [this, channel, filter, most] { return parts_.store.votes(channel, filter, most); });
}

TimePoint VoteDesk::close_due() {
  for (;;) {
    VoteId due;
    TimePoint end;
    {
      std::lock_guard const lock{mutex_};
      if (ends_.empty()) return TimePoint::max();
      std::tie(end, due) = *ends_.begin();
      if (end > parts_.time.now()) return end;
    }
    // The vote ended at its end, however late we come to say so: no ballot cast after it is taken.
    auto const closed = close_now(due, voting::CloseReason::scheduled, end);
    if (closed) continue;
    std::lock_guard const lock{mutex_};
    ends_.erase({end, due});  // closed by someone else in the meantime, or its end was moved
  }
}

TimePoint VoteDesk::recount_closed() {
  for (;;) {
    VoteId vote;
    {
      std::lock_guard const lock{mutex_};
      if (to_recount_.empty()) return TimePoint::max();
      vote = to_recount_.front();
    }
    auto const recount = parts_.store.recount(vote);
    if (recount.exact()) {
      exact_.fetch_add(1, std::memory_order_relaxed);
    } else {
      wrong_.fetch_add(1, std::memory_order_relaxed);
      log::error(
          "recount_differs",
          {{"vote", vote.value}, {"ballots", recount.rows}, {"viewers", recount.viewers}, {"strays", recount.strays}});
    }
    std::lock_guard const lock{mutex_};
    to_recount_.pop_front();
  }
}

VoteFigures VoteDesk::figures() const noexcept {
  return {opened_.load(std::memory_order_relaxed), closed_.load(std::memory_order_relaxed),
          exact_.load(std::memory_order_relaxed), wrong_.load(std::memory_order_relaxed)};
}

}  // namespace shipvote::service
