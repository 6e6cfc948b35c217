#include "ops/secrets_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "foundation/limits.h"
#include "foundation/text.h"

namespace shipvote::ops {
namespace {

Refusal unreadable(std::string const& why) { return {RefusalCode::invalid_settings, why}; }

}  // namespace

Outcome<std::vector<std::string>> read_secrets_file(std::string const& path) {
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  if (!file) return unreadable("the file cannot be opened: " + std::generic_category().message(errno));
  std::string content(limits::settings_file_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.bad()) return unreadable("the file cannot be read");
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > limits::settings_file_bytes) return unreadable("the file is larger than 64 KiB");

  std::vector<std::string> secrets;
  for (std::size_t start = 0; start < content.size();) {
    auto const end = std::min(content.find('\n', start), content.size());
    auto const line = trimmed(std::string_view{content}.substr(start, end - start));
    if (!line.empty() && line.front() != '#') secrets.emplace_back(line);
    start = end + 1;
  }
  if (secrets.empty()) return unreadable("the file has no secret in it");
  return secrets;
}

}  // namespace shipvote::ops
