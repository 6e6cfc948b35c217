#include "e2e/crash_voters.h"

#include <utility>

#include "foundation/time.h"
#include "http/raw_connection.h"
#include "sim/chance.h"
#include "sim/crowd_plan.h"

namespace shipvote::e2e {

ShipId ship_of(std::uint64_t viewer, std::vector<ShipId> const& ships) {
  return ships[sim::Chance(viewer, "ship").below(ships.size())];
}

std::string ballot_text(sim::CrowdSettings const& vote, std::uint64_t viewer, ShipId ship) {
  auto const token = sim::viewer_token(vote, viewer, sim::ViewerHabit::ordinary, SystemTime{}.now());
  return sim::ballot_request(vote, "127.0.0.1", token, ship);
}

std::string own_ballot_text(sim::CrowdSettings const& vote, std::uint64_t viewer) {
  auto const token = sim::viewer_token(vote, viewer, sim::ViewerHabit::ordinary, SystemTime{}.now());
  return "GET /api/channels/" + vote.channel_id + "/votes/" + std::to_string(vote.vote_id) +
         "/ballot HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n\r\n";
}

CrashVoters::CrashVoters(sim::CrowdSettings vote, std::vector<std::uint16_t> const& ports, bool may_change)
    : settings_(std::move(vote)), may_change_(may_change), running_(settings_.connections) {
  for (std::size_t count = 0; count < settings_.connections; ++count) {
    threads_.emplace_back([this, port = ports.at(count % ports.size())] { this->vote(port); });
  }
}

CrashVoters::~CrashVoters() {
  enough_ = true;
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void CrashVoters::vote(std::uint16_t port) {
  http::RawConnection connection{port};
  while (connection.connected() && !enough_) {
    auto const number = cast_.fetch_add(1);
    std::uint64_t const again = number % 10 == 9 ? 1 : 0;
    CastBallot ballot;
    ballot.viewer = settings_.first_viewer + number - again;
    ballot.ship = ship_of(ballot.viewer + (may_change_ ? again : 0), settings_.ships);
    if (connection.send(ballot_text(settings_, ballot.viewer, ballot.ship))) {
      auto const answer = connection.read_answer();
      // Half an answer is none: whoever reads it cannot rely on it.
      bool const whole = answer.status != 0 && !answer.body.empty() && answer.body.back() == '}';
      if (whole) ballot.answer = sim::answer_name(answer.status, answer.body);
    }
    bool const over = ballot.answer.empty() || ballot.answer == "400 vote_closed" || ballot.answer.starts_with("503");
    note(std::move(ballot));
    if (over) break;
  }
  std::lock_guard const lock{mutex_};
  --running_;
  changed_.notify_all();
}

void CrashVoters::note(CastBallot ballot) {
  std::lock_guard const lock{mutex_};
  if (ballot.answer == "200") ++accepted_;
  ballots_.push_back(std::move(ballot));
  changed_.notify_all();
}

bool CrashVoters::wait_for(std::uint64_t accepted) {
  constexpr std::chrono::seconds longest{30};
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, longest, [&] { return accepted_ >= accepted || running_ == 0; });
}

std::vector<CastBallot> CrashVoters::finish() {
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  return std::move(ballots_);
}

}  // namespace shipvote::e2e
