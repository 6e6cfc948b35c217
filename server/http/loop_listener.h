// Accepting on one loop.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>

#include "http/serving_loop.h"

namespace shipvote::http {

// Everything on its loop. Lives as long as it accepts or ticks.
class LoopListener : public std::enable_shared_from_this<LoopListener> {
 public:
  explicit LoopListener(std::shared_ptr<ServingLoop> loop);

  // Takes over a listening socket.
  void start(boost::asio::ip::tcp protocol, int descriptor);
  // Stops accepting and lets connections end (Sweeper::drain).
  void drain();
  // Ends all connections that are left, and the ticking.
  void cut_off();

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
  using Clock = std::chrono::steady_clock;
  using Timer =
      boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, boost::asio::io_context::executor_type>;

  void accept();
  void accepted(Socket socket);
  void pause_after(boost::system::error_code const& error);
  void tick();

  std::shared_ptr<ServingLoop> loop_;
  Acceptor acceptor_;
  Timer ticks_;
  Timer pause_;
  Clock::time_point last_logged_{};
};

}  // namespace shipvote::http
