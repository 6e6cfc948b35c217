#include "http/stream_connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <charconv>
#include <exception>
#include <string_view>
#include <utility>

#include "foundation/log.h"
#include "http/await_socket.h"

namespace shipvote::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";
constexpr std::size_t messages_per_write = 16;

// The line before a chunk: its size in hexadecimal digits.
struct ChunkHead {
  explicit ChunkHead(std::size_t bytes) {
    char* end = std::to_chars(text.data(), text.data() + text.size(), bytes, 16).ptr;
    end = std::copy(line_end.begin(), line_end.end(), end);
    size = static_cast<std::size_t>(end - text.data());
  }
  ChunkHead() = default;
  std::array<char, 18> text{};
  std::size_t size = 0;
};

// Up to three buffers a message, without the first bytes, which were written before.
class Gathered {
 public:
  explicit Gathered(std::size_t skipped) : skip_(skipped) {}
  void add(std::string_view bytes) {
    std::size_t const skipped = std::min(skip_, bytes.size());
    skip_ -= skipped;
    buffers_[count_++] = asio::buffer(bytes.substr(skipped));
    total_ += bytes.size() - skipped;
  }
  [[nodiscard]] std::size_t total() const noexcept { return total_; }
  [[nodiscard]] auto const& buffers() const noexcept { return buffers_; }

 private:
  std::array<asio::const_buffer, 3 * messages_per_write> buffers_{};
  std::size_t count_ = 0;
  std::size_t skip_;
  std::size_t total_ = 0;
};

}  // namespace

StreamConnection::StreamConnection(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot, bool chunked)
    : loop_(std::move(loop)), socket_(std::move(socket)), slot_(std::move(slot)), chunked_(chunked) {
  loop_->figures.streams_open.add();
}

StreamConnection::~StreamConnection() {
  loop_->figures.streams_open.remove();
  if (backlog_) backlog_->abandon();
}

void StreamConnection::start(std::shared_ptr<ServingLoop> loop, Socket socket, ConnectionSlot slot, bool chunked,
                             std::function<void(std::shared_ptr<Stream>)> const& opened) {
  auto& io = loop->loop;
  auto connection = std::make_shared<StreamConnection>(std::move(loop), std::move(socket), std::move(slot), chunked);
  connection->backlog_ = std::make_shared<StreamBacklog>(io, connection);
  connection->loop_->sweeper.enter(*connection, Wait::stream);
  connection->watch_for_disconnect();
  try {
    opened(connection->backlog_);
  } catch (std::exception const& error) {
    connection->loop_->figures.handler_failures.add();
    log::error("stream_failed", {{"error", error.what()}});
    connection->backlog_->close();
  }
  if (connection->loop_->draining()) connection->backlog_->close();
}

void StreamConnection::watch_for_disconnect() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    if (error || !self->socket_.is_open()) return;
    self->read_and_forget();
  });
}

// A listener has nothing to say; a little is forgiven.
void StreamConnection::read_and_forget() {
  error_code error;
  std::size_t const bytes = socket_.read_some(asio::buffer(loop_->unread), error);
  forgotten_bytes_ += bytes;
  if ((error && !blocked(error)) || forgotten_bytes_ > limits::request_body_bytes) return end();
  watch_for_disconnect();
}

void StreamConnection::flush() {
  if (!socket_.is_open() || said_goodbye_) return;
  StreamBacklog::State const state = backlog_->take(waiting_);
  if (state == StreamBacklog::State::fell_behind) {
    loop_->figures.streams_cut_off.add();
    return cut_off();
  }
  closing_ = state == StreamBacklog::State::closing;
  if (write_waits_ || !write_waiting()) return;
  if (closing_) finish();
}

bool StreamConnection::write_waiting() {
  while (!waiting_.empty()) {
    std::size_t const messages = std::min(waiting_.size(), messages_per_write);
    std::array<ChunkHead, messages_per_write> heads;
    Gathered gathered(front_written_);
    for (std::size_t index = 0; index < messages; ++index) {
      std::string_view const bytes = *waiting_[index];
      if (chunked_) {
        heads[index] = ChunkHead(bytes.size());
        gathered.add({heads[index].text.data(), heads[index].size});
      }
      gathered.add(bytes);
      if (chunked_) gathered.add(line_end);
    }
    error_code error;
    std::size_t const sent = socket_.write_some(gathered.buffers(), error);
    if (error && !blocked(error)) {
      end();
      return false;
    }
    took(sent);
    if (sent < gathered.total()) {
      wait_until_writable();
      return false;
    }
  }
  return true;
}

std::size_t StreamConnection::wire_size(std::size_t bytes) const noexcept {
  return chunked_ ? ChunkHead(bytes).size + bytes + line_end.size() : bytes;
}

void StreamConnection::took(std::size_t wire_bytes) {
  front_written_ += wire_bytes;
  std::size_t done = 0;
  std::size_t done_bytes = 0;
  for (; done < waiting_.size(); ++done) {
    std::size_t const bytes = waiting_[done]->size();
    if (front_written_ < wire_size(bytes)) break;
    front_written_ -= wire_size(bytes);
    done_bytes += bytes;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(done));
  backlog_->written(done_bytes);
}

void StreamConnection::wait_until_writable() {
  write_waits_ = true;
  loop_->sweeper.enter(*this, Wait::writable);
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code error) {
    if (error || !self->socket_.is_open()) return;
    self->write_waits_ = false;
    self->loop_->sweeper.enter(*self, Wait::stream);
    self->flush();
  });
}

// Everything was written: tells the listener that nothing follows, and waits until it has closed as well.
void StreamConnection::finish() {
  error_code error;
  if (chunked_) socket_.write_some(asio::buffer(last_chunk), error);
  if (blocked(error)) return wait_until_writable();
  if (!error) socket_.shutdown(Socket::shutdown_send, error);
  if (error) return end();
  said_goodbye_ = true;
  loop_->sweeper.enter(*this, Wait::goodbye);
}

void StreamConnection::end() {
  error_code ignored;
  if (is_linked()) unlink();
  socket_.close(ignored);
  backlog_->abandon();
}

void StreamConnection::expired(Wait wait) {
  if (wait != Wait::writable) return end();
  loop_->figures.timeouts.add();
  cut_off();
}

void StreamConnection::drain(Wait) { backlog_->close(); }

// Without delay, and without keeping in the system what the listener does not read.
void StreamConnection::cut_off() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  end();
}

}  // namespace shipvote::http
