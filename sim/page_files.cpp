#include "sim/page_files.h"

// The assembler puts each file's bytes between two labels, so that the files stay what they are and no generator runs.
#define SHIPVOTE_EMBED(name, file)                       \
  asm(".section .rodata\n"                               \
      ".global shipvote_page_" #name                     \
      "\n"                                               \
      "shipvote_page_" #name                             \
      ":\n"                                              \
      ".incbin \"" SHIPVOTE_SOURCE_DIR "/sim/page/" file \
      "\"\n"                                             \
      ".global shipvote_page_" #name                     \
      "_end\n"                                           \
      "shipvote_page_" #name                             \
      "_end:\n"                                          \
      ".byte 0\n"                                        \
      ".previous\n");                                    \
  extern "C" char const shipvote_page_##name[];          \
  extern "C" char const shipvote_page_##name##_end[];

SHIPVOTE_EMBED(html, "index.html")
SHIPVOTE_EMBED(css, "page.css")
SHIPVOTE_EMBED(js, "page.js")
SHIPVOTE_EMBED(knobs, "knobs.js")

namespace shipvote::sim {
namespace {

std::string_view between(char const* begin, char const* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::string_view page_html() noexcept { return between(shipvote_page_html, shipvote_page_html_end); }
std::string_view page_css() noexcept { return between(shipvote_page_css, shipvote_page_css_end); }
std::string_view page_js() noexcept { return between(shipvote_page_js, shipvote_page_js_end); }
std::string_view knobs_js() noexcept { return between(shipvote_page_knobs, shipvote_page_knobs_end); }

}  // namespace shipvote::sim
