#include "store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>  // NOLINT: renameat2
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "store/store.h"

namespace shipvote::store {
namespace {

constexpr int pages_per_step = 256;

class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) { remove(); }
  ~TemporaryFile() { remove(); }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  TemporaryFile(TemporaryFile&&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  [[nodiscard]] std::string text() const { return path_.string(); }

 private:
  void remove() const noexcept {
    std::error_code ignored;
    for (char const* const end : {"", "-journal", "-wal", "-shm"}) {
      std::filesystem::remove(path_.string() + end, ignored);
    }
  }
  std::filesystem::path path_;
};

[[noreturn]] void throw_errno(std::string const& doing) { throw StoreFailure(doing + ": " + std::strerror(errno)); }

void bring_to_disk(std::string const& path) {
  int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw_errno("opening " + path);
  bool const synced = ::fsync(file) == 0;
  int const reason = errno;
  ::close(file);
  errno = reason;
  if (!synced) throw_errno("bringing " + path + " to the disk");
}

void refuse_existing(std::string const& target) {
  for (char const* const end : {"", "-journal", "-wal", "-shm"}) {
    std::error_code ignored;
    auto const found = std::filesystem::symlink_status(target + end, ignored);
    if (found.type() == std::filesystem::file_type::not_found) continue;
    throw StoreFailure("the backup would overwrite " + target + end + "; name a file that does not exist");
  }
}

void copy_pages(Connection& source, Connection& copy) {
  ReadingMoment const moment{source};  // else every commit meanwhile would make the copy start anew
  auto* const backup = sqlite3_backup_init(copy.raw(), "main", source.raw(), "main");
  if (backup == nullptr) throw failure_of(copy.raw(), sqlite3_errcode(copy.raw()), "beginning the backup");
  int code = SQLITE_OK;
  while (code == SQLITE_OK) code = sqlite3_backup_step(backup, pages_per_step);
  sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE) throw failure_of(nullptr, code, "copying the database");
}

void name_it(std::string const& temporary, std::string const& target) {
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS) throw_errno("naming the backup " + target);
  // A file system that cannot promise not to replace: look once more, then rename.
  refuse_existing(target);
  if (::rename(temporary.c_str(), target.c_str()) != 0) throw_errno("naming the backup " + target);
}

}  // namespace

void back_up(Connection& source, std::string const& target) {
  refuse_existing(target);
  std::filesystem::path const path{target};
  auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  TemporaryFile const temporary{folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) + ".part")};
  {
    Connection copy{temporary.text(), Access::read_write_create, {}};
    // Nobody else sees the copy before it is complete and on the disk, so it needs no journal of its own.
    copy.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
    copy_pages(source, copy);
  }
  bring_to_disk(temporary.text());
  name_it(temporary.text(), target);
  bring_to_disk(folder.string());
}

}  // namespace shipvote::store
