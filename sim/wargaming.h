// The stand-in for the public Wargaming API of World of Warships on its three realms, errors, paging and limits
// included. Facts: docs/platforms/wargaming.md. Knows no sockets: a call and a time go in, a response comes out.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/time.h"
#include "http/message.h"
#include "sim/accounts.h"
#include "sim/fleet.h"
#include "sim/token_bucket.h"
#include "voting/channel.h"

namespace shipvote::sim {

struct WargamingSettings {
  std::string application_id = "simulator";
  std::string image_base;  // "http://127.0.0.1:8090/images/": where the drawn silhouettes are
};

struct WargamingCall {
  voting::Realm realm = voting::Realm::eu;
  std::string_view method;  // "account/list", without slashes at the ends
  std::string_view query;
  std::string_view form;  // the body of a POST
};

// The parameters of a call; the first of several with the same name counts.
class Parameters {
 public:
  Parameters(std::string_view query, std::string_view form);
  [[nodiscard]] std::string_view get(std::string_view name) const noexcept;  // empty when missing

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

// Any thread.
class Wargaming {
 public:
  Wargaming(WargamingSettings settings, Fleet fleet, std::vector<Account> accounts);

  [[nodiscard]] http::Response answer(WargamingCall const& call, TimePoint now);

  // Calls a second before REQUEST_LIMIT_EXCEEDED, 1 to 1,000; 0: no limit. From the start: 10.
  void set_calls_per_second(std::uint32_t calls);
  // What the real API does with in_garage and no token is unknown: ignore it (from the start) or refuse it.
  void refuse_in_garage(bool refuse);
  void set_fleet(Fleet fleet);        // the world changes: ships come and go
  void put_account(Account account);  // adds it, or replaces the one with its id
  void remove_account(AccountId id);
  void set_image_base(std::string url);

  [[nodiscard]] Fleet fleet() const;
  [[nodiscard]] std::vector<Account> accounts() const;
  [[nodiscard]] std::uint64_t calls() const;

 private:
  [[nodiscard]] http::Response route(WargamingCall const& call, Parameters const& parameters, TimePoint now);
  [[nodiscard]] http::Response account_list(voting::Realm realm, Parameters const& parameters) const;
  [[nodiscard]] http::Response ships_stats(voting::Realm realm, Parameters const& parameters) const;
  [[nodiscard]] http::Response encyclopedia_ships(Parameters const& parameters) const;
  [[nodiscard]] http::Response encyclopedia_info(Parameters const& parameters) const;

  mutable std::mutex mutex_;
  WargamingSettings settings_;
  Fleet fleet_;
  std::vector<Account> accounts_;
  std::optional<TokenBucket> bucket_;
  bool refuses_in_garage_ = false;
  std::uint64_t calls_ = 0;
};

// A failure in the API's form: HTTP 200, {"status":"error","error":{…}}.
[[nodiscard]] http::Response wargaming_error(int code, std::string_view message);

}  // namespace shipvote::sim
