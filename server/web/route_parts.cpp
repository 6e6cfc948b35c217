#include "web/route_parts.h"

#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "store/store.h"
#include "web/answers.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

Outcome<Parameters> read_query(http::Request const& request) {
  auto pairs = http::parse_query(request.query, limits::parameters_per_query);
  if (pairs) return std::move(*pairs);
  return Refusal{RefusalCode::invalid_request, "The query is malformed or has too many parameters"};
}

asio::awaitable<http::Response> answer_or_refuse(http::Handler const* handler, http::Request const& request) {
  std::string fault;
  bool unknown = false;
  try {
    co_return co_await (*handler)(request);
  } catch (service::PoolOverloaded const&) {
    co_return refused({RefusalCode::overloaded, "The server is busy, try again in a moment"});
  } catch (store::StoreFailure const& failure) {
    fault = failure.what();
    unknown = dynamic_cast<store::UnknownOutcome const*>(&failure) != nullptr;
  }
  log::error("store_failed", {{"request", request.id}, {"path", http::loggable_path(request.path)}, {"reason", fault}});
  if (unknown) co_return outcome_unknown();
  co_return refused({RefusalCode::storage_failed, "The server cannot store or read this now, try again in a moment"});
}

}  // namespace

http::Handler answering(http::Handler handler) {
  auto kept = std::make_shared<http::Handler const>(std::move(handler));
  return [kept](http::Request const& request) { return answer_or_refuse(kept.get(), request); };
}

Outcome<ChannelId> channel_in_path(http::Request const& request) {
  if (auto const id = parse_id<ChannelId>(request.parameters[0])) return *id;
  return Refusal{RefusalCode::not_found, "Not found"};
}

Outcome<VoteId> vote_in_path(http::Request const& request) {
  if (auto const id = parse_id<VoteId>(request.parameters[1])) return *id;
  return Refusal{RefusalCode::vote_not_found, "There is no such vote on this channel"};
}

Outcome<std::optional<std::string>> query_value(http::Request const& request, std::string_view name) {
  auto const pairs = read_query(request);
  if (!pairs) return pairs.refusal();
  for (auto const& [key, value] : pairs.value()) {
    if (key == name) return std::optional<std::string>{value};
  }
  return std::optional<std::string>{};
}

Outcome<std::vector<ShipId>> ships_in_query(http::Request const& request, std::string_view name, std::size_t most) {
  auto const pairs = read_query(request);
  if (!pairs) return pairs.refusal();
  std::string const field{name};
  auto const wrong = [&field](std::string const& problem) {
    return Refusal{RefusalCode::invalid_request, field + "[] " + problem}.with_field(field, problem);
  };
  std::vector<ShipId> ships;
  for (auto const& [key, value] : pairs.value()) {
    if (key != field && key != field + "[]") continue;
    auto const ship = parse_id<ShipId>(value);
    if (!ship) return wrong("must be ship ids");
    if (ships.size() == most) return wrong("must name at most " + std::to_string(most) + " ships");
    ships.push_back(*ship);
  }
  return ships;
}

void add_version_route(http::Router& router) {
  router.add(http::Method::get, "/_health", [](http::Request const&) -> asio::awaitable<http::Response> {
    co_return http::Response{200, std::string{SHIPVOTE_VERSION}, "text/plain; charset=utf-8"};
  });
}

}  // namespace shipvote::web
