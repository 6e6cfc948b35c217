// A few connections for reading, lent one at a time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/sqlite_connection.h"

namespace shipvote::store {

// At most limits::reading_connections, opened when first needed. Any thread.
class ReadingPool {
 public:
  ReadingPool(std::string file, std::string vfs) : file_(std::move(file)), vfs_(std::move(vfs)) {}

  // A connection on loan; goes back when destroyed.
  class Loan {
   public:
    Loan(ReadingPool& pool, std::unique_ptr<Connection> connection);
    ~Loan();
    Loan(Loan const&) = delete;
    Loan& operator=(Loan const&) = delete;
    Loan(Loan&&) = delete;
    Loan& operator=(Loan&&) = delete;
    [[nodiscard]] Connection& operator*() const noexcept { return *connection_; }

   private:
    ReadingPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Waits at most limits::read_timeout for one to become free. Throws StoreFailure.
  [[nodiscard]] Loan lend();

 private:
  void take_back(std::unique_ptr<Connection> connection) noexcept;

  std::string file_;
  std::string vfs_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;
  std::size_t lent_ = 0;
};

}  // namespace shipvote::store
