// Votes, channels and doubles for the tests of what edges consist of.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "foundation/outgoing_call.h"
#include "foundation/time.h"
#include "service/channel_board.h"
#include "voting/ballot.h"
#include "voting/vote.h"

namespace shipvote::service {

inline voting::Vote sample_vote(std::uint32_t id, std::uint64_t channel, TimePoint opened_at = {}) {
  voting::Vote vote;
  vote.id = VoteId{id};
  vote.channel = ChannelId{channel};
  vote.ships = {ShipId{30}, ShipId{10}, ShipId{20}};
  vote.counts = {0, 0, 0};
  vote.opened_at = opened_at;
  vote.updated_at = opened_at;
  return vote;
}

inline voting::Vote closed_sample(voting::Vote vote, TimePoint closed_at) {
  vote.state = voting::VoteState::closed;
  vote.closed_at = closed_at;
  vote.updated_at = closed_at;
  vote.close_reason = voting::CloseReason::broadcaster;
  vote.winner = voting::decide_winner(vote.ships, vote.counts, 5);
  return vote;
}

inline voting::Channel sample_channel(std::uint64_t id) {
  voting::Channel channel;
  channel.id = ChannelId{id};
  return channel;
}

inline std::shared_ptr<ChannelView const> sample_view(voting::Channel channel) {
  return std::make_shared<ChannelView const>(std::move(channel), std::vector<voting::GarageShip>{});
}

inline voting::Ballot sample_ballot(std::uint32_t vote, std::uint64_t channel, std::uint8_t viewer,
                                    std::uint32_t ship = 10) {
  voting::Ballot ballot;
  ballot.vote = VoteId{vote};
  ballot.ship = ShipId{ship};
  ballot.channel = ChannelId{channel};
  ballot.viewer.bytes.fill(viewer);
  return ballot;
}

// Remembers what was given back, in order.
class RememberingReturn final : public voting::BallotReturn {
 public:
  void give_back(voting::PendingBallot* first) noexcept override {
    std::lock_guard const lock{mutex_};
    while (first != nullptr) returned_.push_back(std::exchange(first, first->next));
  }
  [[nodiscard]] std::vector<voting::PendingBallot*> returned() const {
    std::lock_guard const lock{mutex_};
    return returned_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<voting::PendingBallot*> returned_;
};

// Calls out that wait until the test answers them.
class HeldCalls final : public OutgoingCaller {
 public:
  void call(OutgoingRequest request, OutgoingDone done) override {
    std::lock_guard const lock{mutex_};
    held_.emplace_back(std::move(request), std::move(done));
  }
  [[nodiscard]] std::size_t held() const {
    std::lock_guard const lock{mutex_};
    return held_.size();
  }
  [[nodiscard]] OutgoingRequest oldest() const {
    std::lock_guard const lock{mutex_};
    return held_.front().first;
  }
  void answer_oldest(OutgoingResult result) {
    OutgoingDone done;
    {
      std::lock_guard const lock{mutex_};
      done = std::move(held_.front().second);
      held_.pop_front();
    }
    done(std::move(result));
  }
  void answer_oldest(int status, std::string body) {
    OutgoingResponse response;
    response.status = status;
    response.body = std::move(body);
    answer_oldest(OutgoingResult{std::move(response)});
  }

 private:
  mutable std::mutex mutex_;
  std::deque<std::pair<OutgoingRequest, OutgoingDone>> held_;
};

}  // namespace shipvote::service

namespace rc {

template <class Tag, class Number, Number largest>
struct Arbitrary<shipvote::Id<Tag, Number, largest>> {
  static Gen<shipvote::Id<Tag, Number, largest>> arbitrary() {
    using Any = shipvote::Id<Tag, Number, largest>;
    return gen::map(gen::arbitrary<std::uint64_t>(), [](std::uint64_t number) {
      return Any{static_cast<Number>(number % static_cast<std::uint64_t>(largest) + 1)};
    });
  }
};

template <>
struct Arbitrary<shipvote::TimePoint> {
  static Gen<shipvote::TimePoint> arbitrary() {
    return gen::map(gen::inRange<std::int64_t>(0, std::int64_t{1} << 45), [](std::int64_t milliseconds) {
      return shipvote::TimePoint{std::chrono::milliseconds{milliseconds}};
    });
  }
};

template <>
struct Arbitrary<shipvote::voting::Ballot> {
  static Gen<shipvote::voting::Ballot> arbitrary() {
    return gen::map(gen::tuple(gen::arbitrary<shipvote::VoteId>(), gen::arbitrary<shipvote::ShipId>(),
                               gen::arbitrary<shipvote::ChannelId>(), gen::arbitrary<std::array<std::uint8_t, 16>>()),
                    [](auto const& parts) {
                      shipvote::voting::Ballot ballot;
                      std::tie(ballot.vote, ballot.ship, ballot.channel, ballot.viewer.bytes) = parts;
                      return ballot;
                    });
  }
};

}  // namespace rc
