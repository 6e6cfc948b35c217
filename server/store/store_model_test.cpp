// Whatever is done in whatever order, the store answers as a simple model does.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "store/store_test_tools.h"

namespace shipvote::store {
namespace {

using namespace testing;  // NOLINT: the tools of this room's tests
using voting::BallotVerdict;
using voting::CloseReason;

struct ModelVote {
  std::uint64_t channel = 0;
  bool open = true;
  bool may_change = false;
  std::map<std::uint64_t, std::uint32_t> ballots;  // viewer to ship
};

struct Model {
  std::vector<ModelVote> votes;  // vote n at n - 1

  [[nodiscard]] bool has_open(std::uint64_t channel) const {
    for (auto const& vote : votes) {
      if (vote.channel == channel && vote.open) return true;
    }
    return false;
  }
  BallotVerdict cast(std::uint32_t id, std::uint64_t voter, std::uint32_t choice) {
    if (id == 0 || id > votes.size()) return BallotVerdict::vote_not_found;
    auto& vote = votes[id - 1];
    if (!vote.open) return BallotVerdict::vote_closed;
    if (choice > 2) return BallotVerdict::ship_not_on_vote;
    bool const counts = vote.may_change || !vote.ballots.contains(voter);  // too few here to meet the limit of changes
    if (counts) vote.ballots[voter] = choice;
    return counts ? BallotVerdict::accepted : BallotVerdict::already_voted;
  }
};

void cast_random(Store& store, Model& model) {
  auto const how_many = *rc::gen::inRange<std::size_t>(1, 20);
  std::vector<voting::Ballot> ballots;
  std::vector<BallotVerdict> expected;
  for (std::size_t number = 0; number < how_many; ++number) {
    auto const id = *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(model.votes.size()) + 2);
    auto const voter = *rc::gen::inRange<std::uint64_t>(0, 30);
    auto const choice = *rc::gen::inRange<std::uint32_t>(0, 4);
    ballots.push_back(ballot(VoteId{id}, voter, choice));
    expected.push_back(model.cast(id, voter, choice));
  }
  RC_ASSERT(cast_all(store, ballots) == expected);
}

void open_random(Store& store, Model& model) {
  auto const channel = *rc::gen::inRange<std::uint64_t>(1, 4);
  auto asked = new_vote(channel);
  asked.ballots_may_change = *rc::gen::arbitrary<bool>();
  auto const opened = store.open_vote(asked, 7, at(0));
  RC_ASSERT(opened.ok() != model.has_open(channel));
  if (!opened) {
    RC_ASSERT(opened.refusal().code == RefusalCode::vote_already_open);
    return;
  }
  model.votes.push_back({channel, true, asked.ballots_may_change, {}});
  RC_ASSERT(opened.value().id.value == model.votes.size());
}

void close_random(Store& store, Model& model) {
  auto const id = *rc::gen::inRange<std::uint32_t>(1, static_cast<std::uint32_t>(model.votes.size()) + 2);
  auto const closed = store.close_vote(VoteId{id}, CloseReason::broadcaster, at(1));
  bool const known = id <= model.votes.size();
  RC_ASSERT(closed.ok() == (known && model.votes[id - 1].open));
  if (closed) {
    model.votes[id - 1].open = false;
  } else {
    RC_ASSERT(closed.refusal().code == (known ? RefusalCode::vote_closed : RefusalCode::vote_not_found));
  }
}

void compare(Store& store, Model const& model) {
  RC_ASSERT(store.vote_ids().size() == model.votes.size());
  std::size_t voters = 0;
  for (std::size_t index = 0; index < model.votes.size(); ++index) {
    auto const& expected = model.votes[index];
    auto const vote = store.vote(VoteId{static_cast<std::uint32_t>(index + 1)});
    std::vector<std::uint32_t> counts(3);
    for (auto const& [voter, choice] : expected.ballots) ++counts[choice];
    RC_ASSERT(vote->counts == counts);
    RC_ASSERT((vote->state == voting::VoteState::open) == expected.open);
    RC_ASSERT(expected.open || vote->winner == voting::decide_winner(vote->ships, counts, 7));
    auto const recount = store.recount(vote->id);
    RC_ASSERT(recount.exact());
    RC_ASSERT(recount.recounted == counts);
    RC_ASSERT(recount.viewers == expected.ballots.size());
    if (expected.open) voters += expected.ballots.size();
  }
  RC_ASSERT(store.figures().voters_in_memory == voters);
}

RC_GTEST_PROP(StoreModel, AnswersAsTheModelDoes, ()) {
  TemporaryFolder const folder{fast_folders()};
  auto store = open_store(folder.path());
  Model model;
  auto const steps = *rc::gen::inRange(1, 25);
  for (int step = 0; step < steps; ++step) {
    auto const what = *rc::gen::inRange(0, 10);
    if (what < 5) {
      cast_random(*store, model);
    } else if (what < 7) {
      open_random(*store, model);
    } else if (what < 9) {
      close_random(*store, model);
    } else {
      store.reset();
      store = open_store(folder.path());
    }
  }
  compare(*store, model);
  store.reset();
  store = open_store(folder.path());
  compare(*store, model);
}

}  // namespace
}  // namespace shipvote::store
