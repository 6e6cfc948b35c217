#include "app/web_parts.h"

#include <sys/resource.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "app/operator_routes.h"
#include "foundation/log.h"
#include "http/client.h"
#include "http/server.h"
#include "ops/announcement.h"
#include "service/refresh_keeper.h"
#include "service/secret_keeper.h"
#include "web/route_parts.h"

namespace shipvote::app {
namespace {

constexpr std::size_t slow_threads = 2;  // wait for Wargaming, which is spaced to a few calls a second anyway

std::size_t loops_for(ops::ListenSettings const& listen) {
  return listen.event_loops > 0 ? listen.event_loops : std::max(1U, std::thread::hardware_concurrency());
}

std::vector<twitch::Secret> decoded(std::vector<std::string> const& secrets) {
  std::vector<twitch::Secret> decoded;
  decoded.reserve(secrets.size());
  for (auto const& text : secrets) decoded.push_back(twitch::decode_secret(text).value());  // checked by the settings
  return decoded;
}

twitch::HelixSettings helix_settings(ops::TwitchSettings const& twitch) {
  twitch::HelixSettings helix;
  helix.base_url = twitch.api_url;
  helix.client_id = twitch.client_id;
  helix.owner_user_id = twitch.owner_user_id;
  helix.extension_version = twitch.extension_version;
  return helix;
}

wargaming::WargamingSettings wargaming_settings(ops::WargamingSettings const& settings) {
  wargaming::WargamingSettings wargaming;
  wargaming.application_id = settings.application_id;
  wargaming.base_url_override = settings.api_url;
  return wargaming;
}

http::ServerSettings public_listener(ops::Settings const& settings) {
  http::ServerSettings listener;
  listener.address = settings.listen.address;
  listener.port = settings.listen.port;
  listener.connections = settings.listen.connections;
  listener.allowed_origins = settings.listen.allowed_origins;
  return listener;
}

Outcome<void> announce_ports(ops::Settings const& settings, std::uint16_t port, std::uint16_t operator_port) {
  log::info("serving", {{"version", SHIPVOTE_VERSION},
                        {"address", settings.listen.address},
                        {"port", port},
                        {"operator_address", settings.operators.address},
                        {"operator_port", operator_port},
                        {"data", settings.data.folder}});
  if (settings.announce_file.empty()) return {};
  return ops::announce(settings.announce_file,
                       {{"port", std::to_string(port)}, {"operator_port", std::to_string(operator_port)}});
}

std::uint64_t drawn_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

}  // namespace

// Every connection needs a descriptor; what the system grants by default is a thousand.
void raise_descriptor_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)setrlimit(RLIMIT_NOFILE, &limit);
  (void)getrlimit(RLIMIT_NOFILE, &limit);
  constexpr std::size_t others = 256;  // database, calls out, logs
  if (limit.rlim_cur < connections + others) {
    log::warning("few_descriptors", {{"granted", limit.rlim_cur}, {"wanted", connections + others}});
  }
}

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
        live({helix, [this](ChannelId channel) { return last_result(channel); }, vote_board, channel_board, time,
              [this] { secret_keeper.rejected(); }, settings.twitch.live_messages, settings.twitch.live_messages}) {
    for (auto& channel : store->channels()) {
      auto garage = store->garage(channel.id);
      channel_board.put(std::make_shared<service::ChannelView const>(std::move(channel), std::move(garage)));
    }
    tokens.on_unknown_signature([this] { secret_keeper.unknown_signature(); });
    vote_board.listen([this](auto const& view, auto counts) { live.tally_changed(view, counts); });
    store->listen(&vote_board);
    votes.emplace(service::VoteDesk::Parts{*store, vote_board, channel_board, fleet, live, pool, time, drawn_seed});
    ballots.emplace(service::BallotDesk::Parts{
        loops, *store, vote_board, channel_board, time,
        [this](ChannelId channel, VoteId vote) { return votes->refuse_ballot(channel, vote); }});
    channels.emplace(
        service::ChannelDesk::Parts{*store, channel_board, fleet, *votes, live, wargaming, pool, slow_pool, time});
    authorization.emplace(tokens, time, settings.internal.secret);
    routes.emplace(web::RouteParts{*authorization, vote_board, channel_board, fleet, *ballots, *votes, *channels});
  }

  std::optional<voting::Vote> last_result(ChannelId channel) const {
    auto closed = store->votes(channel, store::VoteFilter::closed, 1);
    if (closed.empty()) return std::nullopt;
    return std::move(closed.front());
  }

  ops::Settings settings;
  SystemTime time;
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
  service::LiveUpdates live;
  std::optional<service::VoteDesk> votes;
  std::optional<service::BallotDesk> ballots;
  std::optional<service::ChannelDesk> channels;
  std::optional<web::Authorization> authorization;
  std::optional<web::RouteParts> routes;
  std::optional<service::RefreshKeeper> refresh;
  ops::Metrics metrics;
  ops::Health alive;
  ops::Health ready;
  std::unique_ptr<http::Server> server;
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
  web::add_vote_routes(router, *parts.routes);
  web::add_ballot_routes(router, *parts.routes);
  web::add_warship_routes(router, *parts.routes);
  auto server = http::Server::bind(parts.loops, public_listener(settings), std::move(router));
  if (!server) return std::move(server).refusal();
  parts.server = std::move(server).value();

  if (settings.wargaming.refresh_fleet || settings.wargaming.refresh_garages) {
    parts.refresh.emplace(service::RefreshKeeper::Parts{*parts.store, parts.fleet, parts.channel_board, *parts.channels,
                                                        parts.wargaming, parts.time, settings.wargaming.refresh_fleet,
                                                        settings.wargaming.refresh_garages});
  }
  OperatedParts const operated{parts.pool,
                               *parts.store,
                               *parts.server,
                               *parts.ballots,
                               *parts.votes,
                               parts.live,
                               *parts.client,
                               parts.wargaming,
                               parts.helix,
                               parts.secret_keeper,
                               parts.fleet,
                               parts.channel_board,
                               parts.refresh ? &*parts.refresh : nullptr,
                               parts.draining};
  collect_parts(parts.metrics, operated);
  check_parts(parts.alive, parts.ready, operated);
  http::ServerSettings operator_listener;
  operator_listener.address = settings.operators.address;
  operator_listener.port = settings.operators.port;
  auto operators = http::Server::bind(parts.operator_loop, operator_listener,
                                      operator_router({parts.pool, parts.metrics, parts.alive, parts.ready}));
  if (!operators) return std::move(operators).refusal();
  parts.operator_server = std::move(operators).value();

  parts.live.repair_segments();
  parts.loops.start();
  parts.operator_loop.start();
  parts.server->start();
  parts.operator_server->start();
  if (auto announced = announce_ports(settings, parts.server->port(), parts.operator_server->port()); !announced) {
    return std::move(announced).refusal();
  }
  return web;
}

void WebParts::stop() {
  if (parts_->stopped) return;
  parts_->stopped = true;
  parts_->draining = true;
  if (parts_->server) parts_->server->drain(limits::drain_timeout);
  parts_->votes->stop();
  parts_->live.stop();
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
