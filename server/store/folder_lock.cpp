#include "store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace shipvote::store {
namespace {

std::string owner_of(int file) {
  std::array<char, 24> text{};
  ssize_t const length = ::pread(file, text.data(), text.size() - 1, 0);
  std::string owner;
  for (ssize_t index = 0; index < length && text.at(static_cast<std::size_t>(index)) != '\n'; ++index) {
    owner.push_back(text.at(static_cast<std::size_t>(index)));
  }
  return owner.empty() ? "unknown" : owner;
}

bool write_owner(int file) {
  std::string const text = std::to_string(::getpid()) + "\n";
  return ::ftruncate(file, 0) == 0 && ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

}  // namespace

Outcome<FolderLock> FolderLock::take(std::string const& folder) {
  std::string const path = folder + "/shipvote.lock";
  int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) {
    return Refusal{RefusalCode::storage_failed,
                   "The data folder " + folder + " cannot be used: opening " + path + ": " + std::strerror(errno)};
  }
  FolderLock lock{file};
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return Refusal{RefusalCode::storage_failed,
                     "The data folder " + folder + " cannot be locked: " + std::strerror(errno)};
    }
    return Refusal{RefusalCode::conflict, "The data folder " + folder + " is in use by another process (process id " +
                                              owner_of(file) +
                                              "). Stop that one first, or give this one a folder of its own."};
  }
  if (!write_owner(file)) {
    return Refusal{RefusalCode::storage_failed,
                   "The data folder " + folder + " cannot be used: writing " + path + ": " + std::strerror(errno)};
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace shipvote::store
