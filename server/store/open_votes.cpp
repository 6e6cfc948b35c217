#include "store/open_votes.h"

#include <utility>

namespace shipvote::store {

using voting::BallotVerdict;

OpenVote::OpenVote(VoteId vote_id, ChannelId of_channel, std::vector<ShipId> const& on_vote,
                   std::optional<TimePoint> closes_itself_at)
    : id(vote_id), channel(of_channel), ends_at(closes_itself_at), ships(on_vote), counts(on_vote.size()) {
  ship_index.reserve(ships.size());
  for (std::size_t index = 0; index < ships.size(); ++index) {
    ship_index.emplace(ships[index].value, static_cast<std::uint16_t>(index));
  }
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
  if (!vote->voters.add(ballot.viewer, ship->second)) return {BallotVerdict::already_voted, 0};
  if (!vote->changed) {
    vote->changed = true;
    changed_.push_back(vote);
  }
  ++vote->counts[ship->second];
  ++vote->last_sequence;
  ++voters_;
  return {BallotVerdict::accepted, first_row(vote->id) - 1 + vote->last_sequence};
}

void OpenVotes::take_back(voting::Ballot const& ballot) noexcept {
  auto* const vote = any(ballot.vote);
  --vote->counts[vote->ship_index.find(ballot.ship.value)->second];
  --vote->last_sequence;
  vote->voters.remove(ballot.viewer);
  --voters_;
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

void OpenVotes::keep() noexcept {
  for (auto* const vote : changed_) vote->changed = false;
  changed_.clear();
  for (auto* const vote : opened_) vote->opened = false;
  opened_.clear();
  latest_ = closed_.empty() ? latest_ : nullptr;
  for (auto* const vote : closed_) {
    voters_ -= vote->voters.size();
    votes_.erase(vote->id.value);
  }
  closed_.clear();
  kept_largest_ = largest_;
}

void OpenVotes::undo() noexcept {
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
