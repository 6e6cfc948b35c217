// What routes are made of: the use cases they call. One function a resource adds its routes to the router.
#pragma once

#include "foundation/ids.h"
#include "foundation/outcome.h"
#include "http/router.h"
#include "service/ballot_desk.h"
#include "service/channel_board.h"
#include "service/channel_desk.h"
#include "service/fleet_shelf.h"
#include "service/history_desk.h"
#include "service/live_listeners.h"
#include "service/own_ballot_desk.h"
#include "service/preset_desk.h"
#include "service/vote_desk.h"
#include "web/authorization.h"

namespace shipvote::web {

// Lives as long as the router that uses it.
struct RouteParts {
  Authorization& authorization;
  service::VoteBoard& vote_board;
  service::ChannelBoard& channel_board;
  service::FleetShelf& fleet;
  service::BallotDesk& ballots;
  service::VoteDesk& votes;
  service::ChannelDesk& channels;
  service::OwnBallotDesk& own_ballots;
  service::PresetDesk& presets;
  service::HistoryDesk& history;
  service::LiveListeners& listeners;
};

// All that taking a ballot needs; what the parts refer to lives as long as the router.
struct BallotRouteParts {
  BallotRouteParts(Authorization const& authorization_of_viewers, service::BallotDesk& ballot_desk)
      : authorization(authorization_of_viewers), ballots(ballot_desk) {}
  Authorization const& authorization;
  service::BallotDesk& ballots;
};

void add_channel_routes(http::Router& router, RouteParts const& parts);   // the public channel
void add_settings_routes(http::Router& router, RouteParts const& parts);  // the broadcaster's settings and feedback
void add_garage_routes(http::Router& router, RouteParts const& parts);    // the account and its ships
void add_vote_routes(http::Router& router, RouteParts const& parts);
void add_vote_control_routes(http::Router& router, RouteParts const& parts);  // of those, opening and closing alone
void add_ballot_routes(http::Router& router, BallotRouteParts parts);
void add_own_ballot_routes(http::Router& router, RouteParts const& parts);
void add_preset_routes(http::Router& router, RouteParts const& parts);
void add_history_routes(http::Router& router, RouteParts const& parts);
void add_live_routes(http::Router& router, RouteParts const& parts);  // the channel's event stream and its key
void add_warship_routes(http::Router& router, RouteParts const& parts);
void add_version_route(http::Router& router);

// A handler whose refusals, thrown ones of the store and the pool included, become answers.
[[nodiscard]] http::Handler answering(http::Handler handler);

// Such a handler, made of a function. The parts live as long as the router.
template <class Parts>
void add_route(http::Router& router, Parts const& parts, http::Method method, std::string_view pattern,
               boost::asio::awaitable<http::Response> (*route)(Parts const&, http::Request const&)) {
  router.add(method, pattern,
             answering([&parts, route](http::Request const& request) { return route(parts, request); }));
}

// The id in the path, or the refusal that says what it must be. An id that cannot exist is simply not found.
[[nodiscard]] Outcome<ChannelId> channel_in_path(http::Request const& request);
[[nodiscard]] Outcome<VoteId> vote_in_path(http::Request const& request);

// The value of `name` in the query; nothing when it is not there. Refused when the query is malformed.
[[nodiscard]] Outcome<std::optional<std::string>> query_value(http::Request const& request, std::string_view name);
// The ships that the query names as `name` or `name[]`, each time with one id; none where it names none. Refused when
// the query is malformed, names more than `most`, or something that is no id.
[[nodiscard]] Outcome<std::vector<ShipId>> ships_in_query(http::Request const& request, std::string_view name,
                                                          std::size_t most);

}  // namespace shipvote::web
