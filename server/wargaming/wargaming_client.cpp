#include "wargaming/wargaming_client.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <unordered_set>
#include <variant>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "wargaming/api_calls.h"
#include "wargaming/listings.h"

namespace shipvote::wargaming {
namespace {

using voting::EncyclopediaShip;
using voting::Realm;

constexpr std::string_view account_list = "account/list";
constexpr std::string_view ships_stats = "ships/stats";
constexpr std::string_view encyclopedia_ships = "encyclopedia/ships";
constexpr int readings_of_a_changing_listing = 2;

Refusal no_such_account(Realm realm, std::string_view name) {
  return Refusal{RefusalCode::player_not_found, "There is no World of Warships player named \"" + std::string{name} +
                                                    "\" on the realm " + std::string{voting::realm_text(realm)} +
                                                    ". Please check the spelling and the realm."};
}

Refusal no_ships(NoShips why) {
  if (why == NoShips::hidden) {
    return Refusal{
        RefusalCode::profile_hidden,
        "This player's profile is hidden, so its ships cannot be read. Please make the profile public in the "
        "settings of World of Warships, and try again."};
  }
  return Refusal{RefusalCode::player_not_found,
                 "Wargaming knows no ships of this player: the account is gone, or has not fought a battle yet. Please "
                 "check the name and the realm, or play a battle first."};
}

// Errors of account/list that blame the name. Names are checked before, so they are rare.
bool blames_the_name(ApiError const& error) noexcept {
  static constexpr std::array<std::string_view, 3> messages{"SEARCH_NOT_SPECIFIED", "NOT_ENOUGH_SEARCH_LENGTH",
                                                            "INVALID_SEARCH"};
  return std::find(messages.begin(), messages.end(), error.message) != messages.end();
}

std::function<double()> random_chance() {
  return [engine = std::mt19937{std::random_device{}()}]() mutable {
    return std::uniform_real_distribution<double>{0, 1}(engine);
  };
}

}  // namespace

class WargamingClient::Reader {
 public:
  Reader(WargamingSettings settings, OutgoingCaller& caller, Waiter* waiter, std::function<double()> chance)
      : calls(std::move(settings), caller, waiter != nullptr ? *waiter : own_waiter_, std::move(chance)) {}

  [[nodiscard]] Outcome<Account> account(Realm realm, std::string const& name);
  [[nodiscard]] Outcome<std::vector<ShipId>> ships(Realm realm, AccountId account);
  [[nodiscard]] Outcome<std::vector<EncyclopediaShip>> encyclopedia();

 private:
  struct Changed {};  // the listing is not what it was a page ago
  [[nodiscard]] std::variant<EncyclopediaPage, Changed, Refusal> read_page(std::size_t page_number);
  [[nodiscard]] std::variant<std::vector<EncyclopediaShip>, Changed, Refusal> read_all_pages();

  SteadyWaiter own_waiter_;  // before `calls`, which may use it

 public:
  ApiCalls calls;
};

Outcome<Account> WargamingClient::Reader::account(Realm realm, std::string const& name) {
  if (!valid_account_name(name)) {
    return Refusal{RefusalCode::player_not_found,
                   "No World of Warships player can have this name: it takes 3 to 24 letters A to Z, digits and "
                   "underscores."};
  }
  auto result =
      calls.call(realm, account_list, {{"search", name}, {"type", "exact"}, {"fields", "account_id,nickname"}});
  if (auto* const refusal = std::get_if<Refusal>(&result)) return std::move(*refusal);
  if (auto const* const error = std::get_if<ApiError>(&result)) {
    return blames_the_name(*error) ? no_such_account(realm, name) : ApiCalls::unexpected(account_list, *error);
  }
  auto found = read_account(std::get<Answer>(result), name);
  if (auto const* const odd = std::get_if<NoSense>(&found)) return calls.no_sense(odd->detail);
  auto& account = std::get<std::optional<Account>>(found);
  if (!account) return no_such_account(realm, name);
  return *std::move(account);
}

// in_garage is not sent: according to the reference it needs the player's own access_token. So the list is every ship
// with statistics, sold ones included (docs/platforms/wargaming.md, "Ships of an account").
Outcome<std::vector<ShipId>> WargamingClient::Reader::ships(Realm realm, AccountId account) {
  auto result = calls.call(realm, ships_stats, {{"account_id", account.text()}, {"fields", "ship_id"}});
  if (auto* const refusal = std::get_if<Refusal>(&result)) return std::move(*refusal);
  if (auto const* const error = std::get_if<ApiError>(&result)) {
    return error->message == "INVALID_ACCOUNT_ID" ? no_ships(NoShips::unknown)
                                                  : ApiCalls::unexpected(ships_stats, *error);
  }
  auto read = read_ships(std::get<Answer>(result), account);
  if (auto const* const none = std::get_if<NoShips>(&read)) return no_ships(*none);
  if (auto const* const odd = std::get_if<NoSense>(&read)) return calls.no_sense(odd->detail);
  auto& listed = std::get<ListedShips>(read);
  if (listed.skipped > 0) {
    calls.counters.rows_skipped.fetch_add(listed.skipped);
    log::warning("garage_ships_skipped", {{"account", account.text()}, {"count", listed.skipped}});
  }
  return std::move(listed.ids);
}

std::variant<EncyclopediaPage, WargamingClient::Reader::Changed, Refusal> WargamingClient::Reader::read_page(
    std::size_t page_number) {
  auto result = calls.call(Realm::eu, encyclopedia_ships,
                           {{"language", calls.language()},
                            {"limit", std::to_string(limits::wargaming_page_size)},
                            {"page_no", std::to_string(page_number)},
                            {"fields",
                             "ship_id,name,description,nation,type,tier,is_premium,is_special,next_ships,"
                             "images.small"}});
  if (auto* const refusal = std::get_if<Refusal>(&result)) return std::move(*refusal);
  if (auto const* const error = std::get_if<ApiError>(&result)) {
    if (error->message == "PAGE_NO_NOT_FOUND" && page_number > 1) return Changed{};
    return ApiCalls::unexpected(encyclopedia_ships, *error);
  }
  auto read = read_encyclopedia_page(std::get<Answer>(result));
  if (auto const* const odd = std::get_if<NoSense>(&read)) return calls.no_sense(odd->detail);
  auto& page = std::get<EncyclopediaPage>(read);
  if (page.page != page_number) return calls.no_sense("encyclopedia/ships: another page than the one asked for");
  return std::move(page);
}

std::variant<std::vector<EncyclopediaShip>, WargamingClient::Reader::Changed, Refusal>
WargamingClient::Reader::read_all_pages() {
  std::vector<EncyclopediaShip> ships;
  std::unordered_set<ShipId> seen;
  std::size_t skipped = 0;
  std::size_t page_total = 1;
  std::size_t total = 0;
  for (std::size_t number = 1; number <= page_total; ++number) {
    auto result = read_page(number);
    if (auto* const refusal = std::get_if<Refusal>(&result)) return std::move(*refusal);
    if (std::holds_alternative<Changed>(result)) return Changed{};
    auto& page = std::get<EncyclopediaPage>(result);
    if (number == 1) {
      page_total = page.page_total;
      total = page.total;
    }
    if (page.page_total != page_total || page.total != total) return Changed{};
    skipped += page.skipped;
    for (EncyclopediaShip& ship : page.ships) {
      if (!seen.insert(ship.id).second) return Changed{};  // pushed on to the next page by a new ship
      ships.push_back(std::move(ship));
    }
  }
  if (ships.size() + skipped != total) return Changed{};
  if (mostly_skipped(skipped, total)) return calls.no_sense("encyclopedia/ships: most ships make no sense");
  calls.counters.rows_skipped.fetch_add(skipped);
  return ships;
}

Outcome<std::vector<EncyclopediaShip>> WargamingClient::Reader::encyclopedia() {
  for (int reading = 0; reading < readings_of_a_changing_listing; ++reading) {
    auto result = read_all_pages();
    if (auto* const refusal = std::get_if<Refusal>(&result)) return std::move(*refusal);
    if (auto* const ships = std::get_if<std::vector<EncyclopediaShip>>(&result)) return std::move(*ships);
    calls.counters.listing_changes.fetch_add(1);
    log::warning("encyclopedia_changed_while_read", {{"reading", reading + 1}});
  }
  return calls.no_sense("encyclopedia/ships: changed while it was read, more than once");
}

WargamingClient::WargamingClient(WargamingSettings settings, OutgoingCaller& caller)
    : reader_(std::make_unique<Reader>(std::move(settings), caller, nullptr, random_chance())) {}

WargamingClient::WargamingClient(WargamingSettings settings, OutgoingCaller& caller, Waiter& waiter,
                                 std::function<double()> chance)
    : reader_(std::make_unique<Reader>(std::move(settings), caller, &waiter, std::move(chance))) {}

WargamingClient::~WargamingClient() { stop(); }

Outcome<Account> WargamingClient::find_account(Realm realm, std::string const& name) {
  return reader_->account(realm, name);
}

Outcome<std::vector<ShipId>> WargamingClient::ships_of(Realm realm, AccountId account) {
  return reader_->ships(realm, account);
}

Outcome<std::vector<EncyclopediaShip>> WargamingClient::encyclopedia() { return reader_->encyclopedia(); }

WargamingFigures WargamingClient::figures() const noexcept {
  Counters const& counters = reader_->calls.counters;
  WargamingFigures figures;
  figures.calls = counters.calls;
  figures.retries = counters.retries;
  figures.limit_hits = counters.limit_hits;
  figures.outages = counters.outages;
  figures.no_answers = counters.no_answers;
  figures.key_refusals = counters.key_refusals;
  figures.other_errors = counters.other_errors;
  figures.no_sense = counters.no_sense;
  figures.rows_skipped = counters.rows_skipped;
  figures.listing_changes = counters.listing_changes;
  return figures;
}

void WargamingClient::stop() { reader_->calls.stop(); }

bool valid_account_name(std::string_view name) noexcept {
  if (name.size() < limits::account_name_characters_least || name.size() > limits::account_name_characters) {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           letter == '_';
  });
}

}  // namespace shipvote::wargaming
