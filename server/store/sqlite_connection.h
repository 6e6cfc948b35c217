// One connection to an SQLite database, and queries on it, as values that clean up after themselves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "foundation/time.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace shipvote::store {

// A failure that SQLite reported. `code` is its extended result code.
class SqliteFailure : public StoreFailure {
 public:
  SqliteFailure(int code, std::string const& doing, std::string const& reason)
      : StoreFailure(doing + ": " + reason), code_(code) {}

  // The statement was refused by a rule of the schema or by its own text; the disk is well and the transaction lives.
  [[nodiscard]] bool concerns_statement_only() const noexcept;
  // No space, or locked by another process: a later transaction may well succeed.
  [[nodiscard]] bool survivable() const noexcept;
  [[nodiscard]] int code() const noexcept { return code_; }

 private:
  int code_;
};

// What to throw after `code` came back; the database (may be null) gives the words.
[[nodiscard]] SqliteFailure failure_of(sqlite3* database, int code, std::string_view doing);

struct StatementEnd {
  void operator()(sqlite3_stmt* statement) const noexcept;
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementEnd>;

// One run of a prepared statement: bind, step through the rows, read columns (from 0). Ends the run when destroyed.
// Texts and bytes are copied when bound; those read are valid until the next step.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement);
  ~Query();
  Query(Query&& other) noexcept;
  Query(Query const&) = delete;
  Query& operator=(Query const&) = delete;
  Query& operator=(Query&&) = delete;

  // Binds all parameters in order, from the first. Takes integers, bool, texts, bytes, times, ids, and optionals.
  template <class... Values>
  Query& bind(Values const&... values) {
    int position = 0;
    (put(++position, values), ...);
    return *this;
  }
  [[nodiscard]] bool next();  // true: a row can be read
  void run();                 // steps to the end

  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  [[nodiscard]] std::optional<std::int64_t> integer_or_none(int column) const noexcept;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::span<std::byte const> bytes(int column) const noexcept;
  [[nodiscard]] TimePoint time(int column) const noexcept;
  [[nodiscard]] std::optional<TimePoint> time_or_none(int column) const noexcept;
  template <class AnyId>
  [[nodiscard]] AnyId id(int column) const noexcept {
    return AnyId{static_cast<typename AnyId::number_type>(integer(column))};
  }

 private:
  void put_integer(int position, std::int64_t value);
  void put_nothing(int position);
  void put(int position, std::int64_t value) { put_integer(position, value); }
  void put(int position, std::uint64_t value) { put_integer(position, static_cast<std::int64_t>(value)); }
  void put(int position, std::uint32_t value) { put_integer(position, value); }
  void put(int position, int value) { put_integer(position, value); }
  void put(int position, bool value) { put_integer(position, value ? 1 : 0); }
  void put(int position, TimePoint value) { put_integer(position, value.time_since_epoch().count()); }
  void put(int position, std::string_view value);
  void put(int position, std::string const& value) { put(position, std::string_view{value}); }
  void put(int position, std::span<std::byte const> value);
  template <class Tag, class Number, Number largest>
  void put(int position, Id<Tag, Number, largest> value) {
    put_integer(position, static_cast<std::int64_t>(value.value));
  }
  template <class Value>
  void put(int position, std::optional<Value> const& value) {
    value ? put(position, *value) : put_nothing(position);
  }

  sqlite3_stmt* statement_;
};

enum class Access { read_write_create, read_only };

// Used by one thread at a time.
class Connection {
 public:
  // Throws SqliteFailure when the file cannot be opened or is no database.
  Connection(std::string const& file, Access access, std::string const& vfs);
  ~Connection();
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  void execute(std::string const& sql);  // one or more statements whose rows do not matter
  [[nodiscard]] Statement prepare(std::string_view sql);
  [[nodiscard]] Query query(std::string_view sql);            // prepared once and kept; `sql` outlives this
  [[nodiscard]] std::int64_t number(std::string const& sql);  // the first column of the only row

  [[nodiscard]] bool in_transaction() const noexcept;
  [[nodiscard]] std::int64_t rows_changed() const noexcept;  // by the last statement
  // After this, closing leaves the write-ahead log alone instead of bringing it into the database file.
  void leave_log_when_closing() noexcept;
  [[nodiscard]] sqlite3* raw() const noexcept { return database_; }

 private:
  sqlite3* database_ = nullptr;
  std::map<std::string_view, Statement> kept_;
};

// Reads of one moment: begins a transaction that sees no later commit, and ends it when destroyed.
class ReadingMoment {
 public:
  explicit ReadingMoment(Connection& connection);
  ~ReadingMoment();
  ReadingMoment(ReadingMoment const&) = delete;
  ReadingMoment& operator=(ReadingMoment const&) = delete;
  ReadingMoment(ReadingMoment&&) = delete;
  ReadingMoment& operator=(ReadingMoment&&) = delete;

 private:
  Connection& connection_;
};

}  // namespace shipvote::store
