// Reading single values of settings from text. Nothing is returned for what is not allowed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/log.h"

namespace shipvote::ops {

// "on", "true", "yes" or "off", "false", "no".
[[nodiscard]] std::optional<bool> parse_switch(std::string_view text);
// Decimal digits, within the bounds.
[[nodiscard]] std::optional<std::size_t> parse_count(std::string_view text, std::size_t least, std::size_t most);
[[nodiscard]] std::optional<log::Level> parse_level(std::string_view text);
// A numeric IPv4 or IPv6 address.
[[nodiscard]] bool is_address(std::string const& text);
// "http://" or "https://", a host, perhaps a port and a path; no user, query or fragment. Slashes at the end are taken
// off.
[[nodiscard]] std::optional<std::string> parse_base_url(std::string_view text);
// "*", or scheme, host and perhaps a port, as browsers send it.
[[nodiscard]] bool is_origin(std::string_view text);
// Letters and digits only, 1 to `most`.
[[nodiscard]] bool is_word(std::string_view text, std::size_t most);
// Printable ASCII without spaces, 1 to `most`.
[[nodiscard]] bool is_printable(std::string_view text, std::size_t most);
// Standard base64 of 16 to 128 bytes.
[[nodiscard]] bool is_secret(std::string_view text);

}  // namespace shipvote::ops
