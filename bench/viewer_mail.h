// What comes to many simulated views of one process: live messages, as the simulator delivers them, and answers of the
// server. Everything is kept until the one thread that plays the views takes it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bench/view.h"
#include "foundation/outgoing_call.h"
#include "http/client.h"
#include "http/message.h"

namespace shipvote::bench {

// Any thread.
template <class Item>
class Inbox {
 public:
  void put(Item item) {
    std::scoped_lock const lock(mutex_);
    items_.push_back(std::move(item));
  }
  [[nodiscard]] std::vector<Item> take_all() {
    std::scoped_lock const lock(mutex_);
    return std::exchange(items_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Item> items_;
};

struct Delivered {
  std::size_t view = 0;
  http::SharedBytes event;
};

// The listener's end of a stream that leads to a view.
[[nodiscard]] std::shared_ptr<http::Stream> stream_to(std::size_t view, std::shared_ptr<Inbox<Delivered>> inbox);

// What an event of the simulator's stream tells; nothing for its signs of life. Throws std::runtime_error for a message
// that cannot be read.
[[nodiscard]] std::optional<Told> told_by_event(std::string const& event);

enum class Errand { ballot, open_vote, settings, known_vote };
inline constexpr std::size_t errands = 4;

struct Answered {
  std::size_t view = 0;
  Errand errand = Errand::ballot;
  std::uint64_t asking = 0;
  OutgoingResult result;
};

}  // namespace shipvote::bench
