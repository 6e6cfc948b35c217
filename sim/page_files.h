// The simulator's page, embedded into the program: the files of sim/page/.
#pragma once

#include <string_view>

namespace shipvote::sim {

[[nodiscard]] std::string_view page_html() noexcept;
[[nodiscard]] std::string_view page_css() noexcept;
[[nodiscard]] std::string_view page_js() noexcept;
[[nodiscard]] std::string_view knobs_js() noexcept;

}  // namespace shipvote::sim
