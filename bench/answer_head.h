// As much of an HTTP/1.1 answer's head as a client needs that knows what it asked for.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace shipvote::bench {

struct AnswerHead {
  int status = 0;
  std::size_t head_bytes = 0;  // status line, fields and the empty line
  std::size_t body_bytes = 0;  // Content-Length; zero when there is none
  bool closes = false;         // Connection: close
};

enum class HeadState { incomplete, complete, malformed };

// Reads the head at the start of `received`. Malformed: no HTTP/1.1 status line, a Content-Length that is no number, or
// a Transfer-Encoding (no server measured here needs one).
[[nodiscard]] HeadState read_head(std::string_view received, AnswerHead& head) noexcept;

}  // namespace shipvote::bench
