#include "store/ballot_curve.h"

#include <algorithm>
#include <chrono>

#include "store/ballot_reading.h"
#include "store/vote_records.h"

namespace shipvote::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Whole seconds a bucket, so that they can be read; shorter votes have fewer buckets.
milliseconds bucket_length(milliseconds whole, std::size_t most_buckets) {
  auto const buckets = static_cast<milliseconds::rep>(most_buckets);
  auto const each = (whole.count() + buckets - 1) / buckets;
  return std::chrono::ceil<seconds>(std::max(milliseconds{each}, milliseconds{1}));
}

BallotCurve empty_curve(TimePoint from, TimePoint until, std::size_t most_buckets) {
  auto const whole = std::max(until - from, milliseconds{1});
  BallotCurve curve{from, bucket_length(whole, most_buckets), {}};
  curve.counts.resize(static_cast<std::size_t>((whole + curve.bucket - milliseconds{1}) / curve.bucket));
  return curve;
}

}  // namespace

BallotCurve read_ballot_curve(Connection& connection, VoteId id, TimePoint until, std::size_t most_buckets) {
  ReadingMoment const moment{connection};
  auto const stored = read_vote(connection, id);
  if (!stored) throw StoreFailure("there is no vote " + id.text());
  OpenVote vote{*stored};
  auto curve = empty_curve(stored->opened_at, until, most_buckets);
  // What each bucket adds to the one before; where a ballot was changed, one ship gains what another loses.
  std::vector<std::vector<std::int64_t>> added(curve.counts.size(), std::vector<std::int64_t>(vote.ships.size()));
  for_each_ballot(connection, id, [&](StoredBallot const& ballot) {
    auto const ship = vote.index_of(ballot.ship);
    if (ship == stray_ship) return;
    auto const since = std::max((ballot.cast_at - curve.from) / curve.bucket, milliseconds::rep{0});
    auto& bucket = added[std::min(static_cast<std::size_t>(since), added.size() - 1)];
    ++bucket[ship];
    if (!vote.ballots_may_change) return;
    auto const [choice, is_first] = vote.voters.add(ballot.viewer, ship);
    if (is_first) return;
    --bucket[choice.ship];
    choice.ship = ship & stray_ship;
  });
  std::vector<std::int64_t> counts(vote.ships.size());
  for (std::size_t bucket = 0; bucket < added.size(); ++bucket) {
    curve.counts[bucket].resize(counts.size());
    for (std::size_t ship = 0; ship < counts.size(); ++ship) {
      counts[ship] += added[bucket][ship];
      // A changed ballot may bear an earlier time than the one that it changed, when two threads looked at the clock.
      curve.counts[bucket][ship] = static_cast<std::uint32_t>(std::max(counts[ship], std::int64_t{0}));
    }
  }
  return curve;
}

}  // namespace shipvote::store
