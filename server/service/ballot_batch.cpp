#include "service/ballot_batch.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {

namespace asio = boost::asio;
using voting::BallotVerdict;
using voting::PendingBallot;

struct BallotBatches::UnknownBallot {
  std::size_t index;
  VoteId vote;
  ChannelId channel;
};

// The ballots of one batch that the ledger has to decide. Stays where it is until wait() is over, and is waited for
// once.
class BallotBatches::Batch final : public voting::BallotReturn {
 public:
  explicit Batch(std::size_t most) {
    ballots_.reserve(most);  // and never grows: the ledger holds pointers
    indexes_.reserve(most);
  }

  // False: the box has no room.
  bool cast(voting::BallotBox& box, voting::Ballot const& ballot, std::size_t index) {
    auto& pending = ballots_.emplace_back();
    pending.ballot = ballot;
    pending.give_back_to = this;
    left_.fetch_add(1, std::memory_order_relaxed);
    if (box.cast(pending)) {
      indexes_.push_back(index);
      return true;
    }
    left_.fetch_sub(1, std::memory_order_relaxed);
    ballots_.pop_back();
    return false;
  }

  // Until the box has given everything back.
  [[nodiscard]] asio::awaitable<void> wait() {
    auto const executor = co_await asio::this_coro::executor;
    auto const start = [this, executor](auto handler) {
      auto resume = std::make_shared<decltype(handler)>(std::move(handler));
      all_back_ = [resume, executor] { asio::post(executor, [resume] { std::move (*resume)(); }); };
      settle(1);  // what stood for this call
    };
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(start, asio::use_awaitable);
  }

  void give_back(PendingBallot* first) noexcept override {
    std::size_t count = 0;
    for (auto* ballot = first; ballot != nullptr; ballot = ballot->next) ++count;
    settle(count);
  }

  void verdicts_into(std::vector<BallotVerdict>& verdicts) const {
    for (std::size_t place = 0; place < ballots_.size(); ++place) {
      verdicts[indexes_[place]] = ballots_[place].verdict;
    }
  }

 private:
  // Nothing of this may be touched after the last one was settled.
  void settle(std::size_t count) {
    if (left_.fetch_sub(count, std::memory_order_acq_rel) != count) return;
    auto const tell = std::move(all_back_);
    tell();
  }

  std::vector<PendingBallot> ballots_;
  std::vector<std::size_t> indexes_;  // in the batch, parallel
  std::atomic<std::size_t> left_{1};  // ballots in the box, and one for wait()
  std::function<void()> all_back_;
};

// Votes that are being looked up for a batch. Outlives the batch that gives up waiting; used on its loop alone.
struct BallotBatches::Looking {
  explicit Looking(asio::any_io_executor const& loop) : waiting(loop) {}

  // One after the other: a batch never has more than one question waiting at the database.
  static asio::awaitable<void> go(std::shared_ptr<Looking> looking, std::vector<UnknownBallot> unknown,
                                  UnknownVote unknown_vote) {
    try {
      for (auto const& ballot : unknown) {
        std::pair const asked{ballot.vote, ballot.channel};
        if (looking->found.contains(asked)) continue;
        if (looking->given_up || looking->found.size() == limits::votes_looked_up_per_batch) break;
        auto const refusal = co_await unknown_vote(ballot.channel, ballot.vote);
        bool const closed = refusal.code == RefusalCode::vote_closed;
        looking->found[asked] = closed ? BallotVerdict::vote_closed : BallotVerdict::vote_not_found;
      }
    } catch (std::exception const& failure) {
      looking->fault = failure.what();
    }
    looking->done = true;
    looking->waiting.cancel();
  }

  std::map<std::pair<VoteId, ChannelId>, BallotVerdict> found;
  std::string fault = "too many at a time, or no answer in time";
  bool done = false;
  bool given_up = false;
  asio::steady_timer waiting;
};

asio::awaitable<Outcome<BatchAnswer>> BallotBatches::cast(BatchReader batch) {
  auto const now = parts_.time.now();
  auto const age = now - batch.sent_at();
  if (age >= limits::batch_late || age <= -limits::batch_late) {
    note_late(batch, now);
    co_return Refusal{RefusalCode::overloaded, "The batch was sent too long ago"};
  }
  std::vector<BallotVerdict> verdicts(batch.size(), BallotVerdict::overloaded);
  std::vector<UnknownBallot> unknown;
  Batch pending{batch.size()};
  std::shared_ptr<VoteView const> view;  // most ballots are for the same vote as the one before
  VoteId of;
  for (std::size_t index = 0; index < batch.size(); ++index) {
    auto const ballot = batch.at(index, now);
    if (of != ballot.vote) {
      of = ballot.vote;
      view = parts_.votes.find(of);
    }
    if (!view) {
      unknown.push_back({index, ballot.vote, ballot.channel});
    } else if (view->channel() != ballot.channel) {
      verdicts[index] = BallotVerdict::vote_not_found;
    } else {
      (void)pending.cast(parts_.box, ballot, index);
    }
  }
  // The ledger works meanwhile. Whatever happens here, its ballots have to come back before this frame is left.
  try {
    if (!unknown.empty()) co_await look_up(std::move(unknown), verdicts);
  } catch (std::exception const& failure) {
    log::error("votes_not_looked_up", {{"reason", failure.what()}});
  }
  co_await pending.wait();
  pending.verdicts_into(verdicts);
  count(verdicts);
  BatchAnswer answer;
  answer.tallies = tallies_for(batch, verdicts);
  answer.verdicts = std::move(verdicts);
  co_return answer;
}

// The decided ballots of the batch wait for this, so it has an end, however busy the database is.
asio::awaitable<void> BallotBatches::look_up(std::vector<UnknownBallot> unknown, std::vector<BallotVerdict>& verdicts) {
  auto const executor = co_await asio::this_coro::executor;
  auto const looking = std::make_shared<Looking>(executor);
  looking->waiting.expires_after(parts_.patience);
  asio::co_spawn(executor, Looking::go(looking, unknown, parts_.unknown_vote), asio::detached);
  if (!looking->done) co_await looking->waiting.async_wait(asio::as_tuple(asio::use_awaitable));
  looking->given_up = true;
  std::size_t undecided = 0;
  for (auto const& ballot : unknown) {
    auto const found = looking->found.find({ballot.vote, ballot.channel});
    if (found == looking->found.end()) {
      ++undecided;  // overloaded, as long as nothing else is said
    } else {
      verdicts[ballot.index] = found->second;
    }
  }
  if (undecided > 0) log::error("votes_not_looked_up", {{"ballots", undecided}, {"reason", looking->fault}});
}

// After the ledger has told the board, so that what was accepted is in the counts.
std::vector<ToldTally> BallotBatches::tallies_for(BatchReader const& batch,
                                                  std::vector<BallotVerdict> const& verdicts) const {
  std::vector<ToldTally> tallies;
  std::size_t counts = 0;
  std::unordered_set<VoteId> votes;
  VoteId last;
  for (std::size_t index = 0; index < verdicts.size(); ++index) {
    if (verdicts[index] != BallotVerdict::accepted) continue;
    auto const vote = batch.at(index, {}).vote;
    if (std::exchange(last, vote) == vote || !votes.insert(vote).second) continue;
    auto const view = parts_.votes.find(vote);
    if (!view || view->visibility() != voting::ResultVisibility::after_ballot) continue;
    if (counts + view->ship_count() > limits::counts_per_batch_answer) continue;
    counts += view->ship_count();
    tallies.push_back({vote, view->vote().counts});
  }
  return tallies;
}

void BallotBatches::note_late(BatchReader const& batch, TimePoint now) {
  late_.fetch_add(1, std::memory_order_relaxed);
  auto const told = late_told_.load();
  bool const lately = told <= now && told != TimePoint::min() && now - told < limits::repeated_log_spacing;
  if (lately) return;
  late_told_.store(now);
  log::warning("batch_late", {{"ballots", batch.size()}, {"milliseconds", (now - batch.sent_at()).count()}});
}

void BallotBatches::count(std::vector<BallotVerdict> const& verdicts) noexcept {
  batches_.fetch_add(1, std::memory_order_relaxed);
  std::array<std::uint64_t, verdict_kinds> counts{};
  for (auto const verdict : verdicts) ++counts[static_cast<std::size_t>(verdict)];
  for (std::size_t kind = 0; kind < verdict_kinds; ++kind) {
    if (counts[kind] > 0) verdicts_[kind].fetch_add(counts[kind], std::memory_order_relaxed);
  }
}

BatchFigures BallotBatches::figures() const noexcept {
  auto const of = [this](BallotVerdict verdict) {
    return verdicts_[static_cast<std::size_t>(verdict)].load(std::memory_order_relaxed);
  };
  BatchFigures figures;
  figures.batches = batches_.load(std::memory_order_relaxed);
  figures.refused = refused_.load(std::memory_order_relaxed);
  figures.late = late_.load(std::memory_order_relaxed);
  figures.ballots.accepted = of(BallotVerdict::accepted);
  figures.ballots.already_voted = of(BallotVerdict::already_voted);
  figures.ballots.vote_closed = of(BallotVerdict::vote_closed);
  figures.ballots.vote_not_found = of(BallotVerdict::vote_not_found);
  figures.ballots.ship_not_on_vote = of(BallotVerdict::ship_not_on_vote);
  figures.ballots.overloaded = of(BallotVerdict::overloaded);
  figures.ballots.storage_failed = of(BallotVerdict::storage_failed);
  figures.ballots.outcome_unknown = of(BallotVerdict::outcome_unknown);
  return figures;
}

}  // namespace shipvote::service
