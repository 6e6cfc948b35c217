// The simulator's pages, embedded into the program: the files of sim/page/, and the extension's design tokens, so that
// both look alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shipvote::sim {

// Nothing when there is no such file. With `folder` set, files that lie there are taken instead of the embedded ones:
// for whoever works on the pages.
[[nodiscard]] std::optional<std::string> page_file(std::string_view name, std::string const& folder = {});

// "text/html; charset=utf-8" and the like, by the ending. Static text.
[[nodiscard]] std::string_view content_type_of(std::string_view name) noexcept;

// A name without folders, of the kind that builds make: letters, digits, "-", "_" and ".", not beginning with ".".
[[nodiscard]] bool is_plain_file_name(std::string_view name) noexcept;

// The whole of a regular file of at most 4 MiB; nothing when it is not there or larger.
[[nodiscard]] std::optional<std::string> read_whole_file(std::string const& path);

}  // namespace shipvote::sim
