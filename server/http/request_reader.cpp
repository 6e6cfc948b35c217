#include "http/request_reader.h"

#include <algorithm>
#include <array>
#include <boost/beast/http/error.hpp>
#include <cstring>

#include "foundation/limits.h"

namespace shipvote::http {

namespace beast = boost::beast;

namespace {

// Whether the request line ends with a version that is written well but not spoken here.
[[nodiscard]] bool other_version(std::string_view request_line) noexcept {
  constexpr std::size_t version_bytes = 8;
  request_line = request_line.substr(0, request_line.find('\r'));
  if (request_line.size() < version_bytes) return false;
  std::string_view const version = request_line.substr(request_line.size() - version_bytes);
  auto const digit = [](char character) { return character >= '0' && character <= '9'; };
  return version.starts_with("HTTP/") && digit(version[5]) && version[6] == '.' && digit(version[7]);
}

}  // namespace

RequestReader::RequestReader(std::size_t most_body_bytes)
    : most_body_bytes_(most_body_bytes),
      buffer_(new char[limits::connection_buffer_bytes]),
      capacity_(limits::connection_buffer_bytes) {
  parser_.emplace(most_body_bytes_);
}

RequestReader::Progress RequestReader::refuse(RefusalAnswer const& refusal) noexcept {
  refusal_ = &refusal;
  return Progress::refused;
}

RequestReader::Progress RequestReader::refuse_error(beast::error_code const& error) {
  if (parser_->refusal() != nullptr) return refuse(*parser_->refusal());
  if (error == beast::http::error::body_limit) return refuse(refusals::body_too_large);
  if (error == beast::http::error::header_limit) return refuse(refusals::header_too_large);
  if (error == beast::http::error::bad_version && other_version(unparsed())) return refuse(refusals::version);
  return refuse(refusals::malformed);
}

std::string_view RequestReader::unparsed() const noexcept { return {&buffer_[parsed_], end_ - parsed_}; }

RequestReader::Progress RequestReader::next() {
  if (refusal_ != nullptr) return Progress::refused;
  switch (part_) {
    case Part::length: return read_length();
    case Part::chunks: return read_chunks();
    case Part::head: break;
  }
  return read_head();
}

// Some clients send an empty line after a body; it does not belong to the next request.
void RequestReader::skip_empty_lines() noexcept {
  if (parsed_ != begin_) return;
  while (unparsed().starts_with("\r\n")) begin_ = parsed_ = parsed_ + 2;
}

RequestReader::Progress RequestReader::read_head() {
  skip_empty_lines();
  if (unparsed().empty() || unparsed() == "\r") return Progress::needs_more;
  beast::error_code error;
  while (!parser_->is_header_done()) {
    std::size_t const used = parser_->put({unparsed().data(), unparsed().size()}, error);
    parsed_ += used;
    if (error) break;
  }
  bool const too_large = end_ - begin_ > limits::request_header_bytes;
  if (error == beast::http::error::need_more)
    return too_large ? refuse(refusals::header_too_large) : Progress::needs_more;
  if (error) return refuse_error(error);
  if (parsed_ - begin_ > limits::request_header_bytes) return refuse(refusals::header_too_large);
  return start_body();
}

RequestReader::Progress RequestReader::start_body() {
  body_ = parsed_;
  body_bytes_ = 0;
  if (parser_->chunked()) {
    part_ = Part::chunks;
    return read_chunks();
  }
  body_bytes_ = static_cast<std::size_t>(parser_->content_length().value_or(0));
  part_ = Part::length;
  return read_length();
}

RequestReader::Progress RequestReader::read_length() {
  if (end_ - body_ >= body_bytes_) return complete(body_ + body_bytes_);
  if (!parser_->expects_continue() || !parser_->http_1_1() || told_to_continue_ || end_ != body_) {
    return Progress::needs_more;
  }
  told_to_continue_ = true;
  return Progress::wants_continue;
}

RequestReader::Progress RequestReader::read_chunks() {
  beast::error_code error;
  while (!parser_->is_done() && !unparsed().empty()) {
    parser_->chunk_target = &buffer_[body_ + body_bytes_];
    parsed_ += parser_->put({unparsed().data(), unparsed().size()}, error);
    body_bytes_ = static_cast<std::size_t>(parser_->chunk_target - &buffer_[body_]);
    if (error) break;
  }
  if (parser_->is_done()) return complete(parsed_);
  if (error && error != beast::http::error::need_more) return refuse_error(error);
  bool const untouched = parsed_ == body_ && parsed_ == end_;
  // What was decoded makes room for what follows.
  std::size_t const rest = end_ - parsed_;
  std::memmove(&buffer_[body_ + body_bytes_], &buffer_[parsed_], rest);
  parsed_ = body_ + body_bytes_;
  end_ = parsed_ + rest;
  if (rest > limits::request_header_bytes) return refuse(refusals::header_too_large);  // an endless size or trailer
  if (!untouched || !parser_->expects_continue() || told_to_continue_) return Progress::needs_more;
  told_to_continue_ = true;
  return Progress::wants_continue;
}

RequestReader::Progress RequestReader::complete(std::size_t request_end) noexcept {
  request().body = {&buffer_[body_], body_bytes_};
  parsed_ = request_end;
  return Progress::complete;
}

void RequestReader::release() {
  begin_ = parsed_;
  if (begin_ == end_) {
    begin_ = end_ = 0;
    if (capacity_ > limits::connection_buffer_bytes) {
      buffer_.reset(new char[limits::connection_buffer_bytes]);
      capacity_ = limits::connection_buffer_bytes;
    }
  }
  parsed_ = begin_;
  part_ = Part::head;
  told_to_continue_ = false;
  parser_.emplace(most_body_bytes_);
}

std::span<char> RequestReader::space() {
  if (end_ == capacity_) {
    // Head and body at most, and what of a chunk's frame or a next request may stand behind them.
    std::size_t const most = 2 * limits::request_header_bytes + most_body_bytes_ + 2;
    resize(begin_ >= capacity_ / 2 ? capacity_ : std::min(2 * capacity_, most));
  }
  return {&buffer_[end_], capacity_ - end_};
}

// Takes the current request to the front of a buffer of this size.
void RequestReader::resize(std::size_t capacity) {
  std::unique_ptr<char[]> larger(new char[capacity]);
  std::memcpy(&larger[0], &buffer_[begin_], end_ - begin_);
  rebase(&buffer_[begin_], &larger[0]);
  buffer_ = std::move(larger);
  capacity_ = capacity;
  parsed_ -= begin_;
  body_ -= std::min(body_, begin_);
  end_ -= begin_;
  begin_ = 0;
}

void RequestReader::rebase(char const* from, char const* to) noexcept {
  Request& views = request();
  for (std::string_view* view : {&views.target, &views.path, &views.query, &views.authorization, &views.content_type,
                                 &views.if_none_match, &views.origin, &views.last_event_id, &views.client_id}) {
    // A path that was not sent ("http://host") is no part of the buffer.
    if (view->data() < from || view->data() > from + (end_ - begin_)) continue;
    *view = {to + (view->data() - from), view->size()};
  }
}

}  // namespace shipvote::http
