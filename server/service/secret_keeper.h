// Reads the extension's secrets anew when Twitch no longer takes our tokens, or signs with a secret that is new to us,
// so that a rotation needs no restart.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "service/waking_thread.h"
#include "twitch/helix.h"
#include "twitch/token.h"

namespace shipvote::service {

class SecretKeeper {
 public:
  // `from_settings` stay in force beside what Twitch says: they are what the operator trusts, and what is in force at
  // the start. `renewed` is called on a thread of the HTTP client after other secrets than those in force were taken.
  SecretKeeper(twitch::HelixClient& helix, twitch::TokenChecker& tokens, std::vector<twitch::Secret> from_settings,
               TimeSource const& time, std::function<void()> renewed);
  ~SecretKeeper();

  // Twitch refused a token of ours. Cheap, any thread; asks at most once a minute.
  void rejected();
  // A token came that is right but for its signature: perhaps Twitch signs with a secret that we do not know yet. As
  // cheap and as rare as rejected(), since anyone can make such tokens.
  void unknown_signature() { ask(); }
  [[nodiscard]] std::uint64_t rejections() const noexcept { return rejections_.load(std::memory_order_relaxed); }
  void stop();

 private:
  void ask();
  [[nodiscard]] TimePoint read_if_asked();
  void take(std::vector<twitch::Secret> secrets);

  // What the answer from Twitch may touch after this object is gone.
  struct Link {
    std::mutex mutex;
    SecretKeeper* keeper = nullptr;
  };

  twitch::HelixClient& helix_;
  twitch::TokenChecker& tokens_;
  std::vector<twitch::Secret> from_settings_;
  std::vector<twitch::Secret> in_force_;  // under the link's lock
  TimeSource const& time_;
  std::function<void()> renewed_;
  std::atomic<std::uint64_t> rejections_{0};
  std::atomic<bool> asked_{false};
  TimePoint not_before_ = TimePoint::min();  // on the thread only
  std::shared_ptr<Link> link_;
  std::unique_ptr<WakingThread> thread_;
};

}  // namespace shipvote::service
