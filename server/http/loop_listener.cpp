#include "http/loop_listener.h"

#include <utility>

#include "foundation/log.h"
#include "http/connection.h"

namespace shipvote::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {
constexpr std::chrono::seconds accept_failure_logged_every{10};
}

LoopListener::LoopListener(std::shared_ptr<ServingLoop> loop)
    : loop_(std::move(loop)), acceptor_(loop_->loop), ticks_(loop_->loop), pause_(loop_->loop) {}

void LoopListener::start(asio::ip::tcp protocol, int descriptor) {
  acceptor_.assign(protocol, descriptor);
  accept();
  tick();
}

void LoopListener::accept() {
  acceptor_.async_accept(loop_->loop.get_executor(), [self = shared_from_this()](error_code error, Socket socket) {
    if (!error) self->accepted(std::move(socket));
    if (!self->acceptor_.is_open()) return;
    if (error) return self->pause_after(error);
    self->accept();
  });
}

void LoopListener::accepted(Socket socket) {
  error_code error;
  socket.non_blocking(true, error);
  if (!error) socket.set_option(asio::ip::tcp::no_delay(true), error);
  if (error) return;  // gone already
  ConnectionSlot slot = ConnectionSlot::take(loop_->serving);
  if (slot) {
    Connection::start(loop_, std::move(socket), std::move(slot));
  } else {
    Connection::refuse(loop_, std::move(socket));
  }
}

// Out of descriptors, most likely: trying again at once would only burn the processor.
void LoopListener::pause_after(error_code const& error) {
  loop_->figures.accept_failures.add();
  if (Clock::now() - last_logged_ > accept_failure_logged_every) {
    last_logged_ = Clock::now();
    log::error("accept_failed", {{"error", error.message()}});
  }
  pause_.expires_after(limits::accept_pause);
  pause_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (!cancelled && self->acceptor_.is_open()) self->accept();
  });
}

void LoopListener::tick() {
  ticks_.expires_after(loop_->serving->settings.sweep_every);
  ticks_.async_wait([self = shared_from_this()](error_code cancelled) {
    if (cancelled) return;
    self->loop_->tick();
    self->tick();
  });
}

void LoopListener::drain() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  loop_->sweeper.drain();
}

void LoopListener::cut_off() {
  ticks_.cancel();
  loop_->sweeper.cut_off();
}

}  // namespace shipvote::http
