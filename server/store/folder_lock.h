// One process at a time owns a data folder.
#pragma once

#include <string>

#include "foundation/outcome.h"

namespace shipvote::store {

// Holds an advisory lock on `<folder>/shipvote.lock` until destroyed; the system drops it when the process dies,
// however it dies. The file holds the owner's process id and stays behind: only the lock counts.
class FolderLock {
 public:
  // Refused with `conflict`, naming the folder and the owner's process id, while another holds it.
  [[nodiscard]] static Outcome<FolderLock> take(std::string const& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  FolderLock(FolderLock const&) = delete;
  FolderLock& operator=(FolderLock const&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) noexcept : file_(file) {}
  int file_;
};

}  // namespace shipvote::store
