// A request as handlers see it, and the response they make.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shipvote::http {

enum class Method { get, head, post, put, patch, delete_, options, other };
[[nodiscard]] std::string_view method_text(Method method) noexcept;

// Views point into the connection's buffer and stay valid until the handler has returned its response.
struct Request {
  Method method = Method::other;
  std::string_view target;  // as sent
  std::string_view path;    // without the query; not decoded
  std::string_view query;   // without "?"; not decoded
  std::string_view authorization;
  std::string_view content_type;
  std::string_view if_none_match;
  std::string_view origin;
  std::string_view last_event_id;
  std::string_view client_id;  // the Client-Id header, which Twitch's platform calls carry
  std::string_view body;
  std::string_view id;                         // for logs and the X-Request-Id header
  std::array<std::string_view, 4> parameters;  // what ":name" segments of the route matched, in order
};

// A path as logs may have it: cut after some 200 bytes, with an ellipsis in the place of every segment that is longer
// than any id, because that may be a key.
[[nodiscard]] std::string loggable_path(std::string_view path);

// "ids[]=1&ids[]=2" and "status=open": decoded pairs in order. Nothing when it is malformed or longer than `most`
// pairs.
[[nodiscard]] std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query,
                                                                                          std::size_t most);

// Bytes that many responses share.
using SharedBytes = std::shared_ptr<std::string const>;

// The server's end of a streamed answer (Server-Sent Events and the like). Any thread.
class Stream {
 public:
  virtual ~Stream() = default;
  // Queues bytes; false when the listener is gone or fell more than limits::stream_backlog_bytes behind (then it is cut
  // off).
  virtual bool send(SharedBytes bytes) = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual bool closed() const noexcept = 0;
};

struct Response {
  Response() = default;
  Response(int status_code, std::string body_text, std::string_view type = "application/json; charset=utf-8")
      : status(status_code), content_type(type), body(std::move(body_text)) {}
  Response(int status_code, SharedBytes bytes, std::string_view type = "application/json; charset=utf-8")
      : status(status_code), content_type(type), shared_body(std::move(bytes)) {}

  int status = 200;
  std::string_view content_type;  // static text; empty: no such header
  std::string body;               // used when shared_body is empty
  SharedBytes shared_body;
  std::string etag;  // with quotes; a matching If-None-Match turns a 200 into 304
  std::vector<std::pair<std::string, std::string>> headers;  // further ones: Location, Retry-After, Cache-Control
  bool close_connection = false;
  // Set for streamed answers: called once, on the connection's loop, after the head was sent.
  std::function<void(std::shared_ptr<Stream>)> stream;
};

}  // namespace shipvote::http
