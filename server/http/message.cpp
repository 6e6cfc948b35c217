#include "http/message.h"

namespace shipvote::http {

namespace {

[[nodiscard]] int hex_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

[[nodiscard]] std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+') {
      plain.push_back(' ');
    } else if (text[at] != '%') {
      plain.push_back(text[at]);
    } else {
      if (text.size() - at < 3) return std::nullopt;
      int const high = hex_value(text[at + 1]);
      int const low = hex_value(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      plain.push_back(static_cast<char>(high * 16 + low));
      at += 2;
    }
  }
  return plain;
}

}  // namespace

std::string_view method_text(Method method) noexcept {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::delete_: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
  }
  return "OTHER";
}

std::string loggable_path(std::string_view path) {
  constexpr std::size_t longest_segment = 20;  // the digits of a 64-bit number
  constexpr std::size_t longest_path = 200;
  std::string text;
  while (!path.empty() && text.size() < longest_path) {
    std::size_t const slash = path.find('/');
    std::string_view const segment = path.substr(0, slash);
    text.append(segment.size() > longest_segment ? "…" : segment);
    if (slash != std::string_view::npos) text.push_back('/');
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
  }
  return text;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query, std::size_t most) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    std::string_view const piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(piece.size() + 1, query.size()));
    if (piece.empty()) continue;
    if (pairs.size() == most) return std::nullopt;
    std::size_t const equals = piece.find('=');
    auto name = decoded(piece.substr(0, equals));
    auto value = decoded(equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

}  // namespace shipvote::http
