#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <chrono>

#include "foundation/text.h"

namespace shipvote::http {

namespace {

using boost::beast::iequals;

void append_number(std::string& head, std::size_t number) {
  std::array<char, 20> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  head.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_line(std::string& head, std::string_view name_and_colon, std::string_view value) {
  head.append(name_and_colon).append(value).append("\r\n");
}

void append_status(std::string& head, int status) {
  if (status == 200) {
    head.append("HTTP/1.1 200 OK\r\n");
    return;
  }
  head.append("HTTP/1.1 ");
  append_number(head, static_cast<std::size_t>(status));
  auto const reason = obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  head.append(" ").append(reason.data(), reason.size()).append("\r\n");
}

void append_framing(std::string& head, HeadFacts const& facts) {
  switch (facts.framing) {
    case BodyFraming::length:
      head.append("Content-Length: ");
      append_number(head, facts.body_bytes);
      head.append("\r\n");
      break;
    case BodyFraming::chunked: head.append("Transfer-Encoding: chunked\r\n"); break;
    case BodyFraming::none:
    case BodyFraming::until_close: break;
  }
}

[[nodiscard]] bool token(std::string_view name) noexcept {
  constexpr std::string_view punctuation = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char letter) {
    bool const plain =
        (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
    return plain || punctuation.find(letter) != std::string_view::npos;
  });
}

[[nodiscard]] bool field_value(std::string_view value) noexcept {
  return std::all_of(value.begin(), value.end(), [](char letter) {
    auto const byte = static_cast<unsigned char>(letter);
    return byte == '\t' || (byte >= ' ' && byte != 127);
  });
}

// The connection's own affair.
[[nodiscard]] bool frames_message(std::string_view name) noexcept {
  return iequals(name, "Content-Length") || iequals(name, "Transfer-Encoding") || iequals(name, "Connection");
}

[[nodiscard]] std::string_view opaque_tag(std::string_view etag) noexcept {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return etag;
}

// Takes the first entity tag of a list; commas may stand inside the quotes. Empty at the end or at what is no tag.
[[nodiscard]] std::string_view take_etag(std::string_view& list) noexcept {
  while (!list.empty() && (list.front() == ',' || list.front() == ' ' || list.front() == '\t')) list.remove_prefix(1);
  std::size_t const opening = list.starts_with("W/") ? 2 : 0;
  if (list.size() <= opening || list[opening] != '"') return {};
  std::size_t const closing = list.find('"', opening + 1);
  if (closing == std::string_view::npos) return {};
  std::string_view const etag = list.substr(0, closing + 1);
  list.remove_prefix(closing + 1);
  return etag;
}

}  // namespace

CrossOrigin::CrossOrigin(std::vector<std::string> const& allowed_origins)
    : origins_(allowed_origins), any_(std::find(origins_.begin(), origins_.end(), "*") != origins_.end()) {}

bool CrossOrigin::allows(std::string_view origin) const noexcept {
  return any_ || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void CrossOrigin::append(std::string& head, std::string_view origin) const {
  if (origins_.empty()) return;
  if (any_) {
    head.append("Access-Control-Allow-Origin: *\r\n");
  } else {
    head.append("Vary: Origin\r\n");
    if (!allows(origin)) return;
    append_line(head, "Access-Control-Allow-Origin: ", origin);
  }
  head.append("Access-Control-Expose-Headers: ETag, X-Request-Id, Retry-After\r\n");
}

void CrossOrigin::append_preflight(std::string& head, std::string_view origin, std::string_view methods) const {
  if (origins_.empty() || !allows(origin)) return;
  append_line(head, "Access-Control-Allow-Methods: ", methods);
  head.append(
      "Access-Control-Allow-Headers: Authorization, Content-Type\r\n"
      "Access-Control-Max-Age: 86400\r\n");
}

bool headers_valid(Response const& response) noexcept {
  if (response.status < 200 || response.status > 599) return false;
  if (!field_value(response.content_type) || !field_value(response.etag)) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](auto const& header) {
    return token(header.first) && field_value(header.second) && !frames_message(header.first);
  });
}

bool names_etag(std::string_view if_none_match, std::string_view etag) noexcept {
  if (if_none_match.empty() || etag.empty()) return false;
  if (trimmed(if_none_match) == "*") return true;
  for (;;) {
    std::string_view const named = take_etag(if_none_match);
    if (named.empty()) return false;
    if (opaque_tag(named) == opaque_tag(etag)) return true;
  }
}

void append_head(std::string& head, Response const& response, HeadFacts const& facts, CrossOrigin const& cross_origin) {
  append_status(head, response.status);
  if (!response.content_type.empty() && facts.framing != BodyFraming::none) {
    append_line(head, "Content-Type: ", response.content_type);
  }
  append_framing(head, facts);
  if (facts.close) head.append("Connection: close\r\n");
  append_line(head, "Date: ", facts.date);
  if (!facts.request_id.empty()) append_line(head, "X-Request-Id: ", facts.request_id);
  head.append("X-Content-Type-Options: nosniff\r\n");
  if (!response.etag.empty()) append_line(head, "ETag: ", response.etag);
  bool caching_told = false;
  for (auto const& [name, value] : response.headers) {
    head.append(name).append(": ").append(value).append("\r\n");
    caching_told = caching_told || iequals(name, "Cache-Control");
  }
  if (!caching_told) head.append("Cache-Control: no-store\r\n");
  cross_origin.append(head, facts.origin);
  if (!facts.preflight_methods.empty()) {
    append_line(head, "Allow: ", facts.preflight_methods);
    cross_origin.append_preflight(head, facts.origin, facts.preflight_methods);
  }
  head.append("\r\n");
}

std::string http_date(long long seconds) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::chrono::sys_seconds const time{std::chrono::seconds{seconds}};
  auto const day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const clock{time - day};
  auto const two = [](auto number) {
    auto const value = static_cast<unsigned>(number);
    return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
  };
  std::string text = days[std::chrono::weekday{day}.c_encoding()];
  text.append(", ").append(two(static_cast<unsigned>(date.day()))).append(" ");
  text.append(months[static_cast<unsigned>(date.month()) - 1]).append(" ");
  text.append(std::to_string(static_cast<int>(date.year()))).append(" ");
  text.append(two(clock.hours().count())).append(":").append(two(clock.minutes().count())).append(":");
  return text.append(two(clock.seconds().count())).append(" GMT");
}

}  // namespace shipvote::http
