// The client of the Wargaming API for World of Warships. Facts: contract/wargaming.md sections 1 to 5.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "foundation/outgoing_call.h"
#include "foundation/time.h"
#include "voting/channel.h"
#include "voting/warship.h"

namespace shipvote::wargaming {

struct WargamingSettings {
  std::string application_id;  // a secret as far as logs are concerned
  // For trials against a simulator: replaces the fixed table of hosts by <override>/<realm>/wows. Empty: the real
  // hosts.
  std::string base_url_override;
  std::string language = "en";
};

struct Account {
  AccountId id;
  std::string nickname;  // as Wargaming spells it
};

// Blocking; for threads that may wait. Calls are spaced by limits::wargaming_call_spacing over all threads.
// Thread-safe. Refusals: player_not_found, profile_hidden, wargaming_limit (REQUEST_LIMIT_EXCEEDED after the retries),
// wargaming_unavailable (outage, time-out, key refused, answers that make no sense).
class WargamingClient {
 public:
  WargamingClient(WargamingSettings settings, OutgoingCaller& caller);
  ~WargamingClient();

  // Exact name, any case. The name must have been checked with check_account_name.
  [[nodiscard]] Outcome<Account> find_account(voting::Realm realm, std::string const& name);
  // Every ship with statistics; none: player_not_found or profile_hidden, told apart by meta.hidden.
  [[nodiscard]] Outcome<std::vector<ShipId>> ships_of(voting::Realm realm, AccountId account);
  // All pages, or a refusal: never a part.
  [[nodiscard]] Outcome<std::vector<voting::EncyclopediaShip>> encyclopedia();

  // Wakes and ends every wait; later calls are refused at once. For shutdown.
  void stop();
};

// 3 to 24 of A-Z a-z 0-9 and underscore (section 3).
[[nodiscard]] bool valid_account_name(std::string_view name) noexcept;

}  // namespace shipvote::wargaming
