#include "bench/load.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "bench/answer_head.h"
#include "bench/endpoint.h"

namespace shipvote::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t receive_bytes = 4096;
constexpr std::size_t compared_bytes = 2048;

struct Connection {
  Descriptor socket;
  std::string_view unsent;      // of the request under way
  bool busy = false;            // a request is under way
  bool waits_to_write = false;  // epoll is asked for writability
  std::size_t received = 0;     // bytes in `buffer`
  bool head_known = false;
  AnswerHead head;
  std::size_t body_outstanding = 0;  // bytes of the body that were not read yet
  Clock::time_point sent_at;
  std::array<char, receive_bytes> buffer{};
};

class Load {
 public:
  Load(LoadPlan const& plan, PreparedRequests const& requests)
      : plan_(plan), requests_(requests), poll_(::epoll_create1(EPOLL_CLOEXEC)), connections_(plan.connections) {
    if (!poll_.open()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    if (requests.size() == 0) throw std::invalid_argument("no requests to send");
    for (auto& connection : connections_) connect(connection);
  }

  LoadResult run() {
    started_ = Clock::now();
    ends_at_ = plan_.duration.count() > 0 ? started_ + plan_.duration : Clock::time_point::max();
    for (auto& connection : connections_) begin_request(connection, started_);
    auto last_event = started_;
    for (auto now = started_; busy_ > 0 || more_planned(now); now = Clock::now()) {
      begin_due_requests(now);
      bool const anything = handle_events();
      if (anything || busy_ == 0) last_event = now;
      if (now - last_event > plan_.patience) throw std::runtime_error("the server stopped answering");
    }
    result_.elapsed = Clock::now() - started_;
    return std::move(result_);
  }

 private:
  void connect(Connection& connection) {
    auto const number = static_cast<std::size_t>(&connection - connections_.data());
    connection.socket = connect_to(plan_.ports.empty() ? plan_.port : plan_.ports[number % plan_.ports.size()]);
    connection.waits_to_write = false;
    register_with(EPOLL_CTL_ADD, connection, EPOLLIN);
  }

  void register_with(int operation, Connection& connection, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &connection;
    if (::epoll_ctl(poll_.number(), operation, connection.socket.number(), &event) != 0) {
      throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
  }

  bool handle_events() {
    std::array<epoll_event, 512> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it in
    int const longest_sleep = paced() ? 1 : 100;  // ms
    int const count =
        ::epoll_wait(poll_.number(), events.data(), events.size(), plan_.never_sleeps ? 0 : longest_sleep);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_wait");
    for (int at = 0; at < count; ++at) {
      auto const& event = events[static_cast<std::size_t>(at)];
      auto& connection = *static_cast<Connection*>(event.data.ptr);
      if ((event.events & EPOLLOUT) != 0) send_rest(connection);
      if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) receive(connection);
    }
    return count > 0;
  }

  bool paced() const { return plan_.per_second > 0; }

  bool more_planned(Clock::time_point now) const {
    return (plan_.request_count == 0 || issued_ < plan_.request_count) && now < ends_at_;
  }

  // When the next request is to be sent.
  Clock::time_point next_due() const {
    if (!paced()) return started_;
    std::chrono::duration<double> const after{static_cast<double>(issued_) / plan_.per_second};
    return started_ + std::chrono::duration_cast<Clock::duration>(after);
  }

  void begin_due_requests(Clock::time_point now) {
    while (!idle_.empty() && more_planned(now) && next_due() <= now) {
      auto* const connection = idle_.back();
      idle_.pop_back();
      begin_request(*connection, now);
    }
  }

  void begin_request(Connection& connection, Clock::time_point now) {
    if (!more_planned(now)) return;
    auto const due = next_due();
    if (due > now) return idle_.push_back(&connection);
    connection.unsent = requests_[(plan_.first_request + issued_) % requests_.size()];
    ++issued_;
    connection.received = 0;
    connection.head_known = false;
    connection.sent_at = paced() ? due : now;
    connection.busy = true;
    ++busy_;
    send_rest(connection);
  }

  void send_rest(Connection& connection) {
    auto const sent = ::send(connection.socket.number(), connection.unsent.data(), connection.unsent.size(),
                             MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) connection.unsent.remove_prefix(static_cast<std::size_t>(sent));
    // A broken connection shows itself to the next recv as well, which deals with it.
    bool const must_wait = !connection.unsent.empty();
    if (must_wait == connection.waits_to_write) return;
    register_with(EPOLL_CTL_MOD, connection, must_wait ? EPOLLIN | EPOLLOUT : EPOLLIN);
    connection.waits_to_write = must_wait;
  }

  // Reads once; epoll tells again when there is more.
  void receive(Connection& connection) {
    if (connection.head_known && connection.received == receive_bytes) return drop_rest_of_body(connection);
    auto const bytes = ::recv(connection.socket.number(), connection.buffer.data() + connection.received,
                              receive_bytes - connection.received, MSG_DONTWAIT);
    if (bytes <= 0) return receive_failed(connection, bytes);
    connection.received += static_cast<std::size_t>(bytes);
    if (!connection.head_known) {
      auto const state = read_head({connection.buffer.data(), connection.received}, connection.head);
      bool const too_long = state == HeadState::incomplete && connection.received == receive_bytes;
      if (state == HeadState::malformed || too_long) {
        return lost(connection, "malformed: " + answer_start(connection));
      }
      if (state == HeadState::incomplete) return;
      connection.head_known = true;
    }
    auto const whole = connection.head.head_bytes + connection.head.body_bytes;
    if (connection.received > whole || !connection.busy) return lost(connection, "bytes that nobody asked for");
    connection.body_outstanding = whole - connection.received;
    if (connection.body_outstanding == 0) finish(connection);
  }

  // MSG_TRUNC makes TCP throw the bytes away instead of copying them.
  void drop_rest_of_body(Connection& connection) {
    auto const bytes =
        ::recv(connection.socket.number(), nullptr, connection.body_outstanding, MSG_TRUNC | MSG_DONTWAIT);
    if (bytes <= 0) return receive_failed(connection, bytes);
    connection.body_outstanding -= static_cast<std::size_t>(bytes);
    if (connection.body_outstanding == 0) finish(connection);
  }

  void receive_failed(Connection& connection, ssize_t bytes) {
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR)) return;
    lost(connection, "connection lost after: " + answer_start(connection));
  }

  void finish(Connection& connection) {
    auto const now = Clock::now();
    connection.busy = false;
    --busy_;
    if (as_expected(connection)) {
      ++result_.answered;
      result_.latencies.record(now - connection.sent_at);
    } else {
      count_unexpected(answer_start(connection));
    }
    if (connection.head.closes) reconnect(connection);
    begin_request(connection, now);
  }

  bool as_expected(Connection const& connection) const {
    auto const& expected = plan_.expected.body;
    if (connection.head.status != 200 || connection.head.body_bytes != expected.size()) return false;
    if (expected.size() > compared_bytes || connection.head.head_bytes + expected.size() > receive_bytes) return true;
    return std::string_view{connection.buffer.data() + connection.head.head_bytes, expected.size()} == expected;
  }

  void lost(Connection& connection, std::string const& what) {
    bool const busy = std::exchange(connection.busy, false);
    reconnect(connection);
    if (!busy) return;  // it goes on waiting for its next request
    --busy_;
    count_unexpected(what);
    begin_request(connection, Clock::now());
  }

  void reconnect(Connection& connection) {
    // A server that does nothing but hang up must not keep the load busy for ever.
    if (++result_.reconnects > plan_.connections * 100)
      throw std::runtime_error("the server keeps closing connections");
    connection.socket = Descriptor{};
    connect(connection);
  }

  void count_unexpected(std::string const& what) {
    ++result_.unexpected;
    if (result_.first_unexpected.empty()) result_.first_unexpected = what;
  }

  static std::string answer_start(Connection const& connection) {
    return {connection.buffer.data(), std::min<std::size_t>(connection.received, 400)};
  }

  LoadPlan const& plan_;
  PreparedRequests const& requests_;
  Descriptor poll_;
  std::vector<Connection> connections_;
  std::vector<Connection*> idle_;  // wait for the next request's time
  Clock::time_point started_;
  Clock::time_point ends_at_;
  std::size_t issued_ = 0;
  std::size_t busy_ = 0;
  LoadResult result_;
};

}  // namespace

double LoadResult::per_second() const {
  auto const seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(answered) / seconds : 0;
}

double LoadResult::share_unexpected() const {
  auto const all = answered + unexpected;
  return all > 0 ? static_cast<double>(unexpected) / static_cast<double>(all) : 1;
}

LoadResult run_load(LoadPlan const& plan, PreparedRequests const& requests) { return Load{plan, requests}.run(); }

}  // namespace shipvote::bench
