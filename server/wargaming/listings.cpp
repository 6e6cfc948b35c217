#include "wargaming/listings.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <limits>

#include "foundation/limits.h"
#include "foundation/log.h"

namespace shipvote::wargaming {
namespace {

namespace json = boost::json;

constexpr int highest_tier = 11;  // superships
constexpr std::size_t nation_bytes = 32;

std::optional<std::uint64_t> whole_number(json::value const* value) {
  if (value == nullptr || !value->is_number()) return std::nullopt;
  json::error_code error;
  auto const number = value->to_number<std::uint64_t>(error);
  if (error) return std::nullopt;
  return number;
}

template <class AnyId>
std::optional<AnyId> id_of(json::value const* value) {
  auto const number = whole_number(value);
  if (!number || *number == 0 || *number > AnyId::max) return std::nullopt;
  return AnyId{static_cast<typename AnyId::number_type>(*number)};
}

std::optional<std::string_view> text_of(json::value const* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view{value->get_string()};
}

std::optional<bool> flag_of(json::value const* value) {
  if (value == nullptr || !value->is_bool()) return std::nullopt;
  return value->get_bool();
}

bool has_control_character(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](unsigned char byte) { return byte < ' ' || byte == 0x7F; });
}

bool name_makes_sense(std::string_view name) noexcept {
  return !name.empty() && name.size() <= limits::ship_name_bytes && !has_control_character(name);
}

bool nation_makes_sense(std::string_view nation) noexcept {
  return !nation.empty() && nation.size() <= nation_bytes && std::all_of(nation.begin(), nation.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  });
}

// A ship without a usable picture is still a ship.
std::string image_of(json::object const& row) {
  json::value const* const images = row.if_contains("images");
  if (images == nullptr || !images->is_object()) return {};
  auto const url = text_of(images->get_object().if_contains("small"));
  if (!url || url->rfind("https://", 0) != 0 || url->size() > limits::image_url_bytes) return {};
  bool const plain = std::all_of(url->begin(), url->end(), [](unsigned char byte) {
    return byte > ' ' && byte < 0x7F && byte != '"' && byte != '<' && byte != '>' && byte != '\\';
  });
  return plain ? std::string{*url} : std::string{};
}

std::optional<voting::EncyclopediaShip> read_ship(std::string_view key, json::value const& value) {
  json::object const* const row = value.if_object();
  if (row == nullptr) return std::nullopt;
  auto const id = id_of<ShipId>(row->if_contains("ship_id"));
  auto const name = text_of(row->if_contains("name"));
  auto const nation = text_of(row->if_contains("nation"));
  auto const type = text_of(row->if_contains("type"));
  auto const tier = whole_number(row->if_contains("tier"));
  auto const is_premium = flag_of(row->if_contains("is_premium"));
  auto const is_special = flag_of(row->if_contains("is_special"));
  if (!id || parse_id<ShipId>(key) != id || !name || !nation || !type || !tier || !is_premium || !is_special) {
    return std::nullopt;
  }
  bool const sense = name_makes_sense(*name) && nation_makes_sense(*nation) && voting::parse_ship_type(*type) &&
                     *tier >= 1 && *tier <= highest_tier;
  if (!sense) return std::nullopt;
  json::value const* const next = row->if_contains("next_ships");
  voting::EncyclopediaShip ship;
  ship.id = *id;
  ship.name = *name;
  ship.description = text_of(row->if_contains("description")).value_or("");
  ship.nation = *nation;
  ship.type = *type;
  ship.tier = static_cast<int>(*tier);
  ship.is_premium = *is_premium;
  ship.is_special = *is_special;
  ship.has_next_ships = next != nullptr && next->is_object() && !next->get_object().empty();
  ship.image = image_of(*row);
  return ship;
}

bool names_account(json::value const* hidden, AccountId account) {
  if (hidden == nullptr || !hidden->is_array()) return false;
  json::array const& ids = hidden->get_array();
  return std::any_of(ids.begin(), ids.end(),
                     [account](json::value const& id) { return id_of<AccountId>(&id) == account; });
}

}  // namespace

bool mostly_skipped(std::size_t skipped, std::size_t rows) noexcept { return skipped * 2 > rows; }

bool same_name(std::string_view one, std::string_view other) noexcept {
  auto const lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : int{letter}; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [lower](char left, char right) { return lower(left) == lower(right); });
}

std::variant<std::optional<Account>, NoSense> read_account(Answer const& answer, std::string_view name) {
  json::array const* const rows = answer.data.if_array();
  if (rows == nullptr) return NoSense{"account/list: data is no list"};
  for (json::value const& value : *rows) {
    json::object const* const row = value.if_object();
    if (row == nullptr) return NoSense{"account/list: a row is no object"};
    auto const nickname = text_of(row->if_contains("nickname"));
    if (!nickname || !same_name(*nickname, name)) continue;
    auto const id = id_of<AccountId>(row->if_contains("account_id"));
    if (!id) return NoSense{"account/list: the account has no id"};
    return Account{*id, std::string{*nickname}};
  }
  return std::nullopt;
}

std::variant<ListedShips, NoShips, NoSense> read_ships(Answer const& answer, AccountId account) {
  json::object const* const accounts = answer.data.if_object();
  json::value const* const value = accounts == nullptr ? nullptr : accounts->if_contains(account.text());
  if (value == nullptr) return NoSense{"ships/stats: the account is not in the answer"};
  json::array const* const rows = value->if_array();
  if (value->is_null() || (rows != nullptr && rows->empty())) {
    return names_account(answer.meta.if_contains("hidden"), account) ? NoShips::hidden : NoShips::unknown;
  }
  if (rows == nullptr) return NoSense{"ships/stats: no list of ships"};
  if (rows->size() > limits::ships_per_garage) return NoSense{"ships/stats: more ships than there can be"};
  ListedShips listed;
  for (json::value const& row : *rows) {
    auto const id = row.is_object() ? id_of<ShipId>(row.get_object().if_contains("ship_id")) : std::nullopt;
    if (id) {
      listed.ids.push_back(*id);
    } else {
      ++listed.skipped;
    }
  }
  if (mostly_skipped(listed.skipped, rows->size())) return NoSense{"ships/stats: most rows make no sense"};
  std::sort(listed.ids.begin(), listed.ids.end());
  listed.ids.erase(std::unique(listed.ids.begin(), listed.ids.end()), listed.ids.end());
  return listed;
}

std::variant<EncyclopediaPage, NoSense> read_encyclopedia_page(Answer const& answer) {
  json::object const* const rows = answer.data.if_object();
  if (rows == nullptr) return NoSense{"encyclopedia/ships: data is no object"};
  auto const page_number = whole_number(answer.meta.if_contains("page"));
  auto const page_total = whole_number(answer.meta.if_contains("page_total"));
  auto const total = whole_number(answer.meta.if_contains("total"));
  if (!page_number || !page_total || !total) return NoSense{"encyclopedia/ships: no paging"};
  if (*page_total < 1 || *page_total > limits::wargaming_pages || *total < 1 || *total > limits::warships ||
      *page_number < 1 || *page_number > *page_total || rows->size() > *total) {
    return NoSense{"encyclopedia/ships: a listing of " + std::to_string(*total) + " ships on " +
                   std::to_string(*page_total) + " pages cannot be"};
  }
  EncyclopediaPage page;
  page.page = *page_number;
  page.page_total = *page_total;
  page.total = *total;
  for (auto const& row : *rows) {
    std::string_view const key = row.key();
    if (auto ship = read_ship(key, row.value())) {
      page.ships.push_back(*std::move(ship));
    } else {
      ++page.skipped;
      log::warning("encyclopedia_ship_skipped", {{"ship", key.substr(0, 20)}});
    }
  }
  return page;
}

}  // namespace shipvote::wargaming
