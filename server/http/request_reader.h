// Bytes of one connection in, requests out: the buffer, its growth and its limits. No sockets and no clock.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "http/message.h"
#include "http/refusal_answer.h"
#include "http/request_parser.h"

namespace shipvote::http {

// For one thread. The buffer starts small (limits::connection_buffer_bytes), grows with what really arrives up to the
// limits of header and body, and is small again after a large request.
class RequestReader {
 public:
  explicit RequestReader(std::size_t most_body_bytes);

  enum class Progress {
    needs_more,      // read into space(), tell received(), ask again
    wants_continue,  // as needs_more, and the client waits for "100 Continue" (told once a request)
    complete,        // see request(); call release() when it was answered
    refused,         // see refusal(); nothing more can be read from this connection
  };
  [[nodiscard]] Progress next();

  // Room for at least one more byte. Moves what was read: request() is valid only between `complete` and release().
  [[nodiscard]] std::span<char> space();
  void received(std::size_t bytes) noexcept { end_ += bytes; }

  // The request that is complete. Its views last until release().
  [[nodiscard]] Request& request() noexcept { return parser_->request; }
  [[nodiscard]] bool keep_alive() const { return parser_->http_1_1() && parser_->keep_alive(); }
  [[nodiscard]] bool http_1_1() const noexcept { return parser_->http_1_1(); }
  void release();

  [[nodiscard]] RefusalAnswer const& refusal() const noexcept { return *refusal_; }
  // Nothing of a next request has arrived.
  [[nodiscard]] bool idle() const noexcept { return begin_ == end_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

 private:
  enum class Part { head, length, chunks };

  [[nodiscard]] Progress read_head();
  [[nodiscard]] Progress start_body();
  [[nodiscard]] Progress read_length();
  [[nodiscard]] Progress read_chunks();
  [[nodiscard]] Progress refuse(RefusalAnswer const& refusal) noexcept;
  [[nodiscard]] Progress refuse_error(boost::beast::error_code const& error);
  [[nodiscard]] Progress complete(std::size_t request_end) noexcept;
  [[nodiscard]] std::string_view unparsed() const noexcept;
  void skip_empty_lines() noexcept;
  void resize(std::size_t capacity);
  void rebase(char const* from, char const* to) noexcept;

  std::size_t most_body_bytes_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_;
  // Offsets in the buffer: where the request starts, what of it was parsed, where the data ends.
  std::size_t begin_ = 0;
  std::size_t parsed_ = 0;
  std::size_t end_ = 0;
  std::size_t body_ = 0;        // where the body starts
  std::size_t body_bytes_ = 0;  // its length, or what of its chunks is there
  Part part_ = Part::head;
  bool told_to_continue_ = false;
  RefusalAnswer const* refusal_ = nullptr;
  std::optional<RequestParser> parser_;
};

}  // namespace shipvote::http
