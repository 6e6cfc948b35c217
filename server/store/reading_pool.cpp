#include "store/reading_pool.h"

#include <utility>

#include "foundation/limits.h"

namespace shipvote::store {

ReadingPool::Loan::Loan(ReadingPool& pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

ReadingPool::Loan::~Loan() { pool_.take_back(std::move(connection_)); }

ReadingPool::Loan ReadingPool::lend() {
  {
    std::unique_lock guard{mutex_};
    bool const in_time =
        returned_.wait_for(guard, limits::read_timeout, [this] { return lent_ < limits::reading_connections; });
    if (!in_time) throw StoreFailure("no reading connection became free in time");
    ++lent_;
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return {*this, std::move(connection)};
    }
  }
  try {
    auto connection = std::make_unique<Connection>(file_, Access::read_only, vfs_);
    connection->leave_log_when_closing();
    return {*this, std::move(connection)};
  } catch (...) {
    take_back(nullptr);
    throw;
  }
}

void ReadingPool::take_back(std::unique_ptr<Connection> connection) noexcept {
  {
    std::lock_guard const guard{mutex_};
    --lent_;
    // One that is stuck in a transaction is of no use any more; a new one is opened in its place.
    if (connection && !connection->in_transaction()) free_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace shipvote::store
