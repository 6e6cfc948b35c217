#include "http/request_parser.h"

#include <boost/beast/core/string.hpp>
#include <cstring>
#include <functional>

#include "foundation/limits.h"

namespace shipvote::http {

namespace beast = boost::beast;

namespace {

[[nodiscard]] Method method_of(beast::http::verb verb) noexcept {
  switch (verb) {
    case beast::http::verb::get: return Method::get;
    case beast::http::verb::head: return Method::head;
    case beast::http::verb::post: return Method::post;
    case beast::http::verb::put: return Method::put;
    case beast::http::verb::patch: return Method::patch;
    case beast::http::verb::delete_: return Method::delete_;
    case beast::http::verb::options: return Method::options;
    default: return Method::other;
  }
}

// Whether a value stands on the line of its name. Beast joins folded lines, in a buffer of its own or by skipping the
// empty first line.
[[nodiscard]] bool folded(std::string_view name, std::string_view value) noexcept {
  char const* const colon = name.data() + name.size();
  std::less<> const before;
  if (before(value.data(), colon + 1) || before(colon + limits::request_header_bytes, value.data())) return true;
  return std::string_view(colon, static_cast<std::size_t>(value.data() - colon)).find('\n') != std::string_view::npos;
}

}  // namespace

RequestParser::RequestParser(std::size_t most_body_bytes) {
  header_limit(static_cast<std::uint32_t>(limits::request_header_bytes));
  body_limit(std::uint64_t{most_body_bytes});
}

void RequestParser::refuse(RefusalAnswer const& refusal, error_code& error) {
  refusal_ = &refusal;
  error = beast::http::error::bad_value;
}

void RequestParser::take_once(std::string_view& place, std::string_view value, error_code& error) {
  if (place.data() != nullptr) return refuse(refusals::header_repeated, error);
  place = value;
}

// Origin form, absolute form (to be understood although only proxies send it) and "*" for OPTIONS.
void RequestParser::take_target(std::string_view target, error_code& error) {
  request.target = target;
  std::string_view path = target;
  if (beast::iequals(path.substr(0, 7), "http://") || beast::iequals(path.substr(0, 8), "https://")) {
    std::size_t const authority = path.find("//") + 2;
    std::size_t const end = path.find_first_of("/?", authority);
    if (end == authority) return refuse(refusals::malformed, error);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    if (!path.starts_with('/')) return take_path_and_query("/", path, error);
  }
  take_path_and_query(path.substr(0, path.find('?')), path, error);
}

void RequestParser::take_path_and_query(std::string_view path, std::string_view path_and_query, error_code& error) {
  std::size_t const question = path_and_query.find('?');
  request.path = path;
  if (question != std::string_view::npos) request.query = path_and_query.substr(question + 1);
  bool const whole_server = request.method == Method::options && request.target == "*";
  if (!request.path.starts_with('/') && !whole_server) refuse(refusals::malformed, error);
}

void RequestParser::on_request_impl(beast::http::verb verb, text, text target, int version, error_code& error) {
  request.method = method_of(verb);
  http_1_1_ = version == 11;
  take_target(target, error);
}

void RequestParser::take_transfer_encoding(std::string_view value, error_code& error) {
  if (transfer_encoding_ || lengths_ > 0 || !http_1_1_) return refuse(refusals::ambiguous_length, error);
  transfer_encoding_ = true;
  if (!beast::iequals(value, "chunked")) refuse(refusals::coding_unknown, error);
}

void RequestParser::on_field_impl(field name, text name_as_sent, text value_as_sent, error_code& error) {
  std::string_view const name_text = name_as_sent;
  std::string_view const value = value_as_sent;
  if (folded(name_text, value)) return refuse(refusals::malformed, error);
  if (header_done_) return;  // a trailer says nothing that anybody here listens to
  switch (name) {
    case field::host:
      ++hosts_;
      if (hosts_ > 1) refuse(refusals::host_missing, error);
      break;
    case field::content_length:
      ++lengths_;
      if (lengths_ > 1 || transfer_encoding_ || value.find(',') != std::string_view::npos) {
        refuse(refusals::ambiguous_length, error);
      }
      break;
    case field::transfer_encoding: take_transfer_encoding(value, error); break;
    case field::expect:
      if (!beast::iequals(value, "100-continue")) return refuse(refusals::expectation, error);
      expects_continue_ = true;
      break;
    case field::authorization: take_once(request.authorization, value, error); break;
    case field::content_type: take_once(request.content_type, value, error); break;
    case field::origin: take_once(request.origin, value, error); break;
    case field::if_none_match:
      if (request.if_none_match.empty()) request.if_none_match = value;
      break;
    case field::unknown:
      if (beast::iequals(name_text, "Last-Event-ID")) request.last_event_id = value;
      if (beast::iequals(name_text, "Client-Id")) take_once(request.client_id, value, error);
      break;
    default: break;
  }
}

void RequestParser::on_header_impl(error_code& error) {
  header_done_ = true;
  if (http_1_1_ && hosts_ != 1) refuse(refusals::host_missing, error);
}

void RequestParser::on_chunk_header_impl(std::uint64_t, text extension, error_code& error) {
  extension_bytes_ += extension.size();
  if (extension_bytes_ > limits::request_header_bytes) refuse(refusals::header_too_large, error);
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, text bytes, error_code&) {
  std::memmove(chunk_target, bytes.data(), bytes.size());
  chunk_target += bytes.size();
  return bytes.size();
}

// A body with a length needs no parsing; the reader takes it from the buffer as it is.
void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) {}
std::size_t RequestParser::on_body_impl(text bytes, error_code&) { return bytes.size(); }
void RequestParser::on_finish_impl(error_code&) {}
void RequestParser::on_response_impl(int, text, int, error_code&) {}

}  // namespace shipvote::http
