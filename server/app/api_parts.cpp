#include "app/api_parts.h"

#include <atomic>
#include <optional>
#include <utility>

#include "app/api_operator.h"
#include "app/operator_routes.h"
#include "app/part_settings.h"
#include "foundation/chance.h"
#include "web/forward_routes.h"
#include "web/route_parts.h"

namespace shipvote::app {
namespace {

constexpr std::size_t operator_threads = 1;

}  // namespace

// In the order of their making; they are stopped in the order that stop() gives and destroyed in reverse.
struct ApiParts::Parts {
  explicit Parts(ops::Settings const& from)
      : settings(from),
        loops(loops_for(settings.listen)),
        operator_loop(1),
        pool(operator_threads, limits::blocking_calls_waiting),
        client(http::Client::start({})),
        secrets(decoded(settings.twitch.secrets)),
        tokens(secrets),
        helix(helix_settings(settings.twitch), *client, time, secrets),
        secret_keeper(helix, tokens, secrets, time, [this] { live.retry_rejected(); }),
        vote_board(time),
        live(live_parts()),
        courier({*client, settings.edge.web_url, settings.internal.secret, vote_board, steady_time, time}),
        mirror({vote_board, channel_board, time, settings.edge.share, telling(), [this] { courier.votes_ended(); },
                [this] { courier.forget_voters(); }}),
        ballots({loops, courier, vote_board, channel_board, time, nullptr}),
        authorization(tokens, time, ""),
        forward{authorization, channel_board, *client, settings.edge.web_url, forwarded} {
    tokens.on_unknown_signature([this] { secret_keeper.unknown_signature(); });
    vote_board.listen([this](auto const& view, auto counts) {
      if (mirror.sends_for(view.channel())) live.tally_changed(view, counts);
    });
    feed.emplace(service::EdgeFeed::Parts{*client, settings.edge.web_url, settings.internal.secret, settings.edge.name,
                                          drawn_seed(), settings.edge.share, mirror, steady_time, drawn_chance});
  }

  service::LiveUpdates::Parts live_parts() {
    return {helix,      [](ChannelId) { return std::optional<voting::Vote>{}; },  // segments are shipvote-web's
            vote_board, channel_board,
            time,       [this] { secret_keeper.rejected(); },
            true,       false};
  }

  service::Telling telling() {
    service::Telling telling;
    telling.opened = [this](auto const& vote) { live.opened(vote); };
    telling.resumed = [this](auto const& vote) { live.resumed(vote); };
    telling.end_moved = [this](auto const& vote) { live.end_moved(vote); };
    telling.closed = [this](auto const& vote) { live.closed(vote); };
    telling.channel_changed = [this](auto const& view) { live.channel_changed(view); };
    telling.forgotten = [this](ChannelId channel) { live.channel_deleted(channel); };
    return telling;
  }

  ops::Settings settings;
  SystemTime time;
  SteadyTime steady_time;
  http::EventLoops loops;
  http::EventLoops operator_loop;
  service::BlockingPool pool;
  std::unique_ptr<http::Client> client;
  std::vector<twitch::Secret> secrets;
  twitch::TokenChecker tokens;
  twitch::HelixClient helix;
  service::SecretKeeper secret_keeper;
  service::VoteBoard vote_board;
  service::ChannelBoard channel_board;
  service::LiveUpdates live;
  service::BallotCourier courier;
  service::EdgeMirror mirror;
  service::BallotDesk ballots;
  web::Authorization authorization;
  web::ForwardFigures forwarded;
  web::ForwardParts forward;
  std::optional<service::EdgeFeed> feed;
  ops::Metrics metrics;
  ops::Health alive;
  ops::Health ready;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Server> operator_server;
  std::atomic<bool> draining{false};
  bool stopped = false;
};

ApiParts::ApiParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ApiParts::~ApiParts() { stop(); }

Outcome<std::unique_ptr<ApiParts>> ApiParts::start(ops::Settings const& settings) {
  raise_descriptor_limit(settings.listen.connections);
  std::unique_ptr<ApiParts> api{new ApiParts(std::make_unique<Parts>(settings))};
  Parts& parts = *api->parts_;

  http::Router router;
  web::add_version_route(router);
  web::add_forward_routes(router, parts.forward);
  web::add_ballot_routes(router, {parts.authorization, parts.ballots});
  auto server = http::Server::bind(parts.loops, public_listener(settings), std::move(router));
  if (!server) return std::move(server).refusal();
  parts.server = std::move(server).value();

  OperatedEdge const operated{parts.settings.edge, *parts.server,       parts.ballots,    parts.courier,
                              *parts.feed,         parts.mirror,        parts.vote_board, parts.channel_board,
                              parts.live,          parts.secret_keeper, *parts.client,    parts.forwarded,
                              parts.draining};
  collect_edge(parts.metrics, operated);
  check_edge(parts.ready, operated);
  auto operators =
      http::Server::bind(parts.operator_loop, private_listener(settings.operators.address, settings.operators.port),
                         operator_router({parts.pool, parts.metrics, parts.alive, parts.ready}));
  if (!operators) return std::move(operators).refusal();
  parts.operator_server = std::move(operators).value();

  parts.live.start();
  parts.loops.start();
  parts.operator_loop.start();
  parts.server->start();
  parts.operator_server->start();
  auto announced = announce_ports(
      settings,
      {{"port", std::to_string(parts.server->port())},
       {"operator_port", std::to_string(parts.operator_server->port())}},
      {{"web", settings.edge.web_url}, {"edge", settings.edge.name}, {"share", settings.edge.share.text()}});
  if (!announced) return std::move(announced).refusal();
  return api;
}

void ApiParts::stop() {
  if (parts_->stopped) return;
  parts_->stopped = true;
  parts_->draining = true;
  if (parts_->server) parts_->server->drain(limits::drain_timeout);
  parts_->feed->stop();
  parts_->live.stop();
  parts_->secret_keeper.stop();
  parts_->client->stop();
  parts_->courier.stop();  // after those who answer it, before those who wait for it
  if (parts_->operator_server) parts_->operator_server->drain(limits::operator_drain_timeout);
  parts_->pool.stop();
  parts_->loops.stop();
  parts_->operator_loop.stop();
}

}  // namespace shipvote::app
