// One call of any method of the Wargaming API: host, form, pacing, retries, and the errors that all methods share.
// Internal to the room.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/outgoing_call.h"
#include "foundation/refusal.h"
#include "voting/channel.h"
#include "wargaming/answer.h"
#include "wargaming/pacer.h"
#include "wargaming/waiter.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::wargaming {

struct Counters {
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint64_t> limit_hits{0};
  std::atomic<std::uint64_t> outages{0};
  std::atomic<std::uint64_t> no_answers{0};
  std::atomic<std::uint64_t> key_refusals{0};
  std::atomic<std::uint64_t> other_errors{0};
  std::atomic<std::uint64_t> no_sense{0};
  std::atomic<std::uint64_t> rows_skipped{0};
  std::atomic<std::uint64_t> listing_changes{0};
};

using Form = std::vector<std::pair<std::string_view, std::string>>;

// Thread-safe.
class ApiCalls {
 public:
  ApiCalls(WargamingSettings settings, OutgoingCaller& caller, Waiter& waiter, std::function<double()> chance);

  // `method` as in "account/list". An error of the API comes back only when it is about what was asked for; everything
  // else is a refusal, counted and logged.
  [[nodiscard]] std::variant<Answer, ApiError, Refusal> call(voting::Realm realm, std::string_view method, Form form);

  // An answer in the form of the API whose content could not be used.
  [[nodiscard]] Refusal no_sense(std::string const& detail);
  // An error of the API that the method has no meaning for.
  [[nodiscard]] static Refusal unexpected(std::string_view method, ApiError const& error);
  [[nodiscard]] std::string const& language() const noexcept { return settings_.language; }

  void stop();

  Counters counters;

 private:
  [[nodiscard]] OutgoingRequest request_for(voting::Realm realm, std::string_view method, Form const& form) const;
  [[nodiscard]] std::variant<Answer, ApiError, Refusal> try_once(OutgoingRequest const& request,
                                                                 std::string_view method);
  [[nodiscard]] Waiter::Moment after_pause(int failed_tries);

  WargamingSettings const settings_;
  OutgoingCaller& caller_;
  Waiter& waiter_;
  Pacer pacer_;
  std::mutex chance_mutex_;
  std::function<double()> const chance_;
  std::atomic<bool> stopped_{false};
};

}  // namespace shipvote::wargaming
