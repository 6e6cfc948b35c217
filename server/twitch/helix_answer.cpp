#include "twitch/helix_answer.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>

#include "foundation/limits.h"

namespace shipvote::twitch {
namespace {

namespace json = boost::json;

HelixVerdict verdict_of(int status) {
  if (status >= 200 && status < 300) return HelixVerdict::accepted;
  switch (status) {
    case 401:
    case 403: return HelixVerdict::rejected;
    case 413:
    case 422: return HelixVerdict::too_large;
    case 429: return HelixVerdict::rate_limited;
    default: return status >= 400 && status < 500 ? HelixVerdict::invalid : HelixVerdict::failed;
  }
}

template <class Number>
std::optional<Number> number_of(std::string_view text, Number most) {
  Number number{};
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number < 0 || number > most) return std::nullopt;
  return number;
}

// The error's own words ({"error":…,"status":…,"message":…}), or the beginning of whatever came instead.
std::string words_of(std::string const& body) {
  constexpr std::size_t longest = 200;
  boost::system::error_code error;
  auto const value = json::parse(body, error);
  auto const* const object = error ? nullptr : value.if_object();
  auto const* const message = object == nullptr ? nullptr : object->if_contains("message");
  auto const* const words = message == nullptr ? nullptr : message->if_string();
  return words == nullptr ? body.substr(0, longest) : std::string{words->data(), std::min(words->size(), longest)};
}

struct ListedSecret {
  Secret secret;
  bool active = false;
  TimePoint expires_at;
};

std::optional<std::string_view> text_of(json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains({name.data(), name.size()});
  auto const* const text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) return std::nullopt;
  return std::string_view{text->data(), text->size()};
}

std::optional<ListedSecret> listed_secret(json::value const& value, TimePoint now) {
  auto const* const object = value.if_object();
  if (object == nullptr) return std::nullopt;
  auto const content = text_of(*object, "content");
  auto const active_at = parse_iso8601(text_of(*object, "active_at").value_or(""));
  auto const expires_at = parse_iso8601(text_of(*object, "expires_at").value_or(""));
  if (!content || !active_at || !expires_at || *expires_at <= now) return std::nullopt;
  auto secret = decode_secret(*content);
  if (!secret) return std::nullopt;
  return ListedSecret{std::move(secret).value(), *active_at <= now, *expires_at};
}

// Of every element of `data`, the list of its `secrets`.
std::vector<json::value> all_secrets(json::array const& data) {
  std::vector<json::value> all;
  for (json::value const& element : data) {
    auto const* const object = element.if_object();
    auto const* const secrets = object == nullptr ? nullptr : object->if_contains("secrets");
    auto const* const list = secrets == nullptr ? nullptr : secrets->if_array();
    if (list != nullptr) all.insert(all.end(), list->begin(), list->end());
  }
  return all;
}

}  // namespace

HelixAnswer read_answer(OutgoingResult const& result) {
  HelixAnswer answer;
  if (auto const* failure = std::get_if<OutgoingFailure>(&result)) {
    answer.detail = (failure->timed_out ? "time-out: " : "no answer: ") + failure->detail;
    return answer;
  }
  auto const& response = std::get<OutgoingResponse>(result);
  constexpr std::int64_t latest = 253'402'300'799;  // the year 9999, in seconds
  answer.status = response.status;
  answer.verdict = verdict_of(response.status);
  answer.remaining = number_of<int>(response.header("ratelimit-remaining"), 1'000'000);
  if (auto const reset = number_of<std::int64_t>(response.header("ratelimit-reset"), latest)) {
    answer.bucket_full_at = TimePoint{std::chrono::seconds{*reset}};
  }
  if (answer.verdict != HelixVerdict::accepted) answer.detail = words_of(response.body);
  return answer;
}

std::optional<std::vector<Secret>> read_secrets_answer(std::string_view body, TimePoint now) {
  boost::system::error_code error;
  auto const value = json::parse({body.data(), body.size()}, error);
  auto const* const object = error ? nullptr : value.if_object();
  auto const* const data = object == nullptr ? nullptr : object->if_contains("data");
  auto const* const list = data == nullptr ? nullptr : data->if_array();
  if (list == nullptr) return std::nullopt;

  std::vector<ListedSecret> listed;
  for (json::value const& each : all_secrets(*list)) {
    if (auto secret = listed_secret(each, now)) listed.push_back(*std::move(secret));
  }
  std::stable_sort(listed.begin(), listed.end(), [](ListedSecret const& one, ListedSecret const& other) {
    if (one.active != other.active) return one.active;
    return one.expires_at > other.expires_at;
  });
  if (listed.size() > limits::extension_secrets) listed.resize(limits::extension_secrets);
  std::vector<Secret> secrets;
  secrets.reserve(listed.size());
  for (ListedSecret& each : listed) secrets.push_back(std::move(each.secret));
  return secrets;
}

}  // namespace shipvote::twitch
