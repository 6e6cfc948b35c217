#include "ops/config_file.h"

#include <toml++/toml.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "foundation/limits.h"

namespace shipvote::ops {
namespace {

Refusal refused(std::string const& why) { return {RefusalCode::invalid_settings, why}; }

// One value as text; nothing for what settings have no use for.
std::optional<std::string> text_of(toml::node const& node) {
  if (auto const* text = node.as_string()) {
    if (text->get().find('\0') != std::string::npos) return std::nullopt;
    return text->get();
  }
  if (auto const* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (auto const* number = node.as_integer()) return std::to_string(number->get());
  return std::nullopt;
}

// Adds what the table holds, with its own name before each key. Returns the name of a key whose value cannot be taken.
std::optional<std::string> flatten(toml::table const& table, std::string const& prefix,
                                   std::vector<ConfigEntry>& entries) {
  for (auto const& [key, node] : table) {
    std::string name = prefix + std::string{key.str()};
    if (auto const* inner = node.as_table()) {
      if (prefix.find('.') != std::string::npos) return name;  // settings have a section and a name
      if (auto wrong = flatten(*inner, name + ".", entries)) return wrong;
      continue;
    }
    ConfigEntry entry{std::move(name), {}};
    auto const* list = node.as_array();
    for (std::size_t index = 0; index < (list != nullptr ? list->size() : 1); ++index) {
      auto text = text_of(list != nullptr ? (*list)[index] : node);
      if (!text) return entry.name;
      entry.values.push_back(*std::move(text));
    }
    entries.push_back(std::move(entry));
  }
  return std::nullopt;
}

}  // namespace

Outcome<std::vector<ConfigEntry>> read_config_file(std::string const& path) {
  errno = 0;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return refused("it is a folder");
  std::ifstream file{path, std::ios::binary};
  if (!file) return refused("it cannot be opened: " + std::generic_category().message(errno));
  std::string content(limits::settings_file_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.bad()) return refused("it cannot be read");
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > limits::settings_file_bytes) return refused("it is larger than 64 KiB");

  std::vector<ConfigEntry> entries;
  try {
    if (auto const wrong = flatten(toml::parse(content), "", entries)) {
      return refused(*wrong + " has to be a text, a whole number, true or false, or a list of these");
    }
  } catch (toml::parse_error const& error) {
    // What the text quotes may be a secret.
    std::string_view const text = error.description();
    return refused("line " + std::to_string(error.source().begin.line) + ": " +
                   std::string{text.substr(0, text.find('\''))} + " (texts have to be in quotes)");
  }
  return entries;
}

}  // namespace shipvote::ops
