// The time-outs of all connections of one loop: a list per kind of wait, in order of time, looked at on every tick. A
// timer per connection would cost more than the requests themselves.
#pragma once

#include <array>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstddef>

namespace shipvote::http {

// What a connection waits for.
enum class Wait { first_byte, next_request, rest_of_request, handler, writable, goodbye, stream };

inline constexpr std::size_t wait_count = static_cast<std::size_t>(Wait::stream) + 1;

// Something that waits. It may be destroyed at any time on the sweeper's loop.
class Swept : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  Swept() = default;
  Swept(Swept const&) = delete;
  Swept& operator=(Swept const&) = delete;
  virtual ~Swept() = default;

  // Waited too long. It is in no list any more.
  virtual void expired(Wait wait) = 0;
  // The server drains: what waits for a request ends now, what is being answered ends after that.
  virtual void drain(Wait wait) = 0;
  // The time for draining is over.
  virtual void cut_off() = 0;

 private:
  friend class Sweeper;
  std::chrono::steady_clock::time_point since_;
};

// For one thread.
class Sweeper {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Timeouts = std::array<std::chrono::milliseconds, wait_count>;  // zero: none

  // Nothing expires early, and nothing later than two ticks after its time-out.
  Sweeper(Timeouts const& timeouts, std::chrono::milliseconds tick_every, Time now);
  ~Sweeper();

  // The wait starts now (again).
  void enter(Swept& swept, Wait wait) noexcept;
  // What waited longer than allowed is told so.
  void tick(Time now);
  void drain();
  void cut_off();

 private:
  using List = boost::intrusive::list<Swept, boost::intrusive::constant_time_size<false>>;

  std::array<List, wait_count> lists_;
  Timeouts timeouts_;
  std::chrono::milliseconds tick_every_;
  Time now_;
};

}  // namespace shipvote::http
