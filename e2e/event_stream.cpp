#include "e2e/event_stream.h"

#include <stdexcept>

#include "foundation/base64.h"

namespace shipvote::e2e {
namespace {

StreamEvent read_event(std::string const& block) {
  constexpr std::string_view id = "id: ";
  constexpr std::string_view data = "\ndata: ";
  auto const data_at = block.find(data);
  if (!block.starts_with(id) || data_at == std::string::npos) throw std::runtime_error("no event: " + block);
  StreamEvent event;
  event.number = std::stoull(block.substr(id.size(), data_at - id.size()));
  event.json = block.substr(data_at + data.size());
  auto decoded = live::decode_message(base64_encoded(event.json));
  if (!decoded || !decoded->live) throw std::runtime_error("no live message: " + event.json);
  event.message = std::move(*decoded);
  return event;
}

}  // namespace

// In HTTP/1.0, so that the stream comes as it is and not in chunks.
EventStream::EventStream(std::uint16_t port, std::string const& path, std::string const& last_heard)
    : connection_(port) {
  std::string request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n";
  if (!last_heard.empty()) request += "Last-Event-ID: " + last_heard + "\r\n";
  connection_.send(request + "\r\n");
  head_ = block("\r\n\r\n");
}

std::string EventStream::block(std::string_view end) {
  auto at = unread_.find(end);
  while (at == std::string::npos) {
    auto const more = connection_.receive_some();
    if (more.empty()) return {};
    unread_ += more;
    at = unread_.find(end);
  }
  auto text = unread_.substr(0, at);
  unread_.erase(0, at + end.size());
  return text;
}

std::optional<StreamEvent> EventStream::next() {
  for (;;) {
    auto const text = block("\n\n");
    if (text.empty()) return std::nullopt;
    if (text == ":") {
      ++comments_;
    } else if (!text.starts_with("retry: ")) {
      return read_event(text);
    }
  }
}

}  // namespace shipvote::e2e
