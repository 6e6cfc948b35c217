// What the operator of shipvote-api sees: figures, and whether it is in step with shipvote-web.
#pragma once

#include <atomic>

#include "http/client.h"
#include "http/server.h"
#include "ops/health.h"
#include "ops/metrics.h"
#include "ops/settings.h"
#include "service/ballot_courier.h"
#include "service/ballot_desk.h"
#include "service/edge_feed.h"
#include "service/edge_mirror.h"
#include "service/live_updates.h"
#include "service/secret_keeper.h"
#include "web/forward_routes.h"

namespace shipvote::app {

// What is measured and asked. Lives as long as the listener.
struct OperatedEdge {
  ops::EdgeSettings const& settings;
  http::Server& server;
  service::BallotDesk& ballots;
  service::BallotCourier& courier;
  service::EdgeFeed& feed;
  service::EdgeMirror& mirror;
  service::VoteBoard& votes;
  service::ChannelBoard& channels;
  service::LiveUpdates& live;
  service::SecretKeeper& secrets;
  http::Client& client;
  web::ForwardFigures& forwarded;
  std::atomic<bool> const& draining;
};

void collect_edge(ops::Metrics& metrics, OperatedEdge const& edge);
// /healthz: the process lives. /readyz: it knows what shipvote-web knows; and whose live messages it sends.
void check_edge(ops::Health& ready, OperatedEdge const& edge);

}  // namespace shipvote::app
