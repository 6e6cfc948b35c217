#include "ops/setting_values.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "foundation/base64.h"

namespace shipvote::ops {
namespace {

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

// A host name, an IPv4 address or an IPv6 address in brackets, perhaps with ":port".
bool is_authority(std::string_view text) {
  constexpr std::size_t longest = 300;
  if (text.empty() || text.size() > longest) return false;
  std::string_view host = text;
  std::string_view after;
  if (text.front() == '[') {
    auto const end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    after = text.substr(end + 1);
    if (!is_address(std::string{host}) || host.find(':') == std::string_view::npos) return false;
  } else {
    auto const colon = text.find(':');
    host = text.substr(0, colon);
    if (colon != std::string_view::npos) after = text.substr(colon);
    bool const good = !host.empty() && std::all_of(host.begin(), host.end(), [](char character) {
      return is_alphanumeric(character) || character == '-' || character == '.' || character == '_';
    });
    if (!good) return false;
  }
  if (after.empty()) return true;
  return after.front() == ':' && parse_count(after.substr(1), 1, 65'535).has_value();
}

// What follows "http://" or "https://".
std::optional<std::string_view> after_scheme(std::string_view text) {
  for (std::string_view const scheme : {"https://", "http://"}) {
    if (text.starts_with(scheme)) return text.substr(scheme.size());
  }
  return std::nullopt;
}

}  // namespace

std::optional<bool> parse_switch(std::string_view text) {
  if (text == "on" || text == "true" || text == "yes") return true;
  if (text == "off" || text == "false" || text == "no") return false;
  return std::nullopt;
}

std::optional<std::size_t> parse_count(std::string_view text, std::size_t least, std::size_t most) {
  std::size_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number < least || number > most) return std::nullopt;
  return number;
}

std::optional<log::Level> parse_level(std::string_view text) {
  if (text == "debug") return log::Level::debug;
  if (text == "info") return log::Level::info;
  if (text == "warning") return log::Level::warning;
  if (text == "error") return log::Level::error;
  return std::nullopt;
}

bool is_address(std::string const& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

std::optional<std::string> parse_base_url(std::string_view text) {
  constexpr std::size_t longest = 500;
  if (!is_printable(text, longest) || text.find_first_of("?#@\"\\<>") != std::string_view::npos) return std::nullopt;
  while (text.ends_with('/')) text.remove_suffix(1);
  auto const rest = after_scheme(text);
  if (!rest || !is_authority(rest->substr(0, rest->find('/')))) return std::nullopt;
  return std::string{text};
}

bool is_origin(std::string_view text) {
  if (text == "*") return true;
  auto const rest = after_scheme(text);
  return rest && is_authority(*rest);
}

bool is_word(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), is_alphanumeric);
}

bool is_printable(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char character) { return character >= '!' && character <= '~'; });
}

bool is_secret(std::string_view text) {
  constexpr std::size_t longest = 256;
  if (text.size() > longest) return false;
  auto const bytes = base64_decoded(text);
  return bytes && bytes->size() >= 16 && bytes->size() <= 128;
}

}  // namespace shipvote::ops
