#include "http/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "foundation/log.h"
#include "http/await_socket.h"
#include "http/stream_connection.h"

namespace shipvote::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// co_spawn ends here; a session has no result, and what it throws is no fault of one request.
void log_failure(std::exception_ptr const& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& error) {
    log::error("connection_failed", {{"error", error.what()}});
  } catch (...) {
    log::error("connection_failed", {{"error", "unknown"}});
  }
}

}  // namespace

Connection::Connection(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot)
    : loop_(std::move(loop)),
      socket_(std::move(socket)),
      slot_(std::move(slot)),
      reader_(loop_->serving->settings.body_bytes) {}

Connection::~Connection() = default;

void Connection::start(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot) {
  auto& io = loop->loop;
  auto connection = std::make_shared<Connection>(std::move(loop), std::move(socket), std::move(slot));
  asio::co_spawn(io, serve(std::move(connection)), log_failure);
}

void Connection::refuse(std::shared_ptr<ServingLoop> loop, Socket socket) {
  loop->figures.connections_refused.add();
  if (loop->refused_now == limits::refused_connections) {
    error_code ignored;
    std::string const message = refusal_message(refusals::full);
    socket.write_some(asio::buffer(message), ignored);
    return;
  }
  auto& io = loop->loop;
  auto connection = std::make_shared<Connection>(std::move(loop), std::move(socket), ConnectionSlot());
  asio::co_spawn(io, serve_refusal(std::move(connection)), log_failure);
}

Connection::Done Connection::serve_refusal(std::shared_ptr<Connection> self) {
  ++self->loop_->refused_now;
  std::string const message = refusal_message(refusals::full);
  if (self->write(message, {})) co_await self->say_goodbye();
  --self->loop_->refused_now;
}

Connection::Done Connection::serve(std::shared_ptr<Connection> self) {
  Connection& connection = *self;
  RequestReader& reader = connection.reader_;
  connection.loop_->sweeper.enter(connection, Wait::first_byte);
  for (;;) {
    auto const progress = connection.refusal_ == nullptr ? reader.next() : RequestReader::Progress::refused;
    if (progress == RequestReader::Progress::wants_continue && !connection.write("HTTP/1.1 100 Continue\r\n\r\n", {})) {
      co_return;
    }
    if (progress == RequestReader::Progress::needs_more || progress == RequestReader::Progress::wants_continue) {
      connection.wait_for_input();
      std::span<char> const space = reader.space();
      auto const read = co_await read_some(connection.socket_, asio::buffer(space.data(), space.size()));
      if (!connection.take_input(std::get<0>(read), std::get<1>(read))) co_return;
      continue;
    }
    connection.loop_->write_request_id(connection.id_);
    Response response;
    if (progress == RequestReader::Progress::refused) {
      if (connection.refusal_ == nullptr) {
        connection.refusal_ = &reader.refusal();
        connection.loop_->figures.malformed.add();
      }
      connection.answer_refusal(response, *connection.refusal_);
    } else if (Handler const* handler = connection.find_handler(response); handler != nullptr) {
      connection.loop_->sweeper.enter(connection, Wait::handler);
      std::exception_ptr failure;
      try {
        response = co_await (*handler)(reader.request());
      } catch (...) {
        failure = std::current_exception();
      }
      if (!connection.socket_.is_open()) co_return;  // given up or cut off meanwhile
      if (failure) connection.answer_exception(response, failure);
    }
    if (!connection.respond(response)) co_return;
    if (connection.has_unsent() && !co_await connection.finish_writing()) co_return;
    if (connection.streaming_) {
      connection.become_stream(response);
      co_return;
    }
    if (connection.refusal_ == nullptr) reader.release();
    if (!connection.closing_) {
      connection.reading_ = false;
      connection.loop_->sweeper.enter(connection, Wait::next_request);
      continue;
    }
    // What the client still sends must not make the system discard what it has not read yet.
    if (connection.refusal_ != nullptr || !reader.idle()) co_await connection.say_goodbye();
    co_return;
  }
}

void Connection::wait_for_input() {
  if (reading_ || reader_.idle()) return;
  reading_ = true;
  loop_->sweeper.enter(*this, Wait::rest_of_request);
}

bool Connection::take_input(error_code const& error, std::size_t bytes) {
  Interruption const interruption = std::exchange(interruption_, Interruption::none);
  if (interruption == Interruption::slow) {
    refusal_ = &refusals::too_slow;
    return true;
  }
  if (interruption == Interruption::idle) return false;
  if (interruption == Interruption::drained && error) {
    // A request that has arrived already is answered.
    std::span<char> const space = reader_.space();
    error_code nothing_there;
    bytes = socket_.read_some(asio::buffer(space.data(), space.size()), nothing_there);
  } else if (error) {
    return false;
  }
  reader_.received(bytes);
  return bytes > 0;
}

Handler const* Connection::find_handler(Response& response) {
  Request& request = reader_.request();
  request.id = {id_.data(), id_.size()};
  loop_->figures.requests.add();
  Router::Match const match = loop_->serving->router.match(request);
  if (match.handler != nullptr) {
    loop_->figures.requests_by_route[match.route].add();
    return match.handler;
  }
  if (request.method == Method::options && (!match.allow.empty() || request.path == "*")) {
    response.status = 204;
    preflight_methods_ = match.allow.empty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : match.allow;
    return nullptr;
  }
  RefusalAnswer const& refusal = match.refusal_status == 405 ? refusals::method_not_allowed : refusals::not_found;
  response = Response(refusal.status, refusal_body(refusal));
  if (match.refusal_status == 405) response.headers.emplace_back("Allow", match.allow);
  return nullptr;
}

void Connection::answer_refusal(Response& response, RefusalAnswer const& refusal) {
  response = Response(refusal.status, refusal_body(refusal));
  response.close_connection = true;
}

void Connection::answer_failure(Response& response, std::string_view reason) {
  loop_->figures.handler_failures.add();
  std::string_view const path = reader_.request().path;
  log::error("request_failed",
             {{"request", std::string_view(id_.data(), id_.size())}, {"path", loggable_path(path)}, {"error", reason}});
  bool const close = response.close_connection;
  response = Response(refusals::internal.status, refusal_body(refusals::internal));
  response.close_connection = close;
}

void Connection::answer_exception(Response& response, std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& error) {
    answer_failure(response, error.what());
  } catch (...) {
    answer_failure(response, "unknown");
  }
}

}  // namespace shipvote::http
