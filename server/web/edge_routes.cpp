#include "web/edge_routes.h"

#include <charconv>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "web/answers.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

constexpr std::string_view binary = "application/octet-stream";
constexpr std::string_view json_text = "application/json; charset=utf-8";
constexpr std::size_t most_parameters = 16;

http::Response invalid(std::string const& what) {
  return refused({RefusalCode::invalid_request, what + " is missing or malformed"});
}

asio::awaitable<http::Response> take_ballots(EdgeRouteParts const& parts, http::Request const& request) {
  auto const batch = service::BatchReader::of(request.body);
  if (!batch) {
    parts.batches.note_refused();
    log::error("batch_refused", {{"request", request.id}, {"bytes", request.body.size()}});
    co_return invalid("the batch");
  }
  auto const answer = co_await parts.batches.cast(*batch);
  if (!answer) co_return refused(answer.refusal());
  co_return http::Response{200, service::encode_answer(answer.value()), binary};
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_run(std::string_view text) {
  return text.size() <= 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Nothing when something is not as it must be.
std::optional<service::FeedQuestion> read_feed_question(http::Request const& request) {
  auto const pairs = http::parse_query(request.query, most_parameters);
  if (!pairs) return std::nullopt;
  service::FeedQuestion question;
  bool good = true;
  for (auto const& [key, value] : *pairs) {
    if (key == "run" || key == "edge_run") {
      good = good && is_run(value);
      (key == "run" ? question.place.run : question.edge_run) = value;
    } else if (key == "after" || key == "floor") {
      auto const number = number_in(value);
      good = good && number;
      (key == "after" ? question.place.sequence : question.place.floor) = number.value_or(0);
    } else if (key == "wait") {
      question.wait = value != "no";
    } else if (key == "edge") {
      question.edge = value;
    } else if (key == "share") {
      auto const share = ops::parse_share(value);
      good = good && share;
      question.share = share.value_or(question.share);
    }
  }
  if (!good || !ops::is_edge_name(question.edge)) return std::nullopt;
  return question;
}

asio::awaitable<http::Response> tell_changes(EdgeRouteParts const& parts, http::Request const& request) {
  auto const question = read_feed_question(request);
  if (!question) co_return invalid("the question");
  auto const changes = co_await parts.feed.answer(*question);
  co_return http::Response{200, service::encode_changes(changes), json_text};
}

std::optional<std::vector<VoteId>> read_ids(http::Request const& request) {
  auto const given = query_value(request, "ids");
  if (!given || !given.value()) return std::nullopt;
  std::vector<VoteId> ids;
  std::string_view rest = *given.value();
  while (ids.size() < limits::missing_votes_per_question) {
    auto const comma = std::min(rest.find(','), rest.size());
    auto const id = parse_id<VoteId>(rest.substr(0, comma));
    if (!id) return std::nullopt;
    ids.push_back(*id);
    if (comma == rest.size()) return ids;
    rest.remove_prefix(comma + 1);
  }
  return std::nullopt;
}

// Votes as they are, whether anybody remembers them or not. In the form of changes, but for the place.
asio::awaitable<http::Response> tell_votes(EdgeRouteParts const& parts, http::Request const& request) {
  auto const ids = read_ids(request);
  if (!ids) co_return invalid("ids");
  service::Changes changes;
  changes.live_messages = parts.feed.live_messages();
  for (VoteId const id : *ids) {
    if (auto vote = co_await parts.votes.find(id)) changes.votes.push_back(std::move(*vote));
  }
  co_return http::Response{200, service::encode_changes(changes), json_text};
}

using Route = asio::awaitable<http::Response> (*)(EdgeRouteParts const&, http::Request const&);

asio::awaitable<http::Response> guarded(EdgeRouteParts const& parts, Route route, http::Request const& request) {
  if (!parts.authorization.internal(request)) co_return refused({RefusalCode::unauthorized, "unauthorized"});
  co_return co_await route(parts, request);
}

}  // namespace

void add_edge_routes(http::Router& router, EdgeRouteParts const& parts) {
  auto const add = [&](http::Method method, std::string_view pattern, Route route) {
    router.add(method, pattern,
               answering([&parts, route](http::Request const& request) { return guarded(parts, route, request); }));
  };
  add(http::Method::post, "/internal/ballots", take_ballots);
  add(http::Method::get, "/internal/changes", tell_changes);
  add(http::Method::get, "/internal/votes", tell_votes);
}

}  // namespace shipvote::web
