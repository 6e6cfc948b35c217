// The extension's built views as Twitch would serve them: below a path of client id, version and hash, with its
// Content-Security-Policy, sandboxed by the page around. Facts: docs/platforms/twitch.md, "The helper",
// "Views and their addresses", "Content-Security-Policy".
//
// Two files are made while serving: a page's address of Twitch's helper becomes that of the rig's own helper, and
// `backend.js` names the servers of this machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shipvote::sim {

struct ServedFile {
  std::string content;
  std::string_view content_type;  // static text
};

// Reads the folder anew each time, so that what was built meanwhile is seen at the next reload. Any thread.
class ExtensionBundle {
 public:
  // `folder` empty: there is no extension. The URLs are those that views call.
  ExtensionBundle(std::string folder, std::string web_url, std::string api_url);

  // Names of the pages in it ("video_overlay", …), in order; empty when it is not built.
  [[nodiscard]] std::vector<std::string> pages() const;
  // 12 hexadecimal digits that change when a file does.
  [[nodiscard]] std::string hash() const;
  // `own_urls`: the origins under which the bundle is served.
  [[nodiscard]] std::string security_policy(std::vector<std::string> const& own_urls) const;
  [[nodiscard]] std::optional<ServedFile> file(std::string_view name) const;

 private:
  std::string folder_;
  std::string web_url_;
  std::string api_url_;
};

// Where every page of an extension must load the helper from, and where the rig has its own.
inline constexpr std::string_view helper_url = "https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js";
inline constexpr std::string_view rig_helper_path = "/rig/twitch_ext.js";

}  // namespace shipvote::sim
