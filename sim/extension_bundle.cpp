#include "sim/extension_bundle.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>

#include "sim/page_files.h"

namespace shipvote::sim {
namespace {

namespace files = std::filesystem;

// FNV-1a: only to tell one state of a folder from another.
class Fingerprint {
 public:
  void add(std::string_view text) {
    for (char const letter : text) {
      value_ = (value_ ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
    }
  }
  [[nodiscard]] std::string text() const {
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value_));
    return {digits.data(), 12};
  }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

std::vector<files::path> files_of(std::string const& folder) {
  std::vector<files::path> found;
  std::error_code error;
  if (folder.empty()) return found;
  for (files::directory_iterator entry(folder, error); !error && entry != files::directory_iterator();
       entry.increment(error)) {
    if (entry->is_regular_file(error)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto place = text.find(what); place != std::string::npos; place = text.find(what, place + with.size())) {
    text.replace(place, what.size(), with);
  }
}

std::string joined(std::vector<std::string> const& parts, std::string_view ending) {
  std::string text;
  for (auto const& part : parts) text.append(" ").append(part).append(ending);
  return text;
}

}  // namespace

ExtensionBundle::ExtensionBundle(std::string folder, std::string web_url, std::string api_url)
    : folder_(std::move(folder)), web_url_(std::move(web_url)), api_url_(std::move(api_url)) {}

std::vector<std::string> ExtensionBundle::pages() const {
  std::vector<std::string> names;
  for (auto const& path : files_of(folder_)) {
    if (path.extension() == ".html") names.push_back(path.stem().string());
  }
  return names;
}

std::string ExtensionBundle::hash() const {
  Fingerprint fingerprint;
  for (auto const& path : files_of(folder_)) {
    std::error_code error;
    fingerprint.add(path.filename().string());
    fingerprint.add(std::to_string(files::file_size(path, error)));
    fingerprint.add(std::to_string(files::last_write_time(path, error).time_since_epoch().count()));
  }
  return fingerprint.text();
}

std::string ExtensionBundle::security_policy(std::vector<std::string> const& own_urls) const {
  // The bundle's own host has nothing but the bundle at Twitch; here calls are held to its path for the same effect.
  std::string const own = joined(own_urls, "/ext/");
  // The simulator's pictures stand for those of the declared host.
  return "default-src 'self'; block-all-mixed-content; img-src 'self' data: blob:" + joined(own_urls, "/images/") +
         "; media-src 'self' data: blob:; font-src 'self' https://fonts.googleapis.com https://fonts.gstatic.com"
         "; style-src 'self' 'unsafe-inline' https://fonts.googleapis.com; connect-src" +
         own + " https://api.twitch.tv " + web_url_ + " " + api_url_ + "; script-src 'self'; frame-ancestors 'self'";
}

std::optional<ServedFile> ExtensionBundle::file(std::string_view name) const {
  if (folder_.empty() || !is_plain_file_name(name)) return std::nullopt;
  auto const type = content_type_of(name);
  if (name == "backend.js") {
    boost::json::object const backend{{"web", web_url_}, {"api", api_url_}};
    return ServedFile{"window.shipvoteBackend = " + boost::json::serialize(backend) + ";\n", type};
  }
  auto text = read_whole_file(folder_ + "/" + std::string(name));
  if (!text) return std::nullopt;
  if (name.ends_with(".html")) replace_all(*text, helper_url, rig_helper_path);
  return ServedFile{std::move(*text), type};
}

}  // namespace shipvote::sim
