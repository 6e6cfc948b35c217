#include "service/change_feed.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unordered_set>

#include "foundation/limits.h"

namespace shipvote::service {

namespace asio = boost::asio;

namespace {

// About as many bytes as it takes when written.
std::size_t weight(voting::Vote const& vote) { return 400 + vote.ships.size() * 24; }
std::size_t weight(ToldTally const& tally) { return 50 + tally.counts.size() * 10; }
constexpr std::size_t channel_weight = 250;

}  // namespace

ChangeFeed::ChangeFeed(Parts parts)
    : parts_(parts), run_(run_text(parts.run)), started_(parts.time.now()), edges_(parts.live_messages, parts.time) {
  teller_ = std::make_unique<WakingThread>("tell_edges", parts_.time, [this] { return tell(); });
}

ChangeFeed::~ChangeFeed() { stop(); }

void ChangeFeed::stop() {
  {
    std::lock_guard const lock{mutex_};
    stopped_ = true;
  }
  teller_->stop();
  answer_waiters();
}

void ChangeFeed::move_to_end(Subject subject) {
  auto& sequence = sequences_[subject];
  if (sequence != 0) by_sequence_.erase(sequence);
  sequence = ++newest_;
  by_sequence_.emplace_hint(by_sequence_.end(), sequence, subject);
}

void ChangeFeed::drop(Subject subject) {
  auto const found = sequences_.find(subject);
  if (found == sequences_.end()) return;
  dropped_ = std::max(dropped_, found->second);
  by_sequence_.erase(found->second);
  sequences_.erase(found);
}

void ChangeFeed::vote_changed(VoteId vote) {
  auto const view = parts_.votes.find(vote);
  bool const open = view && view->open();
  {
    std::lock_guard const lock{mutex_};
    move_to_end({Kind::vote, vote.value});
    newest_urgent_ = newest_;
    if (!open) {
      // Its final counts are told with it.
      if (auto const tally = sequences_.find({Kind::tally, vote.value}); tally != sequences_.end()) {
        by_sequence_.erase(tally->second);
        sequences_.erase(tally);
      }
      closed_.push_back(vote);
      if (closed_.size() > limits::closed_votes_told) {
        drop({Kind::vote, closed_.front().value});
        closed_.pop_front();
      }
    }
  }
  teller_->wake();
}

void ChangeFeed::tally_changed(VoteId vote) {
  TimePoint tell_at;
  {
    std::lock_guard const lock{mutex_};
    auto const known = sequences_.find({Kind::tally, vote.value});
    if (known != sequences_.end() && known->second > told_) return;  // no page has had it: it is told with the others
    move_to_end({Kind::tally, vote.value});
    if (waiters_.empty()) return;
    tell_at = last_told_ == TimePoint::min() ? last_told_ : last_told_ + limits::tally_telling_spacing;
  }
  teller_->wake_at(tell_at);
}

void ChangeFeed::channel_changed(ChannelId channel) {
  bool const exists = parts_.channels.find(channel) != nullptr;
  {
    std::lock_guard const lock{mutex_};
    move_to_end({Kind::channel, channel.value});
    newest_urgent_ = newest_;
    if (!exists) deleted_.push_back(channel);
    if (deleted_.size() > limits::deleted_channels_remembered) {
      if (!parts_.channels.find(deleted_.front())) drop({Kind::channel, deleted_.front().value});
      deleted_.pop_front();
    }
  }
  teller_->wake();
}

TimePoint ChangeFeed::tell() {
  auto const now = parts_.time.now();
  {
    std::lock_guard const lock{mutex_};
    last_told_ = now;
  }
  answer_waiters();
  if (now - started_ >= limits::edge_silent) edges_.look();  // before that, edges are still finding their way
  return now + limits::changes_wait;                         // to notice edges that have fallen silent
}

void ChangeFeed::answer_waiters() {
  std::vector<Waiter> waiters;
  {
    std::lock_guard const lock{mutex_};
    waiters.swap(waiters_);
  }
  for (auto& waiter : waiters) {
    auto const executor = waiter->get_executor();
    asio::post(executor, [waiter = std::move(waiter)] { waiter->cancel(); });  // timers are their loop's alone
  }
}

bool ChangeFeed::must_begin_anew(FeedPlace const& place) const {
  return place.run != run_ || place.sequence == 0 || place.sequence > newest_ ||
         dropped_ > std::max(place.sequence, place.floor);
}

asio::awaitable<Changes> ChangeFeed::answer(FeedQuestion const& question) {
  edges_.asked(question.edge, question.edge_run, question.share);
  if (question.wait) co_await wait(question.place);
  co_return filled(take_page(question.place));
}

asio::awaitable<void> ChangeFeed::wait(FeedPlace const& place) {
  auto const executor = co_await asio::this_coro::executor;
  auto const waiter = std::make_shared<asio::steady_timer>(executor, limits::changes_wait);
  std::optional<TimePoint> tell_at;
  {
    std::lock_guard const lock{mutex_};
    bool const at_once = stopped_ || must_begin_anew(place) || newest_urgent_ > place.sequence;
    if (at_once || waiters_.size() >= limits::changes_waiters) co_return;
    waiters_.push_back(waiter);
    if (newest_ > place.sequence) tell_at = last_told_ + limits::tally_telling_spacing;
  }
  if (tell_at) teller_->wake_at(*tell_at);
  co_await waiter->async_wait(asio::as_tuple(asio::use_awaitable));
  std::lock_guard const lock{mutex_};
  std::erase(waiters_, waiter);
}

ChangeFeed::Page ChangeFeed::take_page(FeedPlace const& place) {
  std::lock_guard const lock{mutex_};
  Page page;
  page.reset = must_begin_anew(place);
  page.floor = page.reset ? newest_ : place.floor;
  page.newest = newest_;
  auto next = page.reset ? by_sequence_.begin() : by_sequence_.upper_bound(place.sequence);
  while (next != by_sequence_.end() && page.subjects.size() < limits::changes_per_answer) {
    page.subjects.emplace_back(*next);
    ++next;
  }
  page.more = next != by_sequence_.end();
  if (!page.subjects.empty()) told_ = std::max(told_, page.subjects.back().first);
  return page;
}

// From the boards, which know at least as much as when the page was taken; what came after comes again.
Changes ChangeFeed::filled(Page const& page) const {
  Changes changes;
  changes.place = {run_, page.newest, page.floor};
  changes.reset = page.reset;
  changes.more = page.more;
  changes.live_messages = parts_.live_messages;
  std::size_t bytes = 0;
  std::unordered_set<std::uint64_t> whole;  // votes in this page, whose counts are told with them
  for (auto const& [sequence, subject] : page.subjects) {
    if (bytes > limits::changes_answer_bytes) {
      changes.more = true;
      break;
    }
    changes.place.sequence = sequence;
    auto const [kind, id] = subject;
    if (kind == Kind::channel) {
      bytes += channel_weight;
      if (auto const view = parts_.channels.find(ChannelId{id})) {
        changes.channels.push_back(view->channel);
      } else {
        changes.channels_gone.push_back(ChannelId{id});
      }
      continue;
    }
    auto const view = parts_.votes.find(VoteId{static_cast<std::uint32_t>(id)});
    if (!view || (kind == Kind::tally && whole.contains(id))) continue;
    auto vote = view->vote();
    if (kind == Kind::tally) {
      changes.tallies.push_back({vote.id, std::move(vote.counts)});
      bytes += weight(changes.tallies.back());
      continue;
    }
    whole.insert(id);
    changes.votes.push_back(std::move(vote));
    bytes += weight(changes.votes.back());
  }
  if (!changes.more) changes.place.sequence = std::max(changes.place.sequence, page.newest);
  return changes;
}

}  // namespace shipvote::service
