#include "bench/setting.h"

#include <cstdio>

namespace shipvote::bench {

std::filesystem::path fresh_folder(Setting const& setting, std::string const& name) {
  auto folder = setting.folder / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::filesystem::path copy_of(Setting const& setting, std::string const& from, std::string const& to) {
  auto folder = fresh_folder(setting, to);
  std::filesystem::copy(setting.folder / from, folder, std::filesystem::copy_options::recursive);
  return folder;
}

void say(std::string const& what) { std::fprintf(stderr, "bench: %s\n", what.c_str()); }

}  // namespace shipvote::bench
