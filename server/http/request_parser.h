// Beast's parser for one request, which keeps views of the few fields that handlers are given and refuses what Beast
// would let pass although two readers could understand it differently.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.h"
#include "http/refusal_answer.h"

namespace shipvote::http {

class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  // Bodies above `most_body_bytes` end in the error boost::beast::http::error::body_limit.
  explicit RequestParser(std::size_t most_body_bytes);

  // Why parsing ended with an error; nothing when it was Beast's own decision (see the error code then).
  [[nodiscard]] RefusalAnswer const* refusal() const noexcept { return refusal_; }
  [[nodiscard]] bool http_1_1() const noexcept { return http_1_1_; }
  [[nodiscard]] bool expects_continue() const noexcept { return expects_continue_; }

  // Method, target, path, query and fields; the views point into what was parsed.
  Request request;
  // Where put() moves the bytes of a chunked body to, advancing it. May lie before them in the same memory.
  char* chunk_target = nullptr;

 private:
  using error_code = boost::beast::error_code;
  using field = boost::beast::http::field;
  using text = boost::beast::string_view;

  void refuse(RefusalAnswer const& refusal, error_code& error);
  void take_once(std::string_view& place, std::string_view value, error_code& error);
  void take_target(std::string_view target, error_code& error);
  void take_path_and_query(std::string_view path, std::string_view path_and_query, error_code& error);
  void take_transfer_encoding(std::string_view value, error_code& error);

  void on_request_impl(boost::beast::http::verb verb, text method, text target, int version,
                       error_code& error) override;
  void on_response_impl(int status, text reason, int version, error_code& error) override;
  void on_field_impl(field name, text name_text, text value, error_code& error) override;
  void on_header_impl(error_code& error) override;
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& error) override;
  std::size_t on_body_impl(text bytes, error_code& error) override;
  void on_chunk_header_impl(std::uint64_t size, text extension, error_code& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, text bytes, error_code& error) override;
  void on_finish_impl(error_code& error) override;

  RefusalAnswer const* refusal_ = nullptr;
  std::size_t extension_bytes_ = 0;
  std::uint8_t hosts_ = 0;
  std::uint8_t lengths_ = 0;
  bool transfer_encoding_ = false;
  bool http_1_1_ = false;
  bool expects_continue_ = false;
  bool header_done_ = false;
};

}  // namespace shipvote::http
