#include "e2e/tour_listener.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <stdexcept>
#include <utility>

namespace shipvote::e2e {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t longest_line = 64 * 1024;
constexpr std::chrono::seconds longest_subscribing{5};

// What a view's listener gets as its third argument; nothing for an event of another form.
std::optional<std::string> message_of(std::string_view event) {
  error_code error;
  auto const value = boost::json::parse(event, error);
  if (error || !value.is_object()) return std::nullopt;
  auto const* const message = value.get_object().if_contains("message");
  if (message == nullptr || !message->is_string()) return std::nullopt;
  return std::string{message->get_string().c_str()};
}

}  // namespace

struct LiveListener::Connection {
  Connection(LiveListener& owner, std::string const& url, std::string const& channel_id) : listener(owner) {
    constexpr std::string_view scheme = "http://";
    std::string const host = url.substr(url.starts_with(scheme) ? scheme.size() : 0);
    auto const colon = std::min(host.rfind(':'), host.size());
    tcp::resolver resolver{loop};
    asio::connect(socket, resolver.resolve(host.substr(0, colon), colon < host.size() ? host.substr(colon + 1) : "80"));
    // As HTTP/1.0, so that the stream comes as it is and not in chunks.
    std::string const request = "GET /live/" + channel_id + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
    asio::write(socket, asio::buffer(request));
  }

  void read_line() {
    asio::async_read_until(socket, asio::dynamic_buffer(received, longest_line), '\n',
                           [this](error_code error, std::size_t bytes) {
                             if (error) return listener.broke(error.message());
                             listener.line(std::string_view{received}.substr(0, bytes - 1));
                             received.erase(0, bytes);
                             read_line();
                           });
  }

  LiveListener& listener;
  asio::io_context loop{1};
  tcp::socket socket{loop};
  std::string received;
};

LiveListener::LiveListener(std::string const& simulator_url, std::string const& channel_id)
    : connection_(std::make_unique<Connection>(*this, simulator_url, channel_id)) {
  connection_->read_line();
  thread_ = std::thread{[this] { connection_->loop.run(); }};
  std::unique_lock lock{mutex_};
  if (changed_.wait_for(lock, longest_subscribing, [this] { return listening_ || !problem_.empty(); }) && listening_)
    return;
  lock.unlock();
  connection_->loop.stop();
  thread_.join();
  throw std::runtime_error("cannot listen to the simulator: " + (problem_.empty() ? "it is silent" : problem_));
}

LiveListener::~LiveListener() {
  connection_->loop.stop();
  thread_.join();
}

void LiveListener::line(std::string_view text) {
  constexpr std::string_view data = "data: ";
  std::lock_guard const lock{mutex_};
  if (text.starts_with(": listening")) listening_ = true;
  if (text.starts_with(data)) {
    HeardMessage heard;
    heard.at = SystemTime{}.now();
    if (auto const message = message_of(text.substr(data.size()))) {
      heard.bytes = message->size();
      heard.decoded = live::decode_message(*message);
    }
    heard_.push_back(std::move(heard));
  }
  changed_.notify_all();
}

void LiveListener::broke(std::string const& why) {
  std::lock_guard const lock{mutex_};
  problem_ = why;
  changed_.notify_all();
}

std::vector<HeardMessage> LiveListener::heard() const {
  std::lock_guard const lock{mutex_};
  return heard_;
}

std::optional<HeardMessage> LiveListener::wait_for(std::function<bool(HeardMessage const&)> const& wanted,
                                                   std::chrono::milliseconds longest) const {
  std::unique_lock lock{mutex_};
  std::optional<HeardMessage> found;
  std::size_t seen = 0;
  changed_.wait_for(lock, longest, [&] {
    for (; !found && seen < heard_.size(); ++seen) {
      if (wanted(heard_[seen])) found = heard_[seen];
    }
    return found || !problem_.empty();
  });
  return found;
}

void LiveListener::wait_for_another(std::chrono::milliseconds longest) const {
  std::unique_lock lock{mutex_};
  auto const before = heard_.size();
  changed_.wait_for(lock, longest, [&] { return heard_.size() > before || !problem_.empty(); });
}

std::string LiveListener::problem() const {
  std::lock_guard const lock{mutex_};
  return problem_;
}

}  // namespace shipvote::e2e
