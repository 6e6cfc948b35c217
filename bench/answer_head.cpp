#include "bench/answer_head.h"

#include <charconv>

#include "foundation/text.h"

namespace shipvote::bench {
namespace {

char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_word(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (lower(left[at]) != lower(right[at])) return false;
  }
  return true;
}

template <class Number>
bool read_number(std::string_view text, Number& number) noexcept {
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

bool read_field(std::string_view line, AnswerHead& head) noexcept {
  // Content-Length, Connection and Transfer-Encoding are the only names that matter: look at their first letter first.
  if (char const first = lower(line.front()); first != 'c' && first != 't') return true;
  auto const colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  auto const name = line.substr(0, colon);
  auto const value = trimmed(line.substr(colon + 1));
  if (same_word(name, "content-length")) return read_number(value, head.body_bytes);
  if (same_word(name, "connection")) head.closes = same_word(value, "close");
  return !same_word(name, "transfer-encoding");
}

}  // namespace

HeadState read_head(std::string_view received, AnswerHead& head) noexcept {
  constexpr std::string_view version = "HTTP/1.1 ";
  auto const end = received.find("\r\n\r\n");
  if (end == std::string_view::npos) return HeadState::incomplete;
  head = AnswerHead{};
  head.head_bytes = end + 4;
  auto rest = received.substr(0, end + 2);
  if (!rest.starts_with(version) || !read_number(rest.substr(version.size(), 3), head.status)) {
    return HeadState::malformed;
  }
  rest.remove_prefix(rest.find("\r\n") + 2);
  while (!rest.empty()) {
    auto const line_end = rest.find("\r\n");
    if (line_end == 0 || !read_field(rest.substr(0, line_end), head)) return HeadState::malformed;
    rest.remove_prefix(line_end + 2);
  }
  return HeadState::complete;
}

}  // namespace shipvote::bench
