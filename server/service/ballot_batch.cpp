#include "service/ballot_batch.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
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

asio::awaitable<std::vector<BallotVerdict>> BallotBatches::cast(BatchReader batch) {
  auto const now = parts_.time.now();
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
  std::optional<std::string> fault;
  try {
    if (!unknown.empty()) co_await look_up(unknown, verdicts);
  } catch (std::exception const& failure) {
    fault = failure.what();
  }
  co_await pending.wait();
  if (fault) {
    log::error("votes_not_looked_up", {{"ballots", unknown.size()}, {"reason", *fault}});
    for (auto const& ballot : unknown) verdicts[ballot.index] = BallotVerdict::overloaded;
  }
  pending.verdicts_into(verdicts);
  count(verdicts);
  co_return verdicts;
}

asio::awaitable<void> BallotBatches::look_up(std::vector<UnknownBallot> const& unknown,
                                             std::vector<BallotVerdict>& verdicts) {
  std::unordered_map<VoteId, std::unordered_map<ChannelId, BallotVerdict>> known;
  std::size_t asked = 0;
  for (auto const& ballot : unknown) {
    auto const [entry, is_new] = known[ballot.vote].try_emplace(ballot.channel, BallotVerdict::overloaded);
    auto& verdict = entry->second;
    if (is_new && ++asked <= limits::votes_looked_up_per_batch) {
      auto const refusal = co_await parts_.unknown_vote(ballot.channel, ballot.vote);
      verdict = refusal.code == RefusalCode::vote_closed ? BallotVerdict::vote_closed : BallotVerdict::vote_not_found;
    }
    verdicts[ballot.index] = verdict;
  }
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
