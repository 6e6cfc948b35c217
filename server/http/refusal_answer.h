// What the server answers by itself, before or instead of a handler.
#pragma once

#include <string>
#include <string_view>

namespace shipvote::http {

// `message` is plain text without quotes or backslashes.
struct RefusalAnswer {
  int status;
  std::string_view code;
  std::string_view message;
};

namespace refusals {
inline constexpr RefusalAnswer malformed{400, "invalid_request", "The request is malformed"};
inline constexpr RefusalAnswer host_missing{400, "invalid_request", "Exactly one Host header is needed"};
inline constexpr RefusalAnswer ambiguous_length{400, "invalid_request", "The length of the body is ambiguous"};
inline constexpr RefusalAnswer header_repeated{400, "invalid_request", "A header that may occur once occurs twice"};
inline constexpr RefusalAnswer not_found{404, "not_found", "Not found"};
inline constexpr RefusalAnswer method_not_allowed{405, "method_not_allowed", "Method not allowed"};
inline constexpr RefusalAnswer too_slow{408, "request_timeout", "The request took too long to arrive"};
inline constexpr RefusalAnswer body_too_large{413, "payload_too_large", "The body is too large"};
inline constexpr RefusalAnswer expectation{417, "invalid_request", "The expectation cannot be met"};
inline constexpr RefusalAnswer header_too_large{431, "header_too_large", "The header is too large"};
inline constexpr RefusalAnswer internal{500, "internal", "Internal error"};
inline constexpr RefusalAnswer coding_unknown{501, "not_implemented", "The transfer coding is not known"};
inline constexpr RefusalAnswer full{503, "overloaded", "Too many connections, try again later"};
inline constexpr RefusalAnswer gave_up{503, "overloaded", "The answer took too long, try again later"};
inline constexpr RefusalAnswer version{505, "invalid_request", "Only HTTP/1.0 and HTTP/1.1 are spoken here"};
}  // namespace refusals

// {"ok":false,"code":…,"message":…}
[[nodiscard]] std::string refusal_body(RefusalAnswer const& refusal);

// A whole answer with Connection: close, for where there is no request to answer to.
[[nodiscard]] std::string refusal_message(RefusalAnswer const& refusal);

}  // namespace shipvote::http
