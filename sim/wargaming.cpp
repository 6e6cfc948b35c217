#include "sim/wargaming.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "sim/wargaming_reading.h"

namespace shipvote::sim {

namespace json = boost::json;

Parameters::Parameters(std::string_view query, std::string_view form) {
  constexpr std::size_t most = 50;
  for (auto const part : {query, form}) {
    auto pairs = http::parse_query(part, most);
    if (!pairs) continue;
    pairs_.insert(pairs_.end(), std::make_move_iterator(pairs->begin()), std::make_move_iterator(pairs->end()));
  }
}

std::string_view Parameters::get(std::string_view name) const noexcept {
  for (auto const& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return {};
}

http::Response wargaming_answer(json::value const& body) {
  std::string const plain = json::serialize(body);
  std::string text;
  text.reserve(plain.size() + plain.size() / 64);
  for (char const letter : plain) {  // a slash is found inside strings only
    if (letter == '/') text.push_back('\\');
    text.push_back(letter);
  }
  http::Response response(200, std::move(text));
  response.headers.emplace_back("X-Api-Version", "1.15.0");
  response.headers.emplace_back("Content-Language", "en");
  return response;
}

http::Response wargaming_ok(json::object meta, json::value data) {
  return wargaming_answer(json::object{{"status", "ok"}, {"meta", std::move(meta)}, {"data", std::move(data)}});
}

namespace {

http::Response failure(int code, std::string_view message, json::value field, json::value value) {
  json::object error{{"field", std::move(field)}, {"message", message}, {"code", code}, {"value", std::move(value)}};
  return wargaming_answer(json::object{{"status", "error"}, {"error", std::move(error)}});
}

}  // namespace

http::Response wargaming_error(int code, std::string_view message) {
  return failure(code, message, json::value(nullptr), json::value(nullptr));
}

http::Response wargaming_error(int code, std::string_view message, std::string_view field, std::string_view value) {
  return failure(code, message, json::string(field), json::string(value));
}

http::Response wargaming_error(int code, std::string_view message, std::string_view field, int value) {
  return failure(code, message, json::string(field), json::value(value));
}

std::vector<std::string_view> comma_list(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    auto const comma = std::min(text.find(','), text.size());
    parts.push_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

std::optional<int> number_parameter(std::string_view text, int fallback, int least, int most) noexcept {
  if (text.empty()) return fallback;
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) return std::nullopt;
  return number;
}

std::variant<FieldFilter, http::Response> read_fields(Parameters const& parameters,
                                                      std::vector<std::string_view> const& known) {
  constexpr std::array<std::string_view, 15> languages = {"cs", "de", "en", "es",    "fr",    "ja",    "pl",   "ru",
                                                          "th", "tr", "it", "zh-tw", "zh-cn", "pt-br", "es-mx"};
  auto const language = parameters.get("language");
  if (!language.empty() && std::find(languages.begin(), languages.end(), language) == languages.end()) {
    return wargaming_error(407, "INVALID_LANGUAGE", "language", language);
  }
  auto const fields = parameters.get("fields");
  auto filter = FieldFilter::parse(fields);
  if (!filter || !filter->knows_only(known)) return wargaming_error(407, "INVALID_FIELDS", "fields", fields);
  return std::move(*filter);
}

Wargaming::Wargaming(WargamingSettings settings, Fleet fleet, std::vector<Account> accounts)
    : settings_(std::move(settings)), fleet_(std::move(fleet)), accounts_(std::move(accounts)) {
  set_calls_per_second(10);
}

http::Response Wargaming::answer(WargamingCall const& call, TimePoint now) {
  Parameters const parameters(call.query, call.form);
  std::scoped_lock const lock(mutex_);
  ++calls_;
  return route(call, parameters, now);
}

http::Response Wargaming::route(WargamingCall const& call, Parameters const& parameters, TimePoint now) {
  if (parameters.get("application_id") != settings_.application_id)
    return wargaming_error(407, "INVALID_APPLICATION_ID");
  if (bucket_ && !bucket_->take(now)) return wargaming_error(407, "REQUEST_LIMIT_EXCEEDED");
  if (call.method == "account/list") return account_list(call.realm, parameters);
  if (call.method == "ships/stats") return ships_stats(call.realm, parameters);
  if (call.method == "encyclopedia/ships") return encyclopedia_ships(parameters);
  if (call.method == "encyclopedia/info") return encyclopedia_info(parameters);
  return wargaming_error(404, "METHOD_NOT_FOUND");
}

void Wargaming::set_calls_per_second(std::uint32_t calls) {
  std::scoped_lock const lock(mutex_);
  bucket_.reset();
  calls = std::min(calls, 1'000U);
  if (calls > 0) bucket_.emplace(calls, std::chrono::milliseconds{1'000 / calls});
}

void Wargaming::refuse_in_garage(bool refuse) {
  std::scoped_lock const lock(mutex_);
  refuses_in_garage_ = refuse;
}

void Wargaming::set_fleet(Fleet fleet) {
  std::scoped_lock const lock(mutex_);
  fleet_ = std::move(fleet);
}

void Wargaming::put_account(Account account) {
  std::scoped_lock const lock(mutex_);
  std::erase_if(accounts_, [&](auto const& known) { return known.id == account.id; });
  accounts_.push_back(std::move(account));
}

void Wargaming::remove_account(AccountId id) {
  std::scoped_lock const lock(mutex_);
  std::erase_if(accounts_, [&](auto const& known) { return known.id == id; });
}

void Wargaming::set_image_base(std::string url) {
  std::scoped_lock const lock(mutex_);
  settings_.image_base = std::move(url);
}

Fleet Wargaming::fleet() const {
  std::scoped_lock const lock(mutex_);
  return fleet_;
}

std::vector<Account> Wargaming::accounts() const {
  std::scoped_lock const lock(mutex_);
  return accounts_;
}

std::uint64_t Wargaming::calls() const {
  std::scoped_lock const lock(mutex_);
  return calls_;
}

}  // namespace shipvote::sim
