// Keeps the fleet and the garages fresh from Wargaming, in the background and at Wargaming's pace.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "service/channel_desk.h"
#include "service/fleet_shelf.h"
#include "service/waking_thread.h"
#include "store/store.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::service {

struct RefreshFigures {
  std::uint64_t fleet_refreshes = 0;
  std::uint64_t fleet_failures = 0;
  std::uint64_t garage_refreshes = 0;
  std::uint64_t garage_failures = 0;
};

class RefreshKeeper {
 public:
  struct Parts {
    store::Store& store;
    FleetShelf& fleet;
    ChannelBoard const& channels;
    ChannelDesk& desk;
    wargaming::WargamingClient& wargaming;
    TimeSource const& time;
    bool refresh_fleet = true;
    bool refresh_garages = true;
  };
  explicit RefreshKeeper(Parts parts);
  ~RefreshKeeper();

  // Call wargaming.stop() before, so that a call under way does not hold this up. Idempotent.
  void stop();
  [[nodiscard]] RefreshFigures figures() const noexcept;

 private:
  // Does what is due, and says when something is due next.
  [[nodiscard]] TimePoint refresh();
  [[nodiscard]] TimePoint refresh_fleet(TimePoint now);
  [[nodiscard]] TimePoint refresh_one_garage(TimePoint now);
  [[nodiscard]] TimePoint garage_due_at(ChannelView const& view) const;

  Parts parts_;
  std::atomic<std::uint64_t> fleet_refreshes_{0};
  std::atomic<std::uint64_t> fleet_failures_{0};
  std::atomic<std::uint64_t> garage_refreshes_{0};
  std::atomic<std::uint64_t> garage_failures_{0};
  TimePoint fleet_due_;                               // on the thread only, from here on
  std::chrono::milliseconds fleet_pause_;             // after the next failure
  std::map<ChannelId, TimePoint> garage_not_before_;  // channels whose last refresh failed
  std::atomic<bool> stopping_{false};
  std::unique_ptr<WakingThread> thread_;
};

}  // namespace shipvote::service
