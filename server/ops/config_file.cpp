#include "ops/config_file.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "foundation/limits.h"

namespace shipvote::ops {
namespace {

Refusal refused(std::string const& why) { return {RefusalCode::invalid_settings, why}; }

}  // namespace

Outcome<std::vector<ConfigEntry>> read_config_file(std::string const& path) {
  errno = 0;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return refused("it is a folder");
  std::ifstream file{path, std::ios::binary};
  if (!file) return refused("it cannot be opened: " + std::generic_category().message(errno));
  std::string content(limits::settings_file_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.bad()) return refused("it cannot be read");
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > limits::settings_file_bytes) return refused("it is larger than 64 KiB");

  std::vector<ConfigEntry> entries;
  try {
    std::istringstream text{content};
    for (CLI::ConfigItem& item : CLI::ConfigTOML{}.from_config(text)) {
      if (item.name == "++" || item.name == "--") continue;  // where sections begin and end
      ConfigEntry entry;
      for (std::string const& parent : item.parents) entry.name += parent + ".";
      entry.name += item.name;
      entry.values = std::move(item.inputs);
      entries.push_back(std::move(entry));
    }
  } catch (CLI::Error const&) {
    return refused("it is not a file of sections, keys and values");
  }
  return entries;
}

}  // namespace shipvote::ops
