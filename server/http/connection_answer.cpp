// The writing half of a connection.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <utility>

#include "foundation/log.h"
#include "http/await_socket.h"
#include "http/connection.h"
#include "http/stream_connection.h"

namespace shipvote::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Copying a small body behind its head is cheaper than having the system gather two buffers.
constexpr std::size_t copied_body_bytes = 2 * 1024;

[[nodiscard]] std::string_view body_of(Response const& response) noexcept {
  return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

}  // namespace

bool Connection::respond(Response& response) {
  if (!headers_valid(response)) answer_failure(response, "the handler's headers cannot be sent");
  Request const& request = reader_.request();
  bool const reading = request.method == Method::get || request.method == Method::head;
  if (response.status == 200 && reading && names_etag(request.if_none_match, response.etag)) {
    response.status = 304;
    response.stream = nullptr;
  }
  HeadFacts facts;
  facts.framing = choose_framing(response);
  bool const kept = refusal_ == nullptr && reader_.keep_alive() && facts.framing != BodyFraming::until_close;
  closing_ = !kept || response.close_connection || loop_->draining();
  facts.close = closing_;
  facts.date = loop_->date();
  facts.request_id = {id_.data(), id_.size()};
  facts.origin = request.origin;
  facts.preflight_methods = std::exchange(preflight_methods_, {});
  std::string_view body;
  if (facts.framing == BodyFraming::length) body = body_of(response);
  facts.body_bytes = body.size();
  if (request.method == Method::head) body = {};
  loop_->figures.answers_by_class[static_cast<std::size_t>(response.status / 100)].add();
  loop_->head.clear();
  append_head(loop_->head, response, facts, loop_->serving->cross_origin);
  if (body.size() <= copied_body_bytes) {
    loop_->head.append(body);
    body = {};
  }
  return write(loop_->head, body);
}

BodyFraming Connection::choose_framing(Response const& response) {
  if (response.status == 204 || response.status == 304) return BodyFraming::none;
  if (!response.stream) return BodyFraming::length;
  streaming_ = reader_.request().method != Method::head;
  return reader_.http_1_1() ? BodyFraming::chunked : BodyFraming::until_close;
}

// What cannot be written at once is kept: the head as a copy, because its place is shared; the body where it is.
bool Connection::write(std::string_view head, std::string_view body) {
  error_code error;
  std::size_t const sent = body.empty() ? socket_.write_some(asio::buffer(head), error)
                                        : socket_.write_some(std::array{asio::buffer(head), asio::buffer(body)}, error);
  if (error && !blocked(error)) return false;
  if (sent == head.size() + body.size()) return true;
  unsent_head_ = head.substr(std::min(sent, head.size()));
  unsent_body_ = body.substr(sent - std::min(sent, head.size()));
  return true;
}

asio::awaitable<bool> Connection::finish_writing() {
  while (has_unsent()) {
    loop_->sweeper.enter(*this, Wait::writable);
    auto const waited = co_await socket_.async_wait(Socket::wait_write, as_result);
    if (std::get<0>(waited) || !socket_.is_open()) co_return false;
    std::string const head = std::exchange(unsent_head_, {});
    if (!write(head, std::exchange(unsent_body_, {}))) co_return false;
  }
  co_return true;
}

Connection::Done Connection::say_goodbye() {
  if (has_unsent() && !co_await finish_writing()) co_return;
  error_code error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) co_return;
  loop_->sweeper.enter(*this, Wait::goodbye);
  for (;;) {
    auto const read = co_await read_some(socket_, asio::buffer(loop_->unread));
    if (std::get<0>(read)) co_return;
  }
}

void Connection::become_stream(Response const& response) {
  bool const chunked = reader_.http_1_1();
  StreamConnection::start(loop_, std::move(socket_), std::move(slot_), chunked, response.stream);
}

void Connection::expired(Wait wait) {
  error_code ignored;
  switch (wait) {
    case Wait::first_byte:
    case Wait::next_request:
      interruption_ = Interruption::idle;
      socket_.cancel(ignored);
      return;
    case Wait::rest_of_request:
      loop_->figures.timeouts.add();
      interruption_ = Interruption::slow;
      socket_.cancel(ignored);
      return;
    case Wait::handler: give_up_handler(); return;
    case Wait::writable:
      loop_->figures.timeouts.add();
      cut_off();
      return;
    case Wait::goodbye:
    case Wait::stream: socket_.close(ignored); return;
  }
}

// The handler cannot be stopped; what it returns is dropped.
void Connection::give_up_handler() {
  loop_->figures.timeouts.add();
  log::error("handler_gave_no_answer",
             {{"request", std::string_view(id_.data(), id_.size())}, {"path", loggable_path(reader_.request().path)}});
  std::string const message = refusal_message(refusals::gave_up);
  error_code ignored;
  socket_.write_some(asio::buffer(message), ignored);
  socket_.close(ignored);
}

void Connection::drain(Wait wait) {
  if (wait != Wait::first_byte && wait != Wait::next_request) return;
  interruption_ = Interruption::drained;
  error_code ignored;
  socket_.cancel(ignored);
}

// Without delay, and without keeping in the system what the client does not read.
void Connection::cut_off() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace shipvote::http
