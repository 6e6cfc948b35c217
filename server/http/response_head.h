// Composing the head of an answer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace shipvote::http {

// Which origins browsers may call from.
class CrossOrigin {
 public:
  explicit CrossOrigin(std::vector<std::string> const& allowed_origins);
  // Header lines for an answer to a request from `origin` (may be empty). An unknown origin gets no permission.
  void append(std::string& head, std::string_view origin) const;
  // Further lines for the answer to a preflight; `methods` as in the Allow header.
  void append_preflight(std::string& head, std::string_view origin, std::string_view methods) const;

 private:
  [[nodiscard]] bool allows(std::string_view origin) const noexcept;

  std::vector<std::string> origins_;
  bool any_ = false;
};

enum class BodyFraming { length, none, chunked, until_close };

struct HeadFacts {
  std::string_view date;        // IMF-fixdate
  std::string_view request_id;  // empty: there was no request
  std::string_view origin;
  std::string_view preflight_methods;  // empty: not the answer to OPTIONS
  std::size_t body_bytes = 0;
  BodyFraming framing = BodyFraming::length;
  bool close = false;
};

// Whether the headers of a handler's response can be sent as they are: names are tokens, values hold no line ends or
// other control characters, and none of them frames the message.
[[nodiscard]] bool headers_valid(Response const& response) noexcept;

// Whether an If-None-Match header names this entity tag; weak comparison, lists and "*" included.
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag) noexcept;

// Appends status line and headers, the empty line included.
void append_head(std::string& head, Response const& response, HeadFacts const& facts, CrossOrigin const& cross_origin);

// "Sun, 06 Nov 1994 08:49:37 GMT"; of a second since 1970.
[[nodiscard]] std::string http_date(long long seconds);

}  // namespace shipvote::http
