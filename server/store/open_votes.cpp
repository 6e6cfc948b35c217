#include "store/open_votes.h"

#include <utility>

#include "foundation/limits.h"

namespace shipvote::store {

using voting::BallotVerdict;

OpenVote::OpenVote(voting::Vote const& vote)
    : id(vote.id),
      channel(vote.channel),
      ends_at(vote.ends_at),
      ballots_may_change(vote.ballots_may_change),
      ships(vote.ships),
      counts(vote.ships.size()) {
  ship_index.reserve(ships.size());
  for (std::size_t index = 0; index < ships.size(); ++index) {
    ship_index.emplace(ships[index].value, static_cast<std::uint16_t>(index));
  }
}

std::uint16_t OpenVote::index_of(std::int64_t ship) const noexcept {
  if (ship < 0 || ship > std::int64_t{UINT32_MAX}) return stray_ship;
  auto const found = ship_index.find(static_cast<std::uint32_t>(ship));
  return found == ship_index.end() ? stray_ship : found->second;
}

void OpenVotes::restore(std::unique_ptr<OpenVote> vote) {
  voters_ += vote->voters.size();
  by_channel_.emplace(vote->channel.value, vote.get());
  votes_.emplace(vote->id.value, std::move(vote));
}

OpenVote* OpenVotes::any(VoteId id) noexcept {
  if (latest_ != nullptr && latest_->id == id) return latest_;
  auto const found = votes_.find(id.value);
  if (found == votes_.end()) return nullptr;
  latest_ = found->second.get();
  return latest_;
}

OpenVote* OpenVotes::find(VoteId id) noexcept {
  auto* const vote = any(id);
  return vote != nullptr && !vote->closed ? vote : nullptr;
}

OpenVote* OpenVotes::open_in(ChannelId channel) noexcept {
  auto const found = by_channel_.find(channel.value);
  return found == by_channel_.end() ? nullptr : found->second;
}

Judgement OpenVotes::judge(voting::Ballot const& ballot) {
  auto* const vote = find(ballot.vote);
  if (vote == nullptr) {
    return {was_given(ballot.vote) ? BallotVerdict::vote_closed : BallotVerdict::vote_not_found, 0};
  }
  if (vote->ends_at && *vote->ends_at <= ballot.cast_at) return {BallotVerdict::vote_closed, 0};
  auto const ship = vote->ship_index.find(ballot.ship.value);
  if (ship == vote->ship_index.end()) return {BallotVerdict::ship_not_on_vote, 0};
  if (vote->last_sequence == UINT32_MAX) return {BallotVerdict::overloaded, 0};
  auto const [choice, is_first] = vote->voters.add(ballot.viewer, ship->second);
  if (!is_first) return judge_later(ballot, *vote, choice, ship->second);
  ++voters_;
  return count(*vote, ship->second);
}

Judgement OpenVotes::judge_later(voting::Ballot const& ballot, OpenVote& vote, Choice& choice, std::uint16_t ship) {
  if (!vote.ballots_may_change) return {BallotVerdict::already_voted, 0};
  bool const same = choice.ship == ship;
  if (!same && choice.changes == limits::changes_per_viewer) return {BallotVerdict::already_voted, 0};
  later_.push_back({&ballot, &vote, choice, !same});
  if (same) return {BallotVerdict::accepted, 0};
  --vote.counts[choice.ship];
  choice.ship = ship & stray_ship;
  ++choice.changes;
  return count(vote, ship);
}

Judgement OpenVotes::count(OpenVote& vote, std::uint16_t ship) {
  if (!vote.changed) {
    vote.changed = true;
    changed_.push_back(&vote);
  }
  ++vote.counts[ship];
  ++vote.last_sequence;
  return {BallotVerdict::accepted, first_row(vote.id) - 1 + vote.last_sequence};
}

void OpenVotes::take_back(voting::Ballot const& ballot) noexcept {
  if (!later_.empty() && later_.back().ballot == &ballot) {
    take_back_later(later_.back());
    later_.pop_back();
    return;
  }
  auto* const vote = any(ballot.vote);
  --vote->counts[vote->ship_index.find(ballot.ship.value)->second];
  --vote->last_sequence;
  vote->voters.remove(ballot.viewer);
  --voters_;
}

void OpenVotes::take_back_later(Later const& later) noexcept {
  if (!later.stored) return;
  auto& choice = *later.vote->voters.find(later.ballot->viewer);
  --later.vote->counts[choice.ship];
  ++later.vote->counts[later.before.ship];
  --later.vote->last_sequence;
  choice = later.before;
}

Choosing OpenVotes::choice_of(VoteId id, voting::ViewerKey const& viewer) noexcept {
  auto* const vote = find(id);
  if (vote == nullptr) {
    return {was_given(id) ? BallotVerdict::vote_closed : BallotVerdict::vote_not_found, {}};
  }
  auto const* const choice = vote->voters.find(viewer);
  return {BallotVerdict::accepted, choice == nullptr ? ShipId{} : vote->ships[choice->ship]};
}

void OpenVotes::open(std::unique_ptr<OpenVote> vote) {
  auto* const opened = vote.get();
  opened->opened = true;
  by_channel_.insert_or_assign(opened->channel.value, opened);
  votes_.emplace(opened->id.value, std::move(vote));
  opened_.push_back(opened);
  largest_ = opened->id;
}

void OpenVotes::close(OpenVote& vote) {
  closed_.push_back(&vote);
  vote.closed = true;
  auto const holder = by_channel_.find(vote.channel.value);
  if (holder != by_channel_.end() && holder->second == &vote) by_channel_.erase(holder);
}

void OpenVotes::move_end(OpenVote& vote, std::optional<TimePoint> ends_at) {
  moved_ends_.push_back({&vote, vote.ends_at});
  vote.ends_at = ends_at;
}

void OpenVotes::keep_changes() noexcept {
  for (auto* const vote : changed_) vote->changed = false;
  changed_.clear();
  for (auto* const vote : opened_) vote->opened = false;
  opened_.clear();
  later_.clear();
  moved_ends_.clear();
  latest_ = closed_.empty() ? latest_ : nullptr;
  kept_largest_ = largest_;
}

void OpenVotes::undo() noexcept {
  for (auto moved = moved_ends_.rbegin(); moved != moved_ends_.rend(); ++moved) moved->vote->ends_at = moved->before;
  moved_ends_.clear();
  later_.clear();
  for (auto* const vote : changed_) vote->changed = false;
  changed_.clear();
  for (auto* const vote : closed_) {
    vote->closed = false;
    if (!vote->opened) by_channel_.insert_or_assign(vote->channel.value, vote);
  }
  closed_.clear();
  latest_ = nullptr;
  for (auto* const vote : opened_) {
    auto const holder = by_channel_.find(vote->channel.value);
    if (holder != by_channel_.end() && holder->second == vote) by_channel_.erase(holder);
    votes_.erase(vote->id.value);
  }
  opened_.clear();
  largest_ = kept_largest_;
}

}  // namespace shipvote::store
