#include "bench/viewer_mail.h"

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <string_view>

#include "live/decode.h"

namespace shipvote::bench {
namespace {

class StreamToView final : public http::Stream {
 public:
  StreamToView(std::size_t view, std::shared_ptr<Inbox<Delivered>> inbox) : view_(view), inbox_(std::move(inbox)) {}
  bool send(http::SharedBytes bytes) override {
    if (closed_) return false;
    inbox_->put({view_, std::move(bytes)});
    return true;
  }
  void close() override { closed_ = true; }
  [[nodiscard]] bool closed() const noexcept override { return closed_; }

 private:
  std::size_t const view_;
  std::shared_ptr<Inbox<Delivered>> const inbox_;
  std::atomic<bool> closed_{false};
};

}  // namespace

std::shared_ptr<http::Stream> stream_to(std::size_t view, std::shared_ptr<Inbox<Delivered>> inbox) {
  return std::make_shared<StreamToView>(view, std::move(inbox));
}

std::optional<Told> told_by_event(std::string const& event) {
  constexpr std::string_view start = "data: ";
  if (!event.starts_with(start)) return std::nullopt;
  auto const data = boost::json::parse(std::string_view{event}.substr(start.size()));
  auto const message = live::decode_message(std::string_view{data.at("message").as_string()});
  if (!message || !message->live) throw std::runtime_error("a live message cannot be read: " + event);
  return told_by(message->live->snapshot);
}

}  // namespace shipvote::bench
