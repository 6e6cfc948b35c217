#include "store/sqlite_connection.h"

#include <sqlite3.h>

#include <utility>

namespace shipvote::store {
namespace {

constexpr int busy_milliseconds = 2'000;  // another process (a shell, a copy) may hold the database for a moment

int primary(int code) { return code & 0xFF; }

}  // namespace

bool SqliteFailure::concerns_statement_only() const noexcept {
  int const kind = primary(code_);
  return kind == SQLITE_ERROR || kind == SQLITE_CONSTRAINT || kind == SQLITE_MISMATCH || kind == SQLITE_TOOBIG ||
         kind == SQLITE_RANGE || kind == SQLITE_MISUSE;
}

bool SqliteFailure::survivable() const noexcept {
  int const kind = primary(code_);
  return kind == SQLITE_FULL || kind == SQLITE_BUSY || kind == SQLITE_LOCKED || kind == SQLITE_NOMEM ||
         kind == SQLITE_INTERRUPT;
}

SqliteFailure failure_of(sqlite3* database, int code, std::string_view doing) {
  int const extended = database != nullptr ? sqlite3_extended_errcode(database) : code;
  // The connection's own text fits only while it speaks of the same failure.
  bool const same = database != nullptr && primary(extended) == primary(code);
  std::string reason = same ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  reason += " (SQLite " + std::to_string(same ? extended : code) + ")";
  return {same ? extended : code, std::string{doing}, reason};
}

void StatementEnd::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Query::Query(sqlite3_stmt* statement) : statement_(statement) {}

Query::Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::next() {
  int const code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) throw failure_of(sqlite3_db_handle(statement_), code, sqlite3_sql(statement_));
  return false;
}

void Query::run() {
  while (next()) {
  }
}

std::int64_t Query::integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }

std::optional<std::int64_t> Query::integer_or_none(int column) const noexcept {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Query::text(int column) const {
  auto const content = bytes(column);
  return {reinterpret_cast<char const*>(content.data()), content.size()};
}

std::span<std::byte const> Query::bytes(int column) const noexcept {
  auto const* content = static_cast<std::byte const*>(sqlite3_column_blob(statement_, column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return content == nullptr ? std::span<std::byte const>{} : std::span{content, size};
}

TimePoint Query::time(int column) const noexcept { return TimePoint{std::chrono::milliseconds{integer(column)}}; }

std::optional<TimePoint> Query::time_or_none(int column) const noexcept {
  auto const count = integer_or_none(column);
  if (!count) return std::nullopt;
  return TimePoint{std::chrono::milliseconds{*count}};
}

void Query::put_integer(int position, std::int64_t value) {
  int const code = sqlite3_bind_int64(statement_, position, value);
  if (code != SQLITE_OK) throw failure_of(sqlite3_db_handle(statement_), code, "binding a number");
}

void Query::put_nothing(int position) {
  int const code = sqlite3_bind_null(statement_, position);
  if (code != SQLITE_OK) throw failure_of(sqlite3_db_handle(statement_), code, "binding nothing");
}

void Query::put(int position, std::string_view value) {
  char const* const start = value.data() == nullptr ? "" : value.data();
  int const code =
      sqlite3_bind_text64(statement_, position, start, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);  // NOLINT
  if (code != SQLITE_OK) throw failure_of(sqlite3_db_handle(statement_), code, "binding a text");
}

void Query::put(int position, std::span<std::byte const> value) {
  static constexpr std::byte none{};
  void const* const start = value.empty() ? &none : value.data();
  int const code = sqlite3_bind_blob64(statement_, position, start, value.size(), SQLITE_TRANSIENT);  // NOLINT
  if (code != SQLITE_OK) throw failure_of(sqlite3_db_handle(statement_), code, "binding bytes");
}

Connection::Connection(std::string const& file, Access access, std::string const& vfs) {
  // One thread at a time uses a connection, so SQLite's own mutexes would only cost.
  int const flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  int const code = sqlite3_open_v2(file.c_str(), &database_, flags, vfs.empty() ? nullptr : vfs.c_str());
  try {
    if (code != SQLITE_OK) throw failure_of(database_, code, "opening " + file);
    sqlite3_busy_timeout(database_, busy_milliseconds);
    execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;");
    (void)number("SELECT count(*) FROM sqlite_schema");  // reads the file's head: is it a database at all?
  } catch (...) {
    sqlite3_close_v2(database_);
    throw;
  }
}

Connection::~Connection() {
  kept_.clear();
  sqlite3_close_v2(database_);
}

void Connection::execute(std::string const& sql) {
  int const code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw failure_of(database_, code, sql.substr(0, 80));
}

Statement Connection::prepare(std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  int const code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &made, nullptr);
  if (code != SQLITE_OK) throw failure_of(database_, code, sql);
  return Statement{made};
}

Query Connection::query(std::string_view sql) {
  auto& statement = kept_[sql];
  if (!statement) statement = prepare(sql);
  return Query{statement.get()};
}

std::int64_t Connection::number(std::string const& sql) {
  auto const statement = prepare(sql);
  Query query{statement.get()};
  if (!query.next()) throw failure_of(database_, SQLITE_NOTFOUND, sql);
  return query.integer(0);
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(database_) == 0; }

std::int64_t Connection::rows_changed() const noexcept { return sqlite3_changes64(database_); }

void Connection::leave_log_when_closing() noexcept {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

ReadingMoment::ReadingMoment(Connection& connection) : connection_(connection) {
  connection_.query("BEGIN").run();
  try {
    (void)connection_.query("SELECT value FROM meta LIMIT 1").next();  // the first read is what fixes the moment
  } catch (...) {
    connection_.query("ROLLBACK").run();
    throw;
  }
}

ReadingMoment::~ReadingMoment() {
  try {
    if (connection_.in_transaction()) connection_.query("ROLLBACK").run();
  } catch (StoreFailure const&) {  // NOLINT: nothing was written; the pool looks at in_transaction() before a next use
  }
}

}  // namespace shipvote::store
