// A connection whose answer goes on: the listener's end of a stream. No coroutine, so that thousands cost little.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "http/message.h"
#include "http/serving_loop.h"
#include "http/stream_backlog.h"
#include "http/sweeper.h"

namespace shipvote::http {

// Everything on its loop. Lives as long as it waits for the socket.
class StreamConnection final : public Swept, public std::enable_shared_from_this<StreamConnection> {
 public:
  // The head was sent. Hands the stream to `opened`.
  static void start(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot, bool chunked,
                    std::function<void(std::shared_ptr<Stream>)> const& opened);

  StreamConnection(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot, bool chunked);
  ~StreamConnection() override;
  StreamConnection(StreamConnection const&) = delete;
  StreamConnection& operator=(StreamConnection const&) = delete;

  // Writes what was sent, as far as the listener reads.
  void flush();

  void expired(Wait wait) override;
  void drain(Wait wait) override;
  void cut_off() override;

 private:
  void watch_for_disconnect();
  void read_and_forget();
  void wait_until_writable();
  // False when the listener is gone or does not read at the moment.
  [[nodiscard]] bool write_waiting();
  void took(std::size_t wire_bytes);
  [[nodiscard]] std::size_t wire_size(std::size_t bytes) const noexcept;
  void finish();
  void end();

  std::shared_ptr<ServingLoop> loop_;
  Socket socket_;
  ConnectionSlot slot_;
  std::shared_ptr<StreamBacklog> backlog_;
  std::vector<SharedBytes> waiting_;
  std::size_t front_written_ = 0;  // wire bytes of the first one that waits
  std::size_t forgotten_bytes_ = 0;
  bool chunked_;
  bool closing_ = false;      // when everything has been written
  bool write_waits_ = false;  // until the socket is writable
  bool said_goodbye_ = false;
};

}  // namespace shipvote::http
