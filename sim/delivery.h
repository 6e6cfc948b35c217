// Takes live messages to those who listen, as Twitch does it: no history, no receipt, and whatever loss, doubling,
// delay and disorder one orders. Facts: docs/platforms/twitch.md, "Delivery to views".
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/message.h"
#include "sim/chance.h"
#include "sim/message_log.h"

namespace shipvote::sim {

// What happens on the way to a view; each probability from 0 to 1.
struct DeliveryKnobs {
  double loss = 0;
  double duplicate = 0;
  double reorder = 0;  // held back by `reordered_by`, so that later messages overtake it
  std::chrono::milliseconds delay_least{0};
  std::chrono::milliseconds delay_most{0};
  std::uint64_t lose_every = 0;  // besides: of each view's messages the first, and then every so-manieth; 0: none
};
inline constexpr std::chrono::milliseconds reordered_by{1'500};

// When one view gets one message: never, once or twice, each so long after it was accepted. The second value tells that
// the message may be overtaken.
struct DeliveryPlan {
  std::vector<std::chrono::milliseconds> after;
  bool may_be_overtaken = false;
};
[[nodiscard]] DeliveryPlan plan_delivery(Chance& chance, DeliveryKnobs const& knobs);

// One Server-Sent Event: {"target","contentType","message"}, the three arguments of a view's listener.
[[nodiscard]] std::string event_text(std::string_view target, LiveMessage const& message);

struct DeliveryFigures {
  std::size_t listeners = 0;  // now
  std::uint64_t delivered = 0;
  std::uint64_t lost = 0;  // because of `loss` or `lose_every`
  std::uint64_t duplicated = 0;
  std::uint64_t dropped = 0;  // too many waiting
};

// Any thread. Must outlive the running of the loop.
class Delivery {
 public:
  static constexpr std::size_t most_listeners = 10'000;
  static constexpr std::size_t most_waiting = 100'000;

  Delivery(boost::asio::io_context& loop, std::uint64_t seed);

  // From now on the stream hears the channel's broadcasts, global messages, and whispers to `viewer` (may be empty).
  // False when there are too many listeners; the stream is closed then. A stream may carry several views, each with a
  // fate of its own: `view` is then the name of the event that its messages come as.
  bool listen(std::string const& channel_id, std::string const& viewer, std::shared_ptr<http::Stream> stream,
              std::string const& view = {});
  void deliver(SharedMessage message);

  // For one channel, or for all that have no knobs of their own. At most 1,000 channels have their own.
  void set_knobs(DeliveryKnobs const& knobs);
  void set_knobs(std::string const& channel_id, DeliveryKnobs const& knobs);
  void clear_knobs();  // everything arrives again, at once and once
  [[nodiscard]] DeliveryKnobs knobs(std::string const& channel_id) const;
  [[nodiscard]] DeliveryFigures figures() const;

  void stop();  // closes all streams; nothing is delivered afterwards

 private:
  using Clock = std::chrono::steady_clock;
  struct Listener {
    std::string channel_id;
    std::string viewer;
    std::string view;
    std::shared_ptr<http::Stream> stream;
    Chance chance;
    Clock::time_point last_due{};
    std::uint64_t messages = 0;  // while some were lost in turn
  };
  struct Waiting {
    std::shared_ptr<http::Stream> stream;
    http::SharedBytes bytes;
  };
  using Due = std::pair<Clock::time_point, std::uint64_t>;  // the number keeps equal times in order

  [[nodiscard]] DeliveryKnobs const& knobs_of(std::string const& channel_id) const;  // under mutex_
  void plan(Listener& listener, http::SharedBytes const& bytes);                     // under mutex_
  void flush();                                                                      // on the loop
  void keep_alive();                                                                 // on the loop
  void arm_timer();                                                                  // on the loop, under mutex_
  void forget_closed();                                                              // under mutex_

  boost::asio::io_context& loop_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer heartbeat_;
  mutable std::mutex mutex_;
  std::uint64_t seed_;
  std::uint64_t listeners_ever_ = 0;
  std::uint64_t events_ever_ = 0;
  std::vector<Listener> listeners_;
  std::map<Due, Waiting> waiting_;
  DeliveryKnobs common_;
  std::unordered_map<std::string, DeliveryKnobs> own_;
  DeliveryFigures figures_;
  bool stopped_ = false;
};

}  // namespace shipvote::sim
