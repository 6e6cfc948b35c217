// A disk for tests that fails when told to: an SQLite VFS that does everything through the usual one.
#pragma once

#include <string>

namespace shipvote::store::testing {

enum class DiskCall { write, sync };
enum class DiskFault { input_output, full };

// One at a time in a process. Registered while it lives; connections opened with its name must be closed before.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(FaultyDisk const&) = delete;
  FaultyDisk& operator=(FaultyDisk const&) = delete;
  FaultyDisk(FaultyDisk&&) = delete;
  FaultyDisk& operator=(FaultyDisk&&) = delete;

  [[nodiscard]] static std::string name();
  // The nth such call from now (1: the very next) and every one after it fails, until healed. Only files whose name
  // ends with `file_end` count ("" for all).
  void fail(DiskCall call, DiskFault fault, int nth = 1, std::string file_end = {});
  void heal();
  [[nodiscard]] int failures() const;  // calls that were failed so far
};

}  // namespace shipvote::store::testing
