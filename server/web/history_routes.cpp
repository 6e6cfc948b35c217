// Votes of the past: for whoever may open votes on the channel.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/history_json.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::string_view csv_type = "text/csv; charset=utf-8";
constexpr std::string_view json_type = "application/json; charset=utf-8";

// The channel of the path, once the token may control its votes.
Outcome<ChannelId> controlled_channel(RouteParts const& parts, http::Request const& request) {
  auto channel = channel_in_path(request);
  if (!channel) return channel;
  auto const claims = parts.authorization.check_control(request, channel.value(), parts.channel_board);
  if (!claims) return claims.refusal();
  return channel;
}

Refusal wrong(std::string const& field, std::string const& problem) {
  return Refusal{RefusalCode::invalid_request, field + " " + problem}.with_field(field, problem);
}

Outcome<service::HistoryQuestion> read_question(http::Request const& request, ChannelId channel) {
  service::HistoryQuestion question;
  question.channel = channel;
  auto const before = query_value(request, "before");
  if (!before) return before.refusal();
  if (before.value()) {
    question.before = parse_id<VoteId>(*before.value());
    if (!question.before) return wrong("before", "must be the id of a vote");
  }
  auto const search = query_value(request, "search");
  if (!search) return search.refusal();
  question.search = search.value().value_or("");
  if (question.search.size() > limits::search_bytes) {
    return wrong("search", "must be at most " + std::to_string(limits::search_bytes) + " bytes long");
  }
  auto const count = query_value(request, "count");
  if (!count) return count.refusal();
  if (count.value()) {
    auto const number = parse_id<VoteId>(*count.value());  // digits, from 1
    if (!number || number->value > limits::history_listed) {
      return wrong("count", "must be from 1 to " + std::to_string(limits::history_listed));
    }
    question.count = number->value;
  }
  return question;
}

asio::awaitable<http::Response> list(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto question = read_question(request, channel.value());
  if (!question) co_return refused(question.refusal());
  auto const page = co_await parts.history.page(std::move(question).value());
  json::array votes;
  for (auto const& vote : page.votes) votes.emplace_back(history_entry_json(vote));
  json::object const body{{"ok", true},
                          {"data", std::move(votes)},
                          {"next", page.next ? json::value(page.next->value) : json::value(nullptr)}};
  co_return http::Response{200, json::serialize(body)};
}

asio::awaitable<http::Response> show(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const told = co_await parts.history.show(channel.value(), vote.value());
  if (!told) co_return refused(told.refusal());
  json::object const data{{"vote", vote_json(told.value().vote, Reader::broadcaster)},
                          {"curve", curve_json(*told.value().curve)}};
  co_return http::Response{200, json::serialize(json::object{{"ok", true}, {"data", data}})};
}

// True for CSV, false for JSON.
Outcome<bool> csv_is_asked(http::Request const& request) {
  auto const format = query_value(request, "format");
  if (!format) return format.refusal();
  auto const wanted = format.value().value_or("csv");
  if (wanted != "csv" && wanted != "json") return wrong("format", "must be csv or json");
  return wanted == "csv";
}

http::Response file(std::string const& name, bool csv, std::string bytes) {
  http::Response response{200, std::move(bytes), csv ? csv_type : json_type};
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + (csv ? ".csv\"" : ".json\""));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

asio::awaitable<http::Response> export_vote(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const csv = csv_is_asked(request);
  if (!csv) co_return refused(csv.refusal());
  auto const told = co_await parts.history.show(channel.value(), vote.value());
  if (!told) co_return refused(told.refusal());
  auto const fleet = parts.fleet.get();
  auto bytes = csv.value() ? vote_as_csv(told.value().vote, *fleet) : vote_as_json(told.value(), *fleet);
  co_return file("shipvote-vote-" + vote.value().text(), csv.value(), std::move(bytes));
}

asio::awaitable<http::Response> export_all(RouteParts const& parts, http::Request const& request) {
  auto const channel = controlled_channel(parts, request);
  if (!channel) co_return refused(channel.refusal());
  auto const csv = csv_is_asked(request);
  if (!csv) co_return refused(csv.refusal());
  auto const fleet = parts.fleet.get();
  std::string const name = "shipvote-votes";
  if (csv.value()) {
    auto table = history_table();
    co_await parts.history.all(channel.value(), [&](auto const& vote) { add_history_line(table, vote, *fleet); });
    co_return file(name, true, std::move(table).take());
  }
  std::string votes;
  co_await parts.history.all(channel.value(), [&](auto const& vote) {
    votes += (votes.empty() ? "" : ",") + json::serialize(history_entry_json(vote));
  });
  co_return file(name, false, "{\"votes\":[" + votes + "]}");
}

using Route = asio::awaitable<http::Response> (*)(RouteParts const&, http::Request const&);

}  // namespace

void add_history_routes(http::Router& router, RouteParts const& parts) {
  auto const add = [&](std::string_view pattern, Route route) {
    router.add(http::Method::get, pattern,
               answering([&parts, route](http::Request const& request) { return route(parts, request); }));
  };
  add("/api/channels/:id/history", list);
  add("/api/channels/:id/history/export", export_all);
  add("/api/channels/:id/history/:vote_id", show);
  add("/api/channels/:id/history/:vote_id/export", export_vote);
}

}  // namespace shipvote::web
