#include "sim/page_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

// The assembler puts each file's bytes between two labels, so that the files stay what they are and no generator runs.
#define SHIPVOTE_EMBED(name, file)              \
  asm(".section .rodata\n"                      \
      ".global shipvote_page_" #name            \
      "\n"                                      \
      "shipvote_page_" #name                    \
      ":\n"                                     \
      ".incbin \"" SHIPVOTE_SOURCE_DIR "/" file \
      "\"\n"                                    \
      ".global shipvote_page_" #name            \
      "_end\n"                                  \
      "shipvote_page_" #name                    \
      "_end:\n"                                 \
      ".byte 0\n"                               \
      ".previous\n");                           \
  extern "C" char const shipvote_page_##name[]; \
  extern "C" char const shipvote_page_##name##_end[];

SHIPVOTE_EMBED(tokens_css, "extension/src/design/tokens.css")
SHIPVOTE_EMBED(rig_html, "sim/page/rig.html")
SHIPVOTE_EMBED(rig_css, "sim/page/rig.css")
SHIPVOTE_EMBED(rig_player_css, "sim/page/rig_player.css")
SHIPVOTE_EMBED(rig_knobs_css, "sim/page/rig_knobs.css")
SHIPVOTE_EMBED(rig_views_css, "sim/page/rig_views.css")
SHIPVOTE_EMBED(rig_js, "sim/page/rig.js")
SHIPVOTE_EMBED(rig_calls_js, "sim/page/rig_calls.js")
SHIPVOTE_EMBED(rig_context_js, "sim/page/rig_context.js")
SHIPVOTE_EMBED(rig_demo_js, "sim/page/rig_demo.js")
SHIPVOTE_EMBED(rig_knobs_js, "sim/page/rig_knobs.js")
SHIPVOTE_EMBED(rig_sea_js, "sim/page/rig_sea.js")
SHIPVOTE_EMBED(rig_view_js, "sim/page/rig_view.js")
SHIPVOTE_EMBED(twitch_ext_js, "sim/page/twitch_ext.js")
SHIPVOTE_EMBED(instruments_html, "sim/page/instruments.html")
SHIPVOTE_EMBED(instruments_css, "sim/page/instruments.css")
SHIPVOTE_EMBED(instruments_js, "sim/page/instruments.js")
SHIPVOTE_EMBED(instruments_knobs_js, "sim/page/instruments_knobs.js")

namespace shipvote::sim {
namespace {

struct Embedded {
  std::string_view name;
  char const* begin;
  char const* end;
};

std::array const embedded_files = {
    Embedded{"tokens.css", shipvote_page_tokens_css, shipvote_page_tokens_css_end},
    Embedded{"rig.html", shipvote_page_rig_html, shipvote_page_rig_html_end},
    Embedded{"rig.css", shipvote_page_rig_css, shipvote_page_rig_css_end},
    Embedded{"rig_player.css", shipvote_page_rig_player_css, shipvote_page_rig_player_css_end},
    Embedded{"rig_knobs.css", shipvote_page_rig_knobs_css, shipvote_page_rig_knobs_css_end},
    Embedded{"rig_views.css", shipvote_page_rig_views_css, shipvote_page_rig_views_css_end},
    Embedded{"rig.js", shipvote_page_rig_js, shipvote_page_rig_js_end},
    Embedded{"rig_calls.js", shipvote_page_rig_calls_js, shipvote_page_rig_calls_js_end},
    Embedded{"rig_context.js", shipvote_page_rig_context_js, shipvote_page_rig_context_js_end},
    Embedded{"rig_demo.js", shipvote_page_rig_demo_js, shipvote_page_rig_demo_js_end},
    Embedded{"rig_knobs.js", shipvote_page_rig_knobs_js, shipvote_page_rig_knobs_js_end},
    Embedded{"rig_sea.js", shipvote_page_rig_sea_js, shipvote_page_rig_sea_js_end},
    Embedded{"rig_view.js", shipvote_page_rig_view_js, shipvote_page_rig_view_js_end},
    Embedded{"twitch_ext.js", shipvote_page_twitch_ext_js, shipvote_page_twitch_ext_js_end},
    Embedded{"instruments.html", shipvote_page_instruments_html, shipvote_page_instruments_html_end},
    Embedded{"instruments.css", shipvote_page_instruments_css, shipvote_page_instruments_css_end},
    Embedded{"instruments.js", shipvote_page_instruments_js, shipvote_page_instruments_js_end},
    Embedded{"instruments_knobs.js", shipvote_page_instruments_knobs_js, shipvote_page_instruments_knobs_js_end},
};

constexpr std::uintmax_t most_file_bytes = std::uintmax_t{4} * 1024 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".woff2", "font/woff2"},
}};

}  // namespace

std::optional<std::string> page_file(std::string_view name, std::string const& folder) {
  if (!is_plain_file_name(name)) return std::nullopt;
  if (!folder.empty()) {
    if (auto file = read_whole_file(folder + "/" + std::string(name))) return file;
  }
  auto const* const found = std::find_if(embedded_files.begin(), embedded_files.end(),
                                         [&](Embedded const& file) { return file.name == name; });
  if (found == embedded_files.end()) return std::nullopt;
  return std::string(found->begin, found->end);
}

std::string_view content_type_of(std::string_view name) noexcept {
  for (auto const& [ending, type] : types) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

bool is_plain_file_name(std::string_view name) noexcept {
  constexpr std::size_t longest = 100;
  if (name.empty() || name.size() > longest || name.front() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_' || letter == '.';
  });
}

std::optional<std::string> read_whole_file(std::string const& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error) || error) return std::nullopt;
  auto const bytes = std::filesystem::file_size(path, error);
  if (error || bytes > most_file_bytes) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(bytes), '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(text.size()))) return std::nullopt;
  return text;
}

}  // namespace shipvote::sim
