// Votes: open, close, list, show.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "foundation/limits.h"
#include "web/answers.h"
#include "web/form.h"
#include "web/own_channel.h"
#include "web/preset_json.h"
#include "web/route_parts.h"
#include "web/vote_json.h"

namespace shipvote::web {

namespace asio = boost::asio;
namespace json = boost::json;
using service::VoteView;

namespace {

std::string list_body(std::vector<voting::Vote> const& votes, Reader reader) {
  json::array list;
  for (auto const& vote : votes) list.emplace_back(vote_json(vote, reader));
  return json::serialize(json::object{{"ok", true}, {"data", std::move(list)}});
}

std::string vote_body(voting::Vote const& vote, Reader reader, bool with_ships) {
  auto body = vote_json(vote, reader);
  if (!with_ships) body.erase("ships");
  return json::serialize(json::object{{"ok", true}, {"data", std::move(body)}});
}

http::Response from_slot(service::RenderedBody body) {
  http::Response response{200, std::move(body.bytes)};
  response.etag = std::move(body.etag);
  return response;
}

// Counts may be hidden from viewers, and their own broadcaster may see them all the same.
Reader reader_of(RouteParts const& parts, http::Request const& request, ChannelId channel) {
  if (request.authorization.empty()) return Reader::anyone;
  auto const broadcaster = parts.authorization.check(request, channel, Needs::broadcaster);
  return broadcaster ? Reader::broadcaster : Reader::anyone;
}

http::Response list_open(RouteParts const& parts, http::Request const& request, ChannelId channel) {
  static auto const nothing_open = std::make_shared<std::string const>(R"({"ok":true,"data":[]})");
  auto const view = parts.vote_board.open_vote(channel);
  if (!view) return {200, nothing_open};
  if (view->visibility() != voting::ResultVisibility::live &&
      reader_of(parts, request, channel) == Reader::broadcaster) {
    return {200, list_body({view->vote()}, Reader::broadcaster)};
  }
  return from_slot(view->slot(VoteView::Body::open_list).at(view->version(), [&] {
    return list_body({view->vote()}, Reader::anyone);
  }));
}

asio::awaitable<http::Response> list_votes(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const status = query_value(request, "status");
  if (!status) co_return refused(status.refusal());
  auto const wanted = status.value().value_or("");
  if (wanted == "open") co_return list_open(parts, request, channel.value());
  auto const reader = reader_of(parts, request, channel.value());
  if (wanted == "closed") {
    auto votes = co_await parts.votes.list(channel.value(), store::VoteFilter::closed, limits::closed_votes_listed);
    std::reverse(votes.begin(), votes.end());
    co_return http::Response{200, list_body(votes, reader)};
  }
  if (!wanted.empty()) {
    co_return refused(Refusal{RefusalCode::invalid_request, "status must be open or closed"}.with_field(
        "status", "must be open or closed"));
  }
  auto const votes = co_await parts.votes.list(channel.value(), store::VoteFilter::all, limits::votes_listed);
  co_return http::Response{200, list_body(votes, reader)};
}

asio::awaitable<http::Response> list_all_open(RouteParts const& parts, http::Request const& request) {
  if (!parts.authorization.internal(request)) co_return refused({RefusalCode::unauthorized, "unauthorized"});
  auto const status = query_value(request, "status");
  if (!status) co_return refused(status.refusal());
  if (status.value().value_or("") != "open") {
    co_return refused(
        Refusal{RefusalCode::invalid_request, "status must be open"}.with_field("status", "must be open"));
  }
  std::vector<voting::Vote> votes;
  for (auto const& view : parts.vote_board.open_votes()) votes.push_back(view->vote());
  std::sort(votes.begin(), votes.end(), [](auto const& one, auto const& other) { return one.id < other.id; });
  co_return http::Response{200, list_body(votes, Reader::broadcaster)};
}

asio::awaitable<http::Response> show_vote(RouteParts const& parts, http::Request const& request) {
  auto const channel = channel_in_path(request);
  if (!channel) co_return refused(channel.refusal());
  auto const claims = parts.authorization.check(request, channel.value(), Needs::viewer);
  if (!claims) co_return refused(claims.refusal());
  auto const id = vote_in_path(request);
  if (!id) co_return refused(id.refusal());
  auto const full = query_value(request, "full");
  if (!full) co_return refused(full.refusal());
  bool const with_ships = full.value().value_or("true") != "false";
  auto const reader = reader_with(claims.value());
  auto const view = parts.vote_board.find(id.value());
  if (view && view->channel() == channel.value() && reader == Reader::anyone) {
    auto const body = with_ships ? VoteView::Body::full : VoteView::Body::brief;
    co_return from_slot(
        view->slot(body).at(view->version(), [&] { return vote_body(view->vote(), Reader::anyone, with_ships); }));
  }
  auto const vote = co_await parts.votes.show(channel.value(), id.value());
  if (!vote) co_return refused(vote.refusal());
  co_return http::Response{200, vote_body(vote.value(), reader, with_ships)};
}

std::optional<TimePoint> read_end(Form& form) {
  auto const text = form.text("scheduled_end", 64);
  if (!text) return std::nullopt;
  auto const end = parse_iso8601(*text);
  if (!end) form.note("scheduled_end", "must be a time such as 2026-11-23T20:15:00Z, or null");
  return end;
}

constexpr std::uint64_t shortest_duration = limits::shortest_vote_duration.count();
constexpr std::uint64_t longest_duration = limits::longest_vote.count();

struct Opening {
  voting::NewVote vote;
  std::optional<std::chrono::seconds> duration;  // none: vote.ends_at says it
};

// When the vote ends: a time, or a duration that begins with the opening, whatever the client's clock says.
void read_duration(Form& form, Opening& opening) {
  opening.vote.ends_at = read_end(form);
  if (auto const seconds = form.number("duration_seconds", shortest_duration, longest_duration)) {
    opening.duration = std::chrono::seconds{*seconds};
  }
  if (form.given("duration_seconds") && form.given("scheduled_end")) {
    form.note("duration_seconds", "must not be given together with scheduled_end");
  }
}

Outcome<Opening> read_opening(http::Request const& request, ChannelId channel) {
  auto const body = read_object(request);
  if (!body) return body.refusal();
  auto const* const inner = body.value().if_contains("vote");
  if (inner == nullptr || !inner->is_object()) {
    return Refusal{RefusalCode::invalid_request, "vote must be an object"}.with_field("vote", "must be an object");
  }
  Form form{inner->get_object()};
  Opening opening;
  auto& vote = opening.vote;
  vote.channel = channel;
  form.note_if_missing("ships");
  vote.ships = read_ships(form, "ships", limits::ships_per_vote);
  if (auto const status = form.text("status", 16); status && *status != "open") {
    form.note("status", "must be open");
  }
  read_duration(form, opening);
  if (auto const visibility = form.text("visibility", 32)) {
    auto const known = voting::parse_result_visibility(*visibility);
    if (!known) form.note("visibility", "must be one of live, after_ballot, after_close");
    vote.visibility = known.value_or(vote.visibility);
  }
  vote.ballots_may_change = form.flag("change_allowed").value_or(false);
  if (!form.ok()) return form.refusal(RefusalCode::invalid_request);
  return opening;
}

asio::awaitable<http::Response> open_vote(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto opening = read_opening(request, control.value().channel);
  if (!opening) co_return refused(opening.refusal());
  auto const duration = opening.value().duration;
  auto const opened = co_await parts.votes.open(std::move(opening).value().vote, duration);
  if (!opened) co_return refused(opened.refusal());
  co_return http::Response{200, vote_body(opened.value(), control.value().reader, true)};
}

// Where the end goes: to a time, or to none, or later by so many seconds.
struct EndMove {
  std::optional<TimePoint> ends_at;
  std::optional<std::chrono::seconds> by;  // none: to `ends_at`
};

Outcome<EndMove> read_end_move(json::object const& body) {
  Form form{body};
  EndMove move;
  move.ends_at = read_end(form);
  if (auto const seconds = form.number("extend_seconds", 1, longest_duration)) move.by = std::chrono::seconds{*seconds};
  bool const extends = form.given("extend_seconds");
  // Null is a value here: it takes the end away.
  bool const moves = body.contains("scheduled_end");
  if (!moves && !extends) form.note("scheduled_end", "can't be blank where extend_seconds is not given");
  if (moves && extends) form.note("extend_seconds", "must not be given together with scheduled_end");
  if (!form.ok()) return form.refusal(RefusalCode::invalid_request);
  return move;
}

asio::awaitable<Outcome<voting::Vote>> moved_end(RouteParts const& parts, ChannelId channel, VoteId vote,
                                                 EndMove move) {
  if (move.by) co_return co_await parts.votes.extend(channel, vote, *move.by);
  co_return co_await parts.votes.move_end(channel, vote, move.ends_at);
}

asio::awaitable<http::Response> change_vote(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  auto const move = read_end_move(body.value());
  if (!move) co_return refused(move.refusal());
  auto const moved = co_await moved_end(parts, control.value().channel, vote.value(), move.value());
  if (!moved) co_return refused(moved.refusal());
  co_return http::Response{200, vote_body(moved.value(), control.value().reader, true)};
}

asio::awaitable<http::Response> close_vote(RouteParts const& parts, http::Request const& request) {
  auto const control = control_of_channel(parts, request);
  if (!control) co_return refused(control.refusal());
  auto const vote = vote_in_path(request);
  if (!vote) co_return refused(vote.refusal());
  auto const body = read_object(request);
  if (!body) co_return refused(body.refusal());
  Form form{body.value()};
  form.note_if_missing("status");
  if (auto const status = form.text("status", 16); status && *status != "closed") {
    form.note("status", "must be closed: a closed vote stays closed");
  }
  if (!form.ok()) co_return refused(form.refusal(RefusalCode::invalid_request));
  auto const closed = co_await parts.votes.close(control.value().channel, vote.value());
  if (!closed) co_return refused(closed.refusal());
  co_return http::Response{200, vote_body(closed.value(), control.value().reader, true)};
}

}  // namespace

void add_vote_control_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::post, "/api/channels/:id/votes", open_vote);
  add_route(router, parts, http::Method::patch, "/api/channels/:id/votes/:vote_id/status", close_vote);
}

void add_vote_routes(http::Router& router, RouteParts const& parts) {
  add_route(router, parts, http::Method::get, "/api/channels/:id/votes", list_votes);
  add_route(router, parts, http::Method::get, "/api/channels/:id/votes/:vote_id", show_vote);
  add_route(router, parts, http::Method::patch, "/api/channels/:id/votes/:vote_id", change_vote);
  add_route(router, parts, http::Method::get, "/api/votes", list_all_open);
  add_vote_control_routes(router, parts);
}

}  // namespace shipvote::web
