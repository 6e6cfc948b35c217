#include "web/forward_routes.h"

#include <utility>

#include "foundation/limits.h"
#include "foundation/log.h"
#include "service/awaited_call.h"
#include "web/answers.h"
#include "web/route_parts.h"

namespace shipvote::web {

namespace asio = boost::asio;

namespace {

http::Response passed_back(OutgoingResponse response) {
  http::Response answer{response.status, std::move(response.body)};
  if (auto const pause = response.header("retry-after"); !pause.empty()) {
    answer.headers.emplace_back("Retry-After", pause);
  }
  return answer;
}

asio::awaitable<http::Response> forward(ForwardParts const& parts, http::Request const& request, std::string path) {
  OutgoingRequest question;
  question.method = std::string{http::method_text(request.method)};
  question.url = parts.web_url + path;
  question.headers.emplace_back("Authorization", request.authorization);
  if (!request.content_type.empty()) question.headers.emplace_back("Content-Type", request.content_type);
  question.body = std::string{request.body};
  question.timeout = limits::forward_timeout;
  auto result = co_await service::awaited_call(parts.caller, std::move(question));
  if (auto* const response = std::get_if<OutgoingResponse>(&result)) {
    parts.figures.forwarded.fetch_add(1, std::memory_order_relaxed);
    co_return passed_back(std::move(*response));
  }
  auto const& failure = std::get<OutgoingFailure>(result);
  parts.figures.failed.fetch_add(1, std::memory_order_relaxed);
  log::error("not_forwarded", {{"request", request.id}, {"path", path}, {"reason", failure.detail}});
  if (!failure.was_sent) co_return refused({RefusalCode::overloaded, "The server is busy, try again in a moment"});
  co_return outcome_unknown();
}

asio::awaitable<http::Response> forward_opening(ForwardParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check_control(request, channel.value(), parts.channels);
  if (!claims) co_return refused(claims.refusal());
  co_return co_await forward(parts, request, "/api/channels/" + channel.value().text() + "/votes");
}

asio::awaitable<http::Response> forward_close(ForwardParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check_control(request, channel.value(), parts.channels);
  if (!claims) co_return refused(claims.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  co_return co_await forward(parts, request,
                             "/api/channels/" + channel.value().text() + "/votes/" + vote.value().text() + "/status");
}

}  // namespace

void add_forward_routes(http::Router& router, ForwardParts const& parts) {
  add_route(router, parts, http::Method::post, "/api/channels/:id/votes", forward_opening);
  add_route(router, parts, http::Method::patch, "/api/channels/:id/votes/:vote_id/status", forward_close);
}

}  // namespace shipvote::web
