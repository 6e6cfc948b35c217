// Reading what each method lists out of its answer. Internal to the room. Facts: docs/platforms/wargaming.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/ids.h"
#include "voting/warship.h"
#include "wargaming/answer.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::wargaming {

// account/list ("Finding an account"): the row whose nickname is `name` in any case, if there is one.
[[nodiscard]] std::variant<std::optional<Account>, NoSense> read_account(Answer const& answer, std::string_view name);

// ships/stats ("Ships of an account"). An account without a list is hidden when meta.hidden names it, and unknown (or
// has never fought a battle) otherwise.
enum class NoShips { unknown, hidden };
struct ListedShips {
  std::vector<ShipId> ids;  // each once, ascending
  std::size_t skipped = 0;  // rows that make no sense
};
[[nodiscard]] std::variant<ListedShips, NoShips, NoSense> read_ships(Answer const& answer, AccountId account);

// encyclopedia/ships ("List of ships"): one page.
struct EncyclopediaPage {
  std::vector<voting::EncyclopediaShip> ships;
  std::size_t skipped = 0;  // rows that make no sense
  std::size_t page = 0;
  std::size_t page_total = 0;
  std::size_t total = 0;  // rows on all pages
};
[[nodiscard]] std::variant<EncyclopediaPage, NoSense> read_encyclopedia_page(Answer const& answer);

// More rows make no sense than do: then it is not the rows that are wrong, but our idea of them.
[[nodiscard]] bool mostly_skipped(std::size_t skipped, std::size_t rows) noexcept;

// Letters A to Z only; account names hold no others.
[[nodiscard]] bool same_name(std::string_view one, std::string_view other) noexcept;

}  // namespace shipvote::wargaming
