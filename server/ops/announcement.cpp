#include "ops/announcement.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace shipvote::ops {

Outcome<void> announce(std::string const& file, Announcement const& announcement) {
  auto refused = [&](char const* what) {
    return Refusal{RefusalCode::internal,
                   "the announcement " + file + " cannot be " + what + ": " + std::generic_category().message(errno)};
  };
  std::string const beside = file + ".new";
  errno = 0;
  {
    std::ofstream out{beside, std::ios::binary | std::ios::trunc};
    for (auto const& [key, value] : announcement) out << key << '=' << value << '\n';
    out.close();
    if (!out) return refused("written");
  }
  if (std::rename(beside.c_str(), file.c_str()) != 0) return refused("moved into place");
  return {};
}

}  // namespace shipvote::ops
