#include "http/server.h"

#include <sys/socket.h>

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <future>
#include <mutex>
#include <utility>

#include "http/loop_listener.h"
#include "http/serving_loop.h"

namespace shipvote::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Waiting for a loop that does not run any more would take for ever.
constexpr std::chrono::seconds loop_answers_within{1};

[[nodiscard]] error_code open_bound(tcp::acceptor& acceptor, tcp::endpoint const& endpoint, bool share_port) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  int const on = 1;
  if (!error && share_port && ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    error.assign(errno, boost::system::system_category());
  }
  if (!error) acceptor.bind(endpoint, error);
  return error;
}

// The loops share a port, but not with another server: that would silently take part of the clients.
[[nodiscard]] error_code refuse_shared_port(asio::io_context& io, tcp::endpoint const& endpoint) {
  tcp::acceptor probe(io);
  return open_bound(probe, endpoint, false);
}

class ServerOnLoops final : public Server {
 public:
  ServerOnLoops(EventLoops& loops, ServerSettings settings, Router router)
      : loops_(loops), serving_(std::make_shared<Serving>(std::move(settings), std::move(router))) {
    for (std::size_t index = 0; index < loops.count(); ++index) {
      states_.push_back(std::make_shared<ServingLoop>(loops.loop(index), serving_));
    }
  }
  ~ServerOnLoops() override { drain(std::chrono::milliseconds::zero()); }

  [[nodiscard]] error_code listen(tcp::endpoint endpoint) {
    error_code error = refuse_shared_port(binding_, endpoint);
    for (std::size_t index = 0; index < loops_.count() && !error; ++index) {
      tcp::acceptor& acceptor = bound_.emplace_back(binding_);
      error = open_bound(acceptor, endpoint, true);
      if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
      if (!error) endpoint = acceptor.local_endpoint(error);
    }
    port_ = endpoint.port();
    return error;
  }

  void start() override {
    std::lock_guard const lock(mutex_);
    if (started_ || drained_) return;
    started_ = true;
    for (std::size_t index = 0; index < loops_.count(); ++index) {
      auto listener = std::make_shared<LoopListener>(states_[index]);
      listeners_.push_back(listener);
      tcp const protocol = bound_[index].local_endpoint().protocol();
      asio::post(loops_.loop(index),
                 [listener, protocol, descriptor = bound_[index].release()] { listener->start(protocol, descriptor); });
    }
    bound_.clear();
  }

  [[nodiscard]] std::uint16_t port() const noexcept override { return port_; }

  void drain(std::chrono::milliseconds deadline) override {
    std::lock_guard const lock(mutex_);
    if (std::exchange(drained_, true)) return;
    bound_.clear();
    if (!started_) return;
    auto const end = std::chrono::steady_clock::now() + deadline;
    serving_->draining = true;
    on_every_loop([](LoopListener& listener) { listener.drain(); });
    {
      std::unique_lock wait(serving_->drained_mutex);
      serving_->drained.wait_until(wait, end, [this] { return serving_->connections_open == 0; });
    }
    on_every_loop([](LoopListener& listener) { listener.cut_off(); });
    listeners_.clear();
  }

  [[nodiscard]] ServerFigures figures() const override {
    ServerFigures sum;
    for (auto const& route : serving_->router.routes()) sum.routes.push_back({route.method, route.pattern, 0});
    sum.connections_open = serving_->connections_open;
    for (auto const& state : states_) {
      LoopFigures const& part = state->figures;
      sum.requests += part.requests.value();
      sum.connections_refused += part.connections_refused.value();
      sum.accept_failures += part.accept_failures.value();
      sum.timeouts += part.timeouts.value();
      sum.malformed += part.malformed.value();
      sum.handler_failures += part.handler_failures.value();
      sum.streams_open += part.streams_open.value();
      sum.streams_cut_off += part.streams_cut_off.value();
      for (std::size_t index = 0; index < sum.answers_by_class.size(); ++index) {
        sum.answers_by_class[index] += part.answers_by_class[index].value();
      }
      for (std::size_t index = 0; index < sum.routes.size(); ++index) {
        sum.routes[index].requests += part.requests_by_route[index].value();
      }
    }
    return sum;
  }

 private:
  // Waits until it was done everywhere, or some loop does not answer.
  template <class Work>
  void on_every_loop(Work work) {
    auto done = std::make_shared<std::promise<void>>();
    auto left = std::make_shared<std::atomic<std::size_t>>(listeners_.size());
    std::future<void> const all = done->get_future();
    for (std::size_t index = 0; index < listeners_.size(); ++index) {
      asio::post(loops_.loop(index), [work, done, left, listener = listeners_[index]] {
        work(*listener);
        if (left->fetch_sub(1) == 1) done->set_value();
      });
    }
    all.wait_for(loop_answers_within);
  }

  EventLoops& loops_;
  std::shared_ptr<Serving> serving_;
  std::vector<std::shared_ptr<ServingLoop>> states_;
  asio::io_context binding_;  // never runs
  std::vector<tcp::acceptor> bound_;
  std::vector<std::shared_ptr<LoopListener>> listeners_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  bool started_ = false;
  bool drained_ = false;
};

}  // namespace

Outcome<std::unique_ptr<Server>> Server::bind(EventLoops& loops, ServerSettings settings, Router router) {
  std::string const where = settings.address + ":" + std::to_string(settings.port);
  error_code error;
  auto const address = asio::ip::make_address(settings.address, error);
  if (error) {
    return Refusal(RefusalCode::invalid_settings, "\"" + settings.address + "\" is no IP address to listen on");
  }
  tcp::endpoint const endpoint(address, settings.port);
  auto server = std::make_unique<ServerOnLoops>(loops, std::move(settings), std::move(router));
  error = server->listen(endpoint);
  if (error) return Refusal(RefusalCode::invalid_settings, "Cannot listen on " + where + ": " + error.message());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace shipvote::http
