#include "http/serving_loop.h"

#include <random>

namespace shipvote::http {

namespace {

[[nodiscard]] Sweeper::Timeouts timeouts_of(ServerSettings const& settings) {
  Sweeper::Timeouts timeouts{};
  auto const set = [&](Wait wait, std::chrono::milliseconds timeout) {
    timeouts[static_cast<std::size_t>(wait)] = timeout;
  };
  set(Wait::first_byte, settings.request_timeout);
  set(Wait::next_request, settings.idle_timeout);
  set(Wait::rest_of_request, settings.request_timeout);
  set(Wait::handler, settings.handler_timeout);
  set(Wait::writable, settings.write_stall_timeout);
  set(Wait::goodbye, settings.linger_timeout);
  return timeouts;
}

void write_hex(std::span<char> place, std::uint32_t number) noexcept {
  for (auto digit = place.rbegin(); digit != place.rend(); ++digit) {
    *digit = "0123456789abcdef"[number & 15U];
    number >>= 4U;
  }
}

}  // namespace

ConnectionSlot ConnectionSlot::take(std::shared_ptr<Serving> serving) {
  ConnectionSlot slot;
  if (serving->connections_open.fetch_add(1) >= serving->settings.connections) {
    serving->connections_open.fetch_sub(1);
  } else {
    slot.serving_ = std::move(serving);
  }
  return slot;
}

ConnectionSlot::~ConnectionSlot() {
  if (!serving_ || serving_->connections_open.fetch_sub(1) != 1 || !serving_->draining.load()) return;
  std::lock_guard const lock(serving_->drained_mutex);
  serving_->drained.notify_all();
}

ServingLoop::ServingLoop(boost::asio::io_context& io, std::shared_ptr<Serving> shared)
    : loop(io),
      serving(std::move(shared)),
      sweeper(timeouts_of(serving->settings), serving->settings.sweep_every, std::chrono::steady_clock::now()),
      id_start_(std::random_device{}()) {
  figures.requests_by_route = std::vector<Counter>(serving->router.routes().size());
  head.reserve(4 * 1024);
  refresh_date();
}

void ServingLoop::write_request_id(std::span<char, 16> id) noexcept {
  write_hex(id.first<8>(), id_start_);
  write_hex(id.last<8>(), id_next_++);
}

void ServingLoop::tick() {
  refresh_date();
  sweeper.tick(std::chrono::steady_clock::now());
}

void ServingLoop::refresh_date() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  long long const second = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  if (second == date_second_) return;
  date_second_ = second;
  date_ = http_date(second);
}

}  // namespace shipvote::http
