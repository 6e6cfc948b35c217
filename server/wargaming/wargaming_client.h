// The client of the Wargaming API for World of Warships. Facts: docs/platforms/wargaming.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "foundation/outgoing_call.h"
#include "voting/channel.h"
#include "voting/warship.h"
#include "wargaming/waiter.h"

namespace shipvote::wargaming {

struct WargamingSettings {
  std::string application_id;  // a secret as far as logs are concerned
  // For trials against a simulator: replaces the fixed table of hosts by <override>/<realm>/wows. Empty: the real
  // hosts.
  std::string base_url_override;
  // cs de en es fr ja pl ru th zh-tw tr zh-cn pt-br es-mx ("Calls and answers"). With anything but "en" two test ships
  // that only their English description gives away stay votable (fleet/warship_rules.h).
  std::string language = "en";
};

struct Account {
  AccountId id;
  std::string nickname;  // as Wargaming spells it
};

// Numbers since the start. Each is monotone.
struct WargamingFigures {
  std::uint64_t calls = 0;            // tries included
  std::uint64_t retries = 0;          // tries after the first
  std::uint64_t limit_hits = 0;       // REQUEST_LIMIT_EXCEEDED, or HTTP 429
  std::uint64_t outages = 0;          // SOURCE_NOT_AVAILABLE
  std::uint64_t no_answers = 0;       // time-out, refused connection and the like
  std::uint64_t key_refusals = 0;     // the application_id or this server's address is not accepted: for the operator
  std::uint64_t other_errors = 0;     // any other error of the API, the expected ones (unknown account) included
  std::uint64_t no_sense = 0;         // answers that could not be used
  std::uint64_t rows_skipped = 0;     // single rows that could not be used
  std::uint64_t listing_changes = 0;  // the encyclopedia changed while it was read
};

// Blocking; for threads that may wait. Calls are spaced by limits::wargaming_call_spacing over all threads; what the
// API says to be worth it (its limit, an outage of its back end) is tried limits::wargaming_tries times.
// Thread-safe. Refusals: player_not_found, profile_hidden, wargaming_limit (REQUEST_LIMIT_EXCEEDED after the retries),
// wargaming_unavailable (outage, time-out, key refused, answers that make no sense). Their messages tell a streamer
// what to do; their details tell the operator.
//
// Every call is a POST with a form ("Calls and answers"), so that the application_id stands in no URL.
class WargamingClient {
 public:
  // `caller` outlives the client.
  WargamingClient(WargamingSettings settings, OutgoingCaller& caller);
  // With time and chance (0 to 1, called under a lock) of one's own; for tests. Both outlive the client.
  WargamingClient(WargamingSettings settings, OutgoingCaller& caller, Waiter& waiter, std::function<double()> chance);
  ~WargamingClient();  // stops; no call may be under way any more
  WargamingClient(WargamingClient const&) = delete;
  WargamingClient& operator=(WargamingClient const&) = delete;

  // Exact name, any case. A name that valid_account_name refuses is not found, without a call.
  [[nodiscard]] Outcome<Account> find_account(voting::Realm realm, std::string const& name);
  // Every ship with statistics, ascending, never empty; none: player_not_found or profile_hidden, told apart by
  // meta.hidden.
  [[nodiscard]] Outcome<std::vector<ShipId>> ships_of(voting::Realm realm, AccountId account);
  // All pages, or a refusal: never a part. Read from the eu host: the catalogue is practically the same on all realms
  // ("List of ships"), and one source keeps the ids of pages from mixing. Begins anew once when it changes meanwhile.
  [[nodiscard]] Outcome<std::vector<voting::EncyclopediaShip>> encyclopedia();

  [[nodiscard]] WargamingFigures figures() const noexcept;

  // Ends every pause; later calls are refused at once. For shutdown. A call that waits for its answer ends when the
  // OutgoingCaller is stopped, or by its time-out.
  void stop();

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

// 3 to 24 of A-Z a-z 0-9 and underscore ("Finding an account").
[[nodiscard]] bool valid_account_name(std::string_view name) noexcept;

}  // namespace shipvote::wargaming
