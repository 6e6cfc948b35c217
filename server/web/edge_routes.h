// What shipvote-web serves its edges, on the internal listener: batches of ballots, and the feed of changes.
#pragma once

#include "http/router.h"
#include "service/ballot_batch.h"
#include "service/change_feed.h"
#include "web/route_parts.h"

namespace shipvote::web {

// Lives as long as the router that uses it.
struct EdgeRouteParts {
  Authorization const& authorization;
  service::BallotBatches& batches;
  service::ChangeFeed& feed;
  service::VoteDesk& votes;
};

// Every one of them demands the internal secret.
void add_edge_routes(http::Router& router, EdgeRouteParts const& parts);

}  // namespace shipvote::web
