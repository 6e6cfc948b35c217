// The page for streaming programs: GET /obs/:channel/:key and the files it loads, GET /obs/:file. The page is the same
// for all; it takes channel and key from its own address and listens to GET /live/:channel/:key, where the key is
// checked. Its files are part of the program if the extension was built before it (build/extension/obs).
#pragma once

#include <optional>
#include <string_view>

#include "http/router.h"

namespace shipvote::web {

void add_obs_routes(http::Router& router);

// One file of the page; nothing when there is none of that name. The bytes are the program's own.
[[nodiscard]] std::optional<std::string_view> obs_file(std::string_view name) noexcept;

}  // namespace shipvote::web
