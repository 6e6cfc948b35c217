// The operator's own listener: /metrics, /healthz, /readyz.
#pragma once

#include <atomic>

#include "http/client.h"
#include "http/router.h"
#include "http/server.h"
#include "ops/health.h"
#include "ops/metrics.h"
#include "service/ballot_batch.h"
#include "service/ballot_desk.h"
#include "service/blocking_pool.h"
#include "service/change_feed.h"
#include "service/channel_board.h"
#include "service/fleet_shelf.h"
#include "service/live_updates.h"
#include "service/refresh_keeper.h"
#include "service/secret_keeper.h"
#include "service/vote_desk.h"
#include "store/store.h"
#include "wargaming/wargaming_client.h"

namespace shipvote::app {

// What is measured and asked. Lives as long as the listener.
struct OperatedParts {
  service::BlockingPool& pool;
  store::Store& store;
  http::Server& server;
  http::Server* internal_server;  // none when there are no edges
  service::BallotDesk& ballots;
  service::VoteDesk& votes;
  service::LiveUpdates& live;
  http::Client& client;
  wargaming::WargamingClient& wargaming;
  service::SecretKeeper& secrets;
  service::FleetShelf& fleet;
  service::ChannelBoard& channels;
  service::RefreshKeeper* refresh;  // none when nothing is refreshed
  service::ChangeFeed& feed;
  service::BallotBatches& batches;
  service::LiveListeners& listeners;
  service::ChatLines& chat;
  std::atomic<bool> const& draining;
};

// Fills `metrics` with what the parts count.
void collect_parts(ops::Metrics& metrics, OperatedParts const& parts);
// /healthz: the process lives and its database works. /readyz: it may be sent requests.
void check_parts(ops::Health& alive, ops::Health& ready, OperatedParts const& parts);

struct OperatorPages {
  service::BlockingPool& pool;  // checks touch the disk
  ops::Metrics& metrics;
  ops::Health& alive;
  ops::Health& ready;
};
[[nodiscard]] http::Router operator_router(OperatorPages pages);

}  // namespace shipvote::app
