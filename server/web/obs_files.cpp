// The files of the page for streaming programs, put into the program as they are. CMake lists them in obs_files.inc:
// one line SHIPVOTE_OBS_FILE(number, name, path) for each, and none when the page was not built.
#include <string_view>
#include <vector>

#include "web/obs_routes.h"

// The assembler puts each file's bytes between two labels.
#define SHIPVOTE_OBS_FILE(number, name, path)                                                           \
  asm(".section .rodata\n.global shipvote_obs_" #number "\nshipvote_obs_" #number ":\n.incbin \"" path  \
      "\"\n.global shipvote_obs_" #number "_end\nshipvote_obs_" #number "_end:\n.byte 0\n.previous\n"); \
  extern "C" char const shipvote_obs_##number[];                                                        \
  extern "C" char const shipvote_obs_##number##_end[];
#include "obs_files.inc"
#undef SHIPVOTE_OBS_FILE

namespace shipvote::web {
namespace {

struct EmbeddedFile {
  std::string_view name;
  char const* begin;
  char const* end;
};

std::vector<EmbeddedFile> const& files() {
  static std::vector<EmbeddedFile> const all = {
#define SHIPVOTE_OBS_FILE(number, name, path) {name, shipvote_obs_##number, shipvote_obs_##number##_end},
#include "obs_files.inc"
#undef SHIPVOTE_OBS_FILE
  };
  return all;
}

}  // namespace

std::optional<std::string_view> obs_file(std::string_view name) noexcept {
  for (auto const& file : files()) {
    if (file.name == name) return std::string_view(file.begin, static_cast<std::size_t>(file.end - file.begin));
  }
  return std::nullopt;
}

}  // namespace shipvote::web
