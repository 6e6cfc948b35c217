// The players that the stand-in for the Wargaming API knows: some by name, for trying every case, and a crowd of
// others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/ids.h"
#include "sim/fleet.h"
#include "voting/channel.h"

namespace shipvote::sim {

enum class Profile {
  open,
  hidden,      // found by name, statistics withheld
  no_battles,  // found by name, no statistics
};

struct Account {
  AccountId id;  // in the realm's range: eu from 500 million, na from 1,000 million, asia from 2,000 million
  voting::Realm realm = voting::Realm::eu;
  std::string nickname;
  Profile profile = Profile::open;
  std::size_t ships = 0;  // of the fleet, or all of it when it has fewer
  // Further ids in the garage that the encyclopedia does not know: old, disabled and event ships.
  std::vector<ShipId> unknown_ships;
};

// On eu SeaCaptain (310 ships), HiddenHarbour, FreshRecruit (6 ships), NoBattlesYet; on na LakeAdmiral, QuietCove; on
// asia PearlSkipper, SilentReef; and 300 others on each. Always the same.
[[nodiscard]] std::vector<Account> sample_accounts();

// The ships of an account, always the same for the same account and fleet.
[[nodiscard]] std::vector<ShipId> garage_of(Account const& account, Fleet const& fleet);

[[nodiscard]] bool same_name(std::string_view left, std::string_view right) noexcept;  // without regard to case
[[nodiscard]] bool name_before(std::string_view left, std::string_view right) noexcept;
[[nodiscard]] bool name_starts_with(std::string_view name, std::string_view prefix) noexcept;

}  // namespace shipvote::sim
