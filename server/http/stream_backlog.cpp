#include "http/stream_backlog.h"

#include <boost/asio/post.hpp>
#include <iterator>
#include <utility>

#include "foundation/limits.h"
#include "http/stream_connection.h"

namespace shipvote::http {

StreamBacklog::StreamBacklog(boost::asio::io_context& loop, std::weak_ptr<StreamConnection> connection)
    : loop_(&loop), connection_(std::move(connection)) {}

bool StreamBacklog::send(SharedBytes bytes) {
  std::lock_guard const lock(mutex_);
  if (closed()) return false;
  if (!bytes || bytes->empty()) return true;
  if (unsent_bytes_ + bytes->size() > limits::stream_backlog_bytes) {
    fell_behind_ = true;
    closed_.store(true, std::memory_order_release);
    wake();
    return false;
  }
  unsent_bytes_ += bytes->size();
  pending_.push_back(std::move(bytes));
  wake();
  return true;
}

void StreamBacklog::close() {
  std::lock_guard const lock(mutex_);
  if (closed_.exchange(true, std::memory_order_acq_rel)) return;
  wake();
}

// One post for all that is sent until it runs.
void StreamBacklog::wake() {
  if (woken_ || loop_ == nullptr) return;
  woken_ = true;
  boost::asio::post(*loop_, [weak = connection_] {
    if (auto const connection = weak.lock()) connection->flush();
  });
}

StreamBacklog::State StreamBacklog::take(std::vector<SharedBytes>& into) {
  std::lock_guard const lock(mutex_);
  woken_ = false;
  into.insert(into.end(), std::move_iterator(pending_.begin()), std::move_iterator(pending_.end()));
  pending_.clear();
  if (fell_behind_) return State::fell_behind;
  return closed() ? State::closing : State::open;
}

void StreamBacklog::written(std::size_t bytes) {
  std::lock_guard const lock(mutex_);
  unsent_bytes_ -= bytes;
}

void StreamBacklog::abandon() {
  std::lock_guard const lock(mutex_);
  closed_.store(true, std::memory_order_release);
  loop_ = nullptr;
  pending_.clear();
}

}  // namespace shipvote::http
