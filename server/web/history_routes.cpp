// Votes of the past: for whoever may open votes on the channel.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/history_json.h"
#include "web/own_channel.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::string_view csv_type = "text/csv; charset=utf-8";
constexpr std::string_view json_type = "application/json; charset=utf-8";

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
  auto ships = ships_in_query(request, "ships", limits::ships_per_search);
  if (!ships) return ships.refusal();
  question.ships = std::move(ships).value();
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

asio::awaitable<http::Response> list_history(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto question = read_question(request, control.value().channel);
  if (!question) co_return refused(question.refusal());
  auto const page = co_await parts.history.page(std::move(question).value());
  json::array votes;
  for (auto const& vote : page.votes) votes.emplace_back(history_entry_json(vote));
  json::object const body{{"ok", true},
                          {"data", std::move(votes)},
                          {"next", page.next ? json::value(page.next->value) : json::value(nullptr)}};
  co_return http::Response{200, json::serialize(body)};
}

// Of an open vote only to whoever may know its counts.
asio::awaitable<Outcome<service::HistoryDesk::Told>> story_in_path(RouteParts const& parts,
                                                                   http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return control.refusal();
  auto const vote = vote_in_path(request);
  if (!vote) co_return vote.refusal();
  auto told = co_await parts.history.show(control.value().channel, vote.value());
  if (told && hidden_from(control.value().reader, told.value().vote)) {
    co_return Refusal{RefusalCode::vote_not_found, "This vote is open, and its counts are for the broadcaster alone"};
  }
  co_return told;
}

asio::awaitable<http::Response> show_story(RouteParts const& parts, http::Request const& request) {
  auto const told = co_await story_in_path(parts, request);
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
  auto const csv = csv_is_asked(request);
  if (!csv) co_return refused(csv.refusal());
  auto const told = co_await story_in_path(parts, request);
  if (!told) co_return refused(told.refusal());
  auto const fleet = parts.fleet.get();
  auto bytes = csv.value() ? vote_as_csv(told.value().vote, *fleet) : vote_as_json(told.value(), *fleet);
  co_return file("shipvote-vote-" + told.value().vote.id.text(), csv.value(), std::move(bytes));
}

asio::awaitable<http::Response> export_all(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const csv = csv_is_asked(request);
  if (!csv) co_return refused(csv.refusal());
  auto const fleet = parts.fleet.get();
  std::string const name = "shipvote-votes";
  if (csv.value()) {
    auto table = history_table();
    co_await parts.history.all(control.value().channel,
                               [&](auto const& vote) { add_history_line(table, vote, *fleet); });
    co_return file(name, true, std::move(table).take());
  }
  std::string votes;
  co_await parts.history.all(control.value().channel, [&](auto const& vote) {
    votes += (votes.empty() ? "" : ",") + json::serialize(history_entry_json(vote));
  });
  co_return file(name, false, "{\"votes\":[" + votes + "]}");
}

}  // namespace

void add_history_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/channels/:id/history", list_history);
  add_route(router, parts, http::Method::get, "/api/channels/:id/history/export", export_all);
  add_route(router, parts, http::Method::get, "/api/channels/:id/history/:vote_id", show_story);
  add_route(router, parts, http::Method::get, "/api/channels/:id/history/:vote_id/export", export_vote);
}

}  // namespace shipvote::web
