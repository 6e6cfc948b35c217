#include "sim/delivery.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/json.hpp>

namespace shipvote::sim {
namespace {

constexpr std::chrono::seconds heartbeat_every{15};
constexpr std::size_t most_channels_with_knobs = 1'000;

bool hears(std::string_view viewer, std::string_view target) {
  constexpr std::string_view whisper = "whisper-";
  if (!target.starts_with(whisper)) return true;
  return !viewer.empty() && target.substr(whisper.size()) == viewer;
}

}  // namespace

DeliveryPlan plan_delivery(Chance& chance, DeliveryKnobs const& knobs) {
  // Every question is asked every time, so that turning one knob leaves the answers behind the others alone.
  bool const lost = chance.happens(knobs.loss);
  bool const twice = chance.happens(knobs.duplicate);
  bool const late = chance.happens(knobs.reorder);
  auto const first = chance.between(knobs.delay_least, knobs.delay_most);
  auto const second = chance.between(knobs.delay_least, knobs.delay_most);
  DeliveryPlan plan;
  plan.may_be_overtaken = late;
  if (lost) return plan;
  auto const held = late ? reordered_by : std::chrono::milliseconds{0};
  plan.after.push_back(first + held);
  if (twice) plan.after.push_back(std::max(first, second) + held);
  return plan;
}

std::string event_text(std::string_view target, LiveMessage const& message) {
  boost::json::object const event{
      {"target", target}, {"contentType", message.content_type}, {"message", message.message}};
  return "data: " + boost::json::serialize(event) + "\n\n";
}

Delivery::Delivery(boost::asio::io_context& loop, std::uint64_t seed)
    : loop_(loop), timer_(loop), heartbeat_(loop), seed_(seed) {
  boost::asio::post(loop_, [this] { keep_alive(); });
}

bool Delivery::listen(std::string const& channel_id, std::string const& viewer, std::shared_ptr<http::Stream> stream,
                      std::string const& view) {
  stream->send(std::make_shared<std::string const>("retry: 1000\n: listening\n\n"));
  std::scoped_lock const lock(mutex_);
  if (listeners_.size() >= most_listeners) forget_closed();
  if (stopped_ || listeners_.size() >= most_listeners) {
    stream->close();
    return false;
  }
  ++listeners_ever_;
  Chance chance(seed_ + listeners_ever_, "delivery");
  listeners_.push_back({channel_id, viewer, view, std::move(stream), chance});
  return true;
}

void Delivery::deliver(SharedMessage message) {
  {
    std::scoped_lock const lock(mutex_);
    if (stopped_) return;
    forget_closed();
    for (auto const& target : message->targets) {
      auto const bytes = std::make_shared<std::string const>(event_text(target, *message));
      for (auto& listener : listeners_) {
        if (message->channel_id != "all" && listener.channel_id != message->channel_id) continue;
        if (hears(listener.viewer, target)) plan(listener, bytes);
      }
    }
  }
  boost::asio::post(loop_, [this] { flush(); });
}

void Delivery::plan(Listener& listener, http::SharedBytes const& bytes) {
  auto const knobs = knobs_of(listener.channel_id);
  auto planned = plan_delivery(listener.chance, knobs);
  if (knobs.lose_every == 0) {
    listener.messages = 0;
  } else if (listener.messages++ % knobs.lose_every == 0) {
    planned.after.clear();
  }
  if (planned.after.empty()) ++figures_.lost;
  if (planned.after.size() > 1) ++figures_.duplicated;
  auto const named =
      listener.view.empty() ? bytes : std::make_shared<std::string const>("event: " + listener.view + "\n" + *bytes);
  auto const now = Clock::now();
  for (auto const after : planned.after) {
    if (waiting_.size() >= most_waiting) {
      ++figures_.dropped;
      continue;
    }
    auto due = now + after;
    if (!planned.may_be_overtaken) {
      due = std::max(due, listener.last_due);
      listener.last_due = due;
    }
    waiting_.emplace(Due{due, ++events_ever_}, Waiting{listener.stream, named});
  }
}

void Delivery::flush() {
  std::scoped_lock const lock(mutex_);
  if (stopped_) return;
  auto const now = Clock::now();
  while (!waiting_.empty() && waiting_.begin()->first.first <= now) {
    auto const next = waiting_.begin();
    if (next->second.stream->send(next->second.bytes)) ++figures_.delivered;
    waiting_.erase(next);
  }
  arm_timer();
}

void Delivery::arm_timer() {
  if (waiting_.empty()) return;
  timer_.expires_at(waiting_.begin()->first.first);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) flush();
  });
}

void Delivery::keep_alive() {
  std::scoped_lock const lock(mutex_);
  if (stopped_) return;
  forget_closed();
  auto const bytes = std::make_shared<std::string const>(": still here\n\n");
  for (auto const& listener : listeners_) listener.stream->send(bytes);
  heartbeat_.expires_after(heartbeat_every);
  heartbeat_.async_wait([this](boost::system::error_code error) {
    if (!error) keep_alive();
  });
}

void Delivery::forget_closed() {
  std::erase_if(listeners_, [](auto const& listener) { return listener.stream->closed(); });
}

void Delivery::set_knobs(DeliveryKnobs const& knobs) {
  std::scoped_lock const lock(mutex_);
  common_ = knobs;
}

void Delivery::set_knobs(std::string const& channel_id, DeliveryKnobs const& knobs) {
  std::scoped_lock const lock(mutex_);
  if (own_.size() >= most_channels_with_knobs && !own_.contains(channel_id)) own_.erase(own_.begin());
  own_[channel_id] = knobs;
}

void Delivery::clear_knobs() {
  std::scoped_lock const lock(mutex_);
  common_ = {};
  own_.clear();
}

DeliveryKnobs const& Delivery::knobs_of(std::string const& channel_id) const {
  auto const own = own_.find(channel_id);
  return own == own_.end() ? common_ : own->second;
}

DeliveryKnobs Delivery::knobs(std::string const& channel_id) const {
  std::scoped_lock const lock(mutex_);
  return knobs_of(channel_id);
}

DeliveryFigures Delivery::figures() const {
  std::scoped_lock const lock(mutex_);
  auto figures = figures_;
  figures.listeners = static_cast<std::size_t>(std::count_if(
      listeners_.begin(), listeners_.end(), [](auto const& listener) { return !listener.stream->closed(); }));
  return figures;
}

void Delivery::stop() {
  std::scoped_lock const lock(mutex_);
  if (stopped_) return;
  stopped_ = true;
  for (auto const& listener : listeners_) listener.stream->close();
  listeners_.clear();
  waiting_.clear();
  boost::asio::post(loop_, [this] {
    timer_.cancel();
    heartbeat_.cancel();
  });
}

}  // namespace shipvote::sim
