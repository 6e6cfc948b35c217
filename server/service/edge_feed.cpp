#include "service/edge_feed.h"

#include <algorithm>
#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::service {
namespace {

constexpr int good_status = 200;
constexpr int unauthorized_status = 401;
constexpr std::uint32_t most_doublings = 10;

// Twice as long after every failure, of which a part is chance, so that edges do not ask in step.
std::chrono::milliseconds pause_after(std::uint32_t failures, double chance) {
  auto const full =
      std::min(limits::changes_retry_least * (1U << std::min(failures, most_doublings)), limits::changes_retry_longest);
  return std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>(full.count()) * (0.5 + chance / 2))};
}

std::string joined(std::vector<VoteId> const& votes) {
  std::string text;
  for (VoteId const vote : votes) text += (text.empty() ? "" : ",") + vote.text();
  return text;
}

}  // namespace

EdgeFeed::EdgeFeed(Parts parts) : parts_(std::move(parts)), link_(std::make_shared<Link>()) {
  link_->feed = this;
  thread_ = std::make_unique<WakingThread>("read_changes", parts_.time, [this] { return work(); });
  started_ = true;  // an answer wakes the thread, so nothing may be asked before it is there
  thread_->wake();
}

EdgeFeed::~EdgeFeed() { stop(); }

void EdgeFeed::stop() {
  thread_->stop();
  std::lock_guard const lock{link_->mutex};
  link_->feed = nullptr;
}

TimePoint EdgeFeed::work() {
  std::optional<OutgoingResult> result;
  {
    std::lock_guard const lock{mutex_};
    result = std::exchange(arrived_, std::nullopt);
  }
  if (result) {
    asking_ = false;
    take(*result);
  }
  auto const now = parts_.time.now();
  if (now >= silent_at_) {
    silent_at_ = TimePoint::max();
    parts_.mirror.fall_silent();
  }
  if (asking_ || !started_) return silent_at_;
  if (now < ask_at_) return std::min(ask_at_, silent_at_);
  asking_ = true;
  ask();
  return silent_at_;
}

OutgoingRequest EdgeFeed::next_question() {
  OutgoingRequest request;
  request.headers = {{"Authorization", "Bearer " + parts_.secret}};
  auto const missing = parts_.mirror.missing();
  asked_missing_ = !missing.empty();
  if (asked_missing_) {
    request.url = parts_.web_url + "/internal/votes?ids=" + joined(missing);
    return request;
  }
  request.timeout = limits::changes_timeout;
  request.url = parts_.web_url + "/internal/changes?run=" + percent_encoded(place_.run) +
                "&after=" + std::to_string(place_.sequence) + "&floor=" + std::to_string(place_.floor) +
                "&edge=" + percent_encoded(parts_.name) + "&edge_run=" + run_text(parts_.run) +
                "&share=" + percent_encoded(parts_.share.text()) + (more_ ? "&wait=no" : "");
  return request;
}

void EdgeFeed::ask() {
  parts_.caller.call(next_question(), [link = link_](OutgoingResult result) {
    std::lock_guard const lock{link->mutex};
    if (link->feed == nullptr) return;
    {
      std::lock_guard const arrival{link->feed->mutex_};
      link->feed->arrived_ = std::move(result);
    }
    link->feed->thread_->wake();
  });
}

void EdgeFeed::take(OutgoingResult const& result) {
  if (auto const* const failure = std::get_if<OutgoingFailure>(&result)) return note_failure(failure->detail);
  auto const& response = std::get<OutgoingResponse>(result);
  if (response.status == unauthorized_status) {
    return note_failure("status 401: internal.secret is not that of shipvote-web");
  }
  if (response.status != good_status) return note_failure("status " + std::to_string(response.status));
  auto const changes = decode_changes(response.body);
  if (!changes) return note_failure("an answer that cannot be read");
  note_answer(*changes);
  if (asked_missing_) {
    parts_.mirror.take_missing(*changes);
    return;
  }
  parts_.mirror.take(*changes);
  place_ = changes->place;
  more_ = changes->more;
}

void EdgeFeed::note_answer(Changes const& changes) {
  failures_in_a_row_ = 0;
  ask_at_ = TimePoint::min();
  auto const now = parts_.time.now();
  silent_at_ = now + limits::edge_silenced;
  if (std::exchange(failure_told_, std::nullopt)) log::info("changes_read_again");
  bool const reset = changes.reset && !asked_missing_;
  if (reset) log::info("changes_read_from_the_start", {{"run", changes.place.run}});
  std::lock_guard const lock{mutex_};
  ++figures_.answers;
  figures_.resets += reset ? 1U : 0U;
  figures_.last_answer = now;
}

void EdgeFeed::note_failure(std::string const& why) {
  auto const now = parts_.time.now();
  ask_at_ = now + pause_after(failures_in_a_row_, parts_.chance());
  ++failures_in_a_row_;
  if (!failure_told_ || now - *failure_told_ >= limits::repeated_log_spacing) {
    log::error("changes_not_read", {{"reason", why}, {"sends_messages", parts_.mirror.sends()}});
    failure_told_ = now;
  }
  std::lock_guard const lock{mutex_};
  ++figures_.failures;
}

bool EdgeFeed::in_step() const {
  if (!parts_.mirror.complete()) return false;
  std::lock_guard const lock{mutex_};
  return figures_.last_answer && parts_.time.now() - *figures_.last_answer < limits::edge_out_of_step;
}

EdgeFeedFigures EdgeFeed::figures() const {
  std::lock_guard const lock{mutex_};
  return figures_;
}

}  // namespace shipvote::service
