// Base64 in the two alphabets of RFC 4648, strict: what is decoded has exactly one way to be written.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shipvote {

// Standard alphabet ("+/") with padding.
[[nodiscard]] std::string base64_encoded(std::string_view bytes);
// Standard alphabet; padding complete or left out. Nothing for other characters, wrong padding or stray bits at the
// end.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

// URL-safe alphabet ("-_") without padding, as JSON Web Tokens use it.
[[nodiscard]] std::string base64url_encoded(std::string_view bytes);
// As above into a buffer of the caller, without allocating: how many bytes were written. Nothing when the text is
// malformed or does not fit.
[[nodiscard]] std::optional<std::size_t> base64url_decode(std::string_view text, std::span<char> out) noexcept;

}  // namespace shipvote
