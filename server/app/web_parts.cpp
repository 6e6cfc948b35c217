#include "app/web_parts.h"

#include <thread>
#include <utility>

#include "app/operator_routes.h"
#include "app/part_settings.h"
#include "http/client.h"
#include "http/server.h"
#include "service/refresh_keeper.h"
#include "service/secret_keeper.h"
#include "web/edge_routes.h"
#include "web/obs_routes.h"
#include "web/route_parts.h"

namespace shipvote::app {
namespace {

constexpr std::size_t slow_threads = 2;  // wait for Wargaming, which is spaced to a few calls a second anyway

wargaming::WargamingSettings wargaming_settings(ops::WargamingSettings const& settings) {
  wargaming::WargamingSettings wargaming;
  wargaming.application_id = settings.application_id;
  wargaming.base_url_override = settings.api_url;
  return wargaming;
}

}  // namespace

// In the order of their making; they are stopped in the order that stop() gives and destroyed in reverse.
struct WebParts::Parts {
  Parts(ops::Settings const& from, std::unique_ptr<store::Store> opened)
      : settings(from),
        store(std::move(opened)),
        loops(loops_for(settings.listen)),
        operator_loop(1),
        pool(limits::blocking_threads, limits::blocking_calls_waiting),
        slow_pool(slow_threads, limits::blocking_calls_waiting),
        client(http::Client::start({})),
        secrets(decoded(settings.twitch.secrets)),
        tokens(secrets),
        helix(helix_settings(settings.twitch), *client, time, secrets),
        secret_keeper(helix, tokens, secrets, time, [this] { live.retry_rejected(); }),
        wargaming(wargaming_settings(settings.wargaming), *client),
        fleet(std::make_shared<fleet::Fleet const>(store->warships())),
        vote_board(time),
        feed({vote_board, channel_board, steady_time, settings.twitch.live_messages, drawn_seed()}),
        listeners({vote_board, channel_board, [this](ChannelId channel) { return last_result(channel); }, time}),
        chat({helix, channel_board, fleet, time, [this] { secret_keeper.rejected(); }}),
        live({helix, [this](ChannelId channel) { return last_result(channel); }, vote_board, channel_board, time,
              [this] { secret_keeper.rejected(); }, settings.twitch.live_messages == ops::LiveMessages::web,
              settings.twitch.live_messages != ops::LiveMessages::off, &listeners, &chat}) {
    vote_board.watch([this](VoteId vote) { feed.vote_changed(vote); });
    channel_board.watch([this](ChannelId channel) { feed.channel_changed(channel); });
    for (auto& channel : store->channels()) {
      auto garage = store->garage(channel.id);
      channel_board.put(std::make_shared<service::ChannelView const>(std::move(channel), std::move(garage)));
    }
    tokens.on_unknown_signature([this] { secret_keeper.unknown_signature(); });
    vote_board.listen([this](auto const& view, auto counts) {
      live.tally_changed(view, counts);
      feed.tally_changed(view.id());
    });
    store->listen(&vote_board);
    votes.emplace(service::VoteDesk::Parts{*store, vote_board, channel_board, fleet, live, pool, time, drawn_seed});
    service::UnknownVote const unknown_vote = [this](ChannelId channel, VoteId vote) {
      return votes->refuse_ballot(channel, vote);
    };
    ballots.emplace(service::BallotDesk::Parts{loops, *store, vote_board, channel_board, time, unknown_vote});
    batches.emplace(service::BallotBatches::Parts{*store, vote_board, time, unknown_vote});
    channels.emplace(
        service::ChannelDesk::Parts{*store, channel_board, fleet, *votes, live, wargaming, pool, slow_pool, time});
    authorization.emplace(tokens, time, settings.internal.secret);
    own_ballots.emplace(service::OwnBallotDesk::Parts{loops, *store, vote_board, *votes, pool});
    presets.emplace(service::PresetDesk::Parts{*store, channel_board, fleet, pool, time, drawn_seed});
    history.emplace(service::HistoryDesk::Parts{*store, *votes, fleet, pool, time});
    routes.emplace(web::RouteParts{*authorization, vote_board, channel_board, fleet, *ballots, *votes, *channels,
                                   *own_ballots, *presets, *history, listeners});
    edge_routes.emplace(web::EdgeRouteParts{*authorization, *batches, feed, *votes});
  }

  // For edges: their own routes, and those that they pass on.
  Outcome<std::unique_ptr<http::Server>> bind_internal(std::uint16_t port) {
    http::Router router;
    web::add_edge_routes(router, *edge_routes);
    web::add_vote_control_routes(router, *routes);
    return http::Server::bind(loops, private_listener(settings.internal.address, port), std::move(router));
  }

  std::optional<voting::Vote> last_result(ChannelId channel) const {
    auto closed = store->votes(channel, store::VoteFilter::closed, 1);
    if (closed.empty()) return std::nullopt;
    return std::move(closed.front());
  }

  ops::Settings settings;
  SystemTime time;
  SteadyTime steady_time;
  std::unique_ptr<store::Store> store;
  http::EventLoops loops;
  http::EventLoops operator_loop;
  service::BlockingPool pool;
  service::BlockingPool slow_pool;
  std::unique_ptr<http::Client> client;
  std::vector<twitch::Secret> secrets;
  twitch::TokenChecker tokens;
  twitch::HelixClient helix;
  service::SecretKeeper secret_keeper;
  wargaming::WargamingClient wargaming;
  service::FleetShelf fleet;
  service::VoteBoard vote_board;
  service::ChannelBoard channel_board;
  service::ChangeFeed feed;
  service::LiveListeners listeners;
  service::ChatLines chat;
  service::LiveUpdates live;
  std::optional<service::VoteDesk> votes;
  std::optional<service::BallotDesk> ballots;
  std::optional<service::BallotBatches> batches;
  std::optional<service::ChannelDesk> channels;
  std::optional<service::OwnBallotDesk> own_ballots;
  std::optional<service::PresetDesk> presets;
  std::optional<service::HistoryDesk> history;
  std::optional<web::Authorization> authorization;
  std::optional<web::RouteParts> routes;
  std::optional<web::EdgeRouteParts> edge_routes;
  std::optional<service::RefreshKeeper> refresh;
  ops::Metrics metrics;
  ops::Health alive;
  ops::Health ready;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Server> internal_server;  // none when there are no edges
  std::unique_ptr<http::Server> operator_server;
  std::atomic<bool> draining{false};
  bool stopped = false;
};

WebParts::WebParts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

WebParts::~WebParts() { stop(); }

Outcome<std::unique_ptr<WebParts>> WebParts::start(ops::Settings const& settings) {
  raise_descriptor_limit(settings.listen.connections);
  store::SqliteSettings database;
  database.folder = settings.data.folder;
  auto opened = store::open_sqlite_store(database);
  if (!opened) return std::move(opened).refusal();
  std::unique_ptr<WebParts> web{new WebParts(std::make_unique<Parts>(settings, std::move(opened).value()))};
  Parts& parts = *web->parts_;

  http::Router router;
  web::add_version_route(router);
  web::add_channel_routes(router, *parts.routes);
  web::add_settings_routes(router, *parts.routes);
  web::add_garage_routes(router, *parts.routes);
  web::add_vote_routes(router, *parts.routes);
  web::add_ballot_routes(router, {*parts.authorization, *parts.ballots});
  web::add_own_ballot_routes(router, *parts.routes);
  web::add_preset_routes(router, *parts.routes);
  web::add_history_routes(router, *parts.routes);
  web::add_warship_routes(router, *parts.routes);
  web::add_live_routes(router, *parts.routes);
  web::add_obs_routes(router);
  auto server = http::Server::bind(parts.loops, public_listener(settings), std::move(router));
  if (!server) return std::move(server).refusal();
  parts.server = std::move(server).value();
  if (settings.internal.port) {
    auto internal = parts.bind_internal(*settings.internal.port);
    if (!internal) return std::move(internal).refusal();
    parts.internal_server = std::move(internal).value();
  }

  if (settings.wargaming.refresh_fleet || settings.wargaming.refresh_garages) {
    parts.refresh.emplace(service::RefreshKeeper::Parts{*parts.store, parts.fleet, parts.channel_board, *parts.channels,
                                                        parts.wargaming, parts.time, settings.wargaming.refresh_fleet,
                                                        settings.wargaming.refresh_garages});
  }
  OperatedParts const operated{parts.pool,
                               *parts.store,
                               *parts.server,
                               parts.internal_server.get(),
                               *parts.ballots,
                               *parts.votes,
                               parts.live,
                               *parts.client,
                               parts.wargaming,
                               parts.secret_keeper,
                               parts.fleet,
                               parts.channel_board,
                               parts.refresh ? &*parts.refresh : nullptr,
                               parts.feed,
                               *parts.batches,
                               parts.listeners,
                               parts.chat,
                               parts.draining};
  collect_parts(parts.metrics, operated);
  check_parts(parts.alive, parts.ready, operated);
  auto operators =
      http::Server::bind(parts.operator_loop, private_listener(settings.operators.address, settings.operators.port),
                         operator_router({parts.pool, parts.metrics, parts.alive, parts.ready}));
  if (!operators) return std::move(operators).refusal();
  parts.operator_server = std::move(operators).value();

  parts.live.start();
  parts.listeners.start();
  parts.loops.start();
  parts.operator_loop.start();
  parts.server->start();
  if (parts.internal_server) parts.internal_server->start();
  parts.operator_server->start();
  ops::Announcement ports{{"port", std::to_string(parts.server->port())},
                          {"operator_port", std::to_string(parts.operator_server->port())}};
  if (parts.internal_server) ports.emplace_back("internal_port", std::to_string(parts.internal_server->port()));
  auto announced = announce_ports(
      settings, ports,
      {{"live_messages", ops::live_messages_text(settings.twitch.live_messages)}, {"data", settings.data.folder}});
  if (!announced) return std::move(announced).refusal();
  return web;
}

// Both at a time: neither accepts any more while the other's requests are answered, and the limit holds for both.
void WebParts::drain_listeners() {
  std::thread internal;
  if (parts_->internal_server) {
    internal = std::thread{[this] { parts_->internal_server->drain(limits::drain_timeout); }};
  }
  if (parts_->server) parts_->server->drain(limits::drain_timeout);
  if (internal.joinable()) internal.join();
}

void WebParts::stop() {
  if (parts_->stopped) return;
  parts_->stopped = true;
  parts_->draining = true;
  parts_->feed.stop();  // or edges that wait for changes would hold up the next line
  drain_listeners();
  parts_->votes->stop();
  parts_->live.stop();
  parts_->listeners.stop();
  parts_->secret_keeper.stop();
  parts_->wargaming.stop();
  parts_->client->stop();  // before those who may wait for an answer
  if (parts_->refresh) parts_->refresh->stop();
  parts_->slow_pool.stop();
  parts_->store->stop();
  if (parts_->operator_server) parts_->operator_server->drain(limits::operator_drain_timeout);
  parts_->pool.stop();
  parts_->loops.stop();
  parts_->operator_loop.stop();
}

}  // namespace shipvote::app
